import type { Corp } from "../corp.js";
import type { Answer, ApiCall } from "./call.js";
import { Refused } from "./errors.js";

const RECALL_MS = 24 * 3_600_000;

/** `POST message/recall` [94867]: within 24 hours (42052), only what this app sent (40058). The copies stay as a line that says so. */
export function recallMessage(corp: Corp, { body }: ApiCall): Answer {
  const id = typeof body.msgid === "string" ? body.msgid : "";
  const sentAt = corp.state.sentAt(id);
  if (sentAt === null) throw new Refused(40058, "msgid");
  if (corp.nowMs() - sentAt > RECALL_MS) throw new Refused(42052);
  corp.state.recall(id);
  return {};
}
