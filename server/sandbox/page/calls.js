import { nowMs, on, store, tell } from "./store.js";

const TICK_MS = 500;
const [ENDED_TALK, RINGING, ANSWERED, TALKING] = [0, 1, 2, 3];

/** How a phone may take calls, in the words of the page. */
export const PHONE_WORDS = {
  byHand: "响铃，由我接听",
  answers: "自动接听",
  refuses: "拒接",
  hangsUp: "响铃许久后挂断",
  ringsOut: "无人接听",
  off: "关机",
  noCoverage: "不在服务区",
  inArrears: "欠费停机",
  noNumber: "空号",
  restricted: "呼叫受限",
  lineError: "线路故障",
  lineSilent: "线路无应答",
  lineBusy: "线路繁忙",
};

/** What a call is by the shared clock: "ringing", "talking" with its seconds, or null when it is over or makes no sound. */
export function stageOf(call) {
  if (!call?.rings) return null;
  const passed = call.steps.filter((step) => step.at <= nowMs());
  const reason = passed.at(-1)?.reason ?? RINGING;
  if (reason === RINGING) return { name: "ringing" };
  if (reason === ENDED_TALK || ![ANSWERED, TALKING].includes(reason)) return null;
  const answered = passed.find((step) => step.reason === ANSWERED);
  return { name: "talking", seconds: Math.max(0, Math.floor((nowMs() - answered.at) / 1000)) };
}

export const isRinging = (userid) => stageOf(store.phones.get(userid)?.call)?.name === "ringing";

/** Tells "calls" while any phone rings or is talked on, once a tick, and once more when all is quiet again. */
export function watchCalls() {
  let wasLive = false;
  const look = () => {
    const isLive = [...store.phones.values()].some(({ call }) => stageOf(call) !== null);
    if (isLive || wasLive) tell("calls");
    wasLive = isLive;
  };
  setInterval(look, TICK_MS);
  for (const name of ["phone", "phones"]) on(name, look);
}
