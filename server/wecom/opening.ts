import type { SharedTokens } from "../delivery/shared-tokens.js";
import type { Env } from "../env.js";
import type { Clock } from "../kernel/clock.js";
import { WecomClient } from "./client.js";

const TIMEOUT_MS = 10_000;

/** The app's client to WeCom. Calls are timed by the wall, whatever the adjustable clock says; the token is shared with every other process. */
export const openWecom = (wecom: Env["wecom"], clock: Clock, tokens: SharedTokens): WecomClient =>
  new WecomClient({
    apiBase: wecom.apiBase,
    corpId: wecom.corpId,
    agentId: wecom.agentId,
    secret: wecom.secret,
    robotKey: wecom.robotKey,
    wallNow: () => clock.wallNow().getTime(),
    timeoutMs: TIMEOUT_MS,
    tokens,
  });
