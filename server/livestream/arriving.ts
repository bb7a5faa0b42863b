import { And, LessThanOrEqual, MoreThan } from "typeorm";
import { Livestream } from "../../entities/livestream.js";
import { ExpectedCheckIn } from "../../entities/patrol.js";
import type { Rounds } from "../domain.js";
import { localClock } from "../kernel/local-time.js";
import { Parts } from "../kernel/parts.js";
import { rowThere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { LANE, type LivestreamDesk } from "./desk.js";
import { loadLivestream } from "./facts.js";
import { tell } from "./notices.js";
import { isOver } from "./rules/missed.js";

/** So long before 到岗 the patroller is reminded. */
const BEFORE_MS = 10 * 60_000;

/** 到岗提醒: whoever has to be there in ten minutes and is not yet hears of it, once for each time that is set, before anything is missed (R14-07). */
export const arrivalReminders = (desk: LivestreamDesk): Rounds => ({
  sweep: async () => {
    const parts = new Parts();
    for (const { id } of await desk.uow.read((tx) => arriving(desk, tx))) await parts.run(() => desk.uow.run((tx) => remind(desk, tx, id)));
    parts.end();
  },
  nextMoment: async (after, until) => {
    const window = And(MoreThan(later(after)), LessThanOrEqual(later(until)));
    const [next] = await desk.uow.read((tx) => tx.find(ExpectedCheckIn, { where: awaited(window), order: { dueAt: "ASC" }, take: 1 }));
    return next ? new Date(next.dueAt.getTime() - BEFORE_MS) : null;
  },
});

const later = (at: Date): Date => new Date(at.getTime() + BEFORE_MS);
const awaited = (dueAt: ReturnType<typeof MoreThan<Date>>) => ({ kind: "arrival" as const, state: "expected" as const, dueAt });

const arriving = (desk: LivestreamDesk, tx: Tx): Promise<ExpectedCheckIn[]> => {
  const now = desk.clock.now();
  return tx.find(ExpectedCheckIn, { where: awaited(And(MoreThan(now), LessThanOrEqual(later(now)))), order: { dueAt: "ASC" } });
};

const remind = async (desk: LivestreamDesk, tx: Tx, id: string): Promise<void> => {
  const { livestreamId, userid, dueAt, kind, state } = await rowThere(tx, ExpectedCheckIn, { id });
  if (state !== "expected" || isOver(await rowThere(tx, Livestream, { id: livestreamId }), { kind }, desk.clock.now())) return;
  const facts = await loadLivestream(desk, tx, livestreamId);
  const untrained = facts.team.some((member) => member.userid === userid && member.trainedAt === null);
  await tell(desk, tx, facts, {
    key: `arriving:${userid}:${dueAt.toISOString()}`,
    to: [userid],
    title: "请准备到岗打卡",
    rows: [
      ["到岗", `${localClock(dueAt)}，开播 ${localClock(facts.livestream.startAt)}`],
      ["现场", facts.livestream.onSite],
      ...(untrained ? ([["培训", "还没有确认，请先联系大数据中心"]] as const) : []),
    ],
    duty: "patrolCheckIn",
    lane: LANE - 1,
    page: "check-in",
  });
};
