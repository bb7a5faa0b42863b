import { statusOf } from "../calls.js";
import type { Corp } from "../corp.js";
import type { Answer, ApiCall } from "./call.js";
import { Refused } from "./errors.js";

const WEEK_MS = 7 * 24 * 3_600_000;
/** Not placed: no member of that name, or not in the visible range; the vendor documents only "not 0" [91627]. */
const NOT_PLACED = 60111;

/** 301049 the app is not listed under 紧急通知 → 可调用接口的应用, 301050 紧急通知 is not switched on. */
function checkCalls(corp: Corp): void {
  if (corp.faults.calls === "notListed") throw new Refused(301049);
  if (corp.faults.calls === "off") throw new Refused(301050);
}

function calleeOf(corp: Corp, userid: unknown): string | null {
  const person = typeof userid === "string" ? corp.person(userid) : undefined;
  return person && corp.isReachable(person.userid) ? person.userid : null;
}

/** `POST pstncc/call` [91627]: rings the phones of all named; each state's code 0 means placed. 301051 when the balance is used up. */
export function placeCalls(corp: Corp, { body }: ApiCall): Answer {
  checkCalls(corp);
  if (corp.faults.calls === "noBalance") throw new Refused(301051);
  const named: unknown = body.callee_userid;
  if (!Array.isArray(named) || named.length === 0) throw new Refused(40063, "callee_userid");
  const states = (named as unknown[]).map((entry) => {
    const userid = calleeOf(corp, entry);
    if (userid === null) return { userid: String(entry), callid: "", code: NOT_PLACED };
    return { userid, callid: corp.calls.place(userid, corp.nowMs()).id, code: 0 };
  });
  return { states };
}

/** `POST pstncc/getstates` [91628]: one call to one person, within seven days. */
export function getCallState(corp: Corp, { body }: ApiCall): Answer {
  checkCalls(corp);
  const { callee_userid: userid, callid } = body;
  if (typeof userid !== "string" || userid === "") throw new Refused(40063, "callee_userid");
  if (typeof callid !== "string" || callid === "") throw new Refused(40063, "callid");
  const call = corp.calls.of(corp.person(userid)?.userid ?? "").find((entry) => entry.id === callid);
  if (!call || call.at < corp.nowMs() - WEEK_MS) throw new Refused(40058, "callid");
  return { ...statusOf(call, corp.nowMs()) };
}
