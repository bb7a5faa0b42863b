import type { Instant } from "../../server/http/contract.js";
import { momentText } from "./moment.js";

/** What everybody is told while WeCom takes no messages; empty while it does. */
export const wecomDownText = (since: Instant | null, nowMs: number): string =>
  since === null ? "" : `企业微信自 ${momentText(since, nowMs)} 起暂时无法送达消息。待办照常，请在这里办理。`;
