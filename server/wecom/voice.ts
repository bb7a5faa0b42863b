import { errorEntry, errorWords } from "./errors.js";
import { channelFailure, type GivenUp, type Retry, type Unavailable, word } from "./outcome.js";
import type { Wire } from "./wire.js";

/** What became of the wish to ring somebody [91627]. */
export type CallOutcome =
  { kind: "placed"; callId: string } | { kind: "notPlaced"; errcode: number; reason: string } | Unavailable | Retry | GivenUp;

/** What a call is by now [91628]; `over` false: nobody knows yet; `code` is WeCom's `reason`. Answered is not "has read". */
export type CallState =
  { kind: "state"; over: boolean; answered: boolean; code: number; talkSeconds: number } | Unavailable | Retry | GivenUp;

const UNCONFIRMED = 20;
/** Ringing, answered, talking: the call is not over; and not confirmed: nobody knows. */
const UNDER_WAY: readonly number[] = [1, 2, 3, UNCONFIRMED];

/** Chinese for every `reason` of a call [91628]. */
const REASON_WORDS: Readonly<Record<number, string>> = {
  0: "通话已结束",
  1: "正在振铃",
  2: "已接听",
  3: "正在通话",
  4: "无人接听，对方挂断",
  5: "不在服务区",
  6: "对方号码欠费停机",
  7: "对方拒接",
  8: "对方已关机",
  9: "号码是空号",
  10: "对方号码呼叫受限",
  11: "线路错误",
  12: "无人接听，振铃超时",
  13: "超过呼叫次数限制（8 分钟 3 次、24 小时 8 次）",
  14: "线路没有应答",
  15: "企业呼叫次数超过限制",
  16: "线路忙",
  17: "呼叫已取消",
  20: "通话结果未确认",
  99: "其他原因未接通",
};

/** What the code of a call means to people; the number itself where the vendor's page does not name it. */
export const callWords = (code: number): string => REASON_WORDS[code] ?? `未接通（代码 ${code}）`;

/** Rings one member. */
export async function placeCall(wire: Wire, userid: string): Promise<CallOutcome> {
  const answer = await wire.call({ path: "pstncc/call", body: JSON.stringify({ callee_userid: [userid] }) });
  if (answer.kind === "unanswered") return channelFailure(answer);
  const { errcode, fields } = answer;
  if (errcode !== 0) {
    if (errorEntry(errcode).action === "dropRecipient") return { kind: "notPlaced", errcode, reason: errorWords(errcode) };
    return channelFailure(answer);
  }
  const [state] = (Array.isArray(fields.states) ? fields.states : []) as { code?: unknown; callid?: unknown }[];
  const callId = word(state?.callid);
  if (state?.code === 0 && callId !== null) return { kind: "placed", callId };
  const code = typeof state?.code === "number" ? state.code : -1;
  return { kind: "notPlaced", errcode: code, reason: `呼叫未能拨出：${errorWords(code)}` };
}

/** Asks after one call. */
export async function stateOfCall(wire: Wire, userid: string, callId: string): Promise<CallState> {
  const answer = await wire.call({ path: "pstncc/getstates", body: JSON.stringify({ callee_userid: userid, callid: callId }) });
  if (answer.kind === "unanswered" || answer.errcode !== 0) return channelFailure(answer);
  const { istalked, reason, talktime } = answer.fields;
  const code = typeof reason === "number" ? reason : UNCONFIRMED;
  const talkSeconds = typeof talktime === "number" && talktime > 0 ? Math.floor(talktime) : 0;
  return { kind: "state", over: !UNDER_WAY.includes(code), answered: istalked === 1, code, talkSeconds };
}
