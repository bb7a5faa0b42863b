import { randomBytes } from "node:crypto";
import { isCallbackCapable } from "../cards/card.js";
import type { Corp } from "../corp.js";
import type { Answer, ApiCall } from "./call.js";
import { contentOf } from "./content.js";
import { Refused } from "./errors.js";
import { joinedLists, recipientsOf } from "./recipients.js";

const REPEAT_SECONDS = 1800;
const MOST_REPEAT_SECONDS = 4 * 3600;

/** 41011 without agentid, 40056 when it is no app id, else the given code for another app's. */
export function checkAgent(corp: Corp, agentid: unknown, other: 301002 | 42015): void {
  if (agentid === undefined || agentid === null || agentid === "") throw new Refused(41011);
  if (!Number.isInteger(agentid) || Number(agentid) <= 0) throw new Refused(40056);
  if (agentid !== corp.options.agentId) throw new Refused(other);
}

/** With enable_duplicate_check, the same bytes within the interval are answered but not delivered [90236]. */
function isSuppressed(corp: Corp, { body, rawBody }: ApiCall): boolean {
  if (body.enable_duplicate_check !== 1) return false;
  const asked = body.duplicate_check_interval;
  const interval = typeof asked === "number" && asked > 0 ? Math.min(asked, MOST_REPEAT_SECONDS) : REPEAT_SECONDS;
  return corp.state.isRepeat(rawBody, interval, corp.nowMs());
}

/** Those who really get the message: over 30 a minute or 1000 an hour a member gets nothing, and nobody is told [90312]. 45009 when the day is used up. */
function withinLimits(corp: Corp, { notes }: ApiCall, reached: readonly string[]): readonly string[] {
  if (corp.faults.unlimited) return reached;
  const now = corp.nowMs();
  if (!corp.sendLimits.takeOfDay(now, reached.length)) throw new Refused(45009);
  const delivered = reached.filter((userid) => corp.sendLimits.takeOfMember(userid, now));
  const dropped = reached.filter((userid) => !delivered.includes(userid));
  if (dropped.length > 0) notes.push(`超过每人每分钟 30 条或每小时 1000 条，静默丢弃：${dropped.join("、")}`);
  return delivered;
}

/** `POST message/send` [90236]. Partial failure is errcode 0 with lists; nobody reached is 81013. */
export function sendMessage(corp: Corp, call: ApiCall): Answer {
  checkAgent(corp, call.body.agentid, 301002);
  if (corp.faults.appClosed) throw new Refused(50003);
  const recipients = recipientsOf(corp, call.body);
  const content = contentOf(corp, call.body);
  const lists = joinedLists(recipients);
  if (recipients.reached.length === 0) throw new Refused(81013, "", lists);
  const id = randomBytes(24).toString("base64url");
  if (isSuppressed(corp, call)) {
    call.notes.push("重复消息检查：内容相同，没有再次送达");
    return { ...lists, msgid: id };
  }
  const delivered = withinLimits(corp, call, recipients.reached);
  corp.state.deliver({ id, at: corp.nowText(), from: "app", ...content }, recipients.reached, delivered);
  const code = content.card && isCallbackCapable(content.card) ? { response_code: corp.state.issueCode(id, corp.nowMs()) } : {};
  return { ...lists, msgid: id, ...code };
}
