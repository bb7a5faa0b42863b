import type { Corp } from "./corp.js";
import { type Living, livingStatus } from "./livings.js";
import { NotPossible, raise } from "./phone.js";

const RESERVED = 0;
const LIVE = 1;
const ENDED = 2;

/** Tells the app of a live's new state [94145]; only lives made by the API get here. */
export async function raiseLiving(corp: Corp, { id, anchor, status }: Living): Promise<void> {
  await raise(corp, anchor, { Event: "living_status_change", LivingId: id, Status: status });
}

function known(corp: Corp, id: string): Living {
  const living = corp.livings.find(id);
  if (!living) throw new NotPossible("没有这场直播");
  return living;
}

/** The anchor begins the live on his phone. */
export async function beginLiving(corp: Corp, id: string): Promise<void> {
  const living = known(corp, id);
  if (livingStatus(living, corp.nowMs()) !== RESERVED) throw new NotPossible("这场直播不在预约中");
  corp.livings.change(id, { status: LIVE, beganAt: corp.nowMs() });
  await raiseLiving(corp, living);
}

/** The anchor ends it. */
export async function endLiving(corp: Corp, id: string): Promise<void> {
  const living = known(corp, id);
  if (living.status !== LIVE) throw new NotPossible("这场直播不在直播中");
  corp.livings.change(id, { status: ENDED, endedAt: corp.nowMs() });
  await raiseLiving(corp, living);
}
