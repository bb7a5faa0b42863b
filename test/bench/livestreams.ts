import { Livestream, LivestreamDate } from "../../entities/livestream.js";
import { ExpectedCheckIn, PatrolMember } from "../../entities/patrol.js";
import { newId } from "../../server/kernel/ids.js";
import { insertRows, rowsWhere, rowThere } from "../../server/kernel/rows.js";
import type { Desk } from "../support/desk.js";
import { withSecretariat } from "../support/leaders.js";
import { openPatrolled } from "../support/livestreams.js";
import type { Engine } from "./engines.js";

/** Patrollers of one livestream. */
const TEAM = 2;
/** How late a missed check-in is when its patroller is first chased (R14-09). */
const CHASED_MS = 180_000;

/** One patroller of one livestream. */
export interface Patroller {
  userid: string;
  livestreamId: string;
}

const userids = (count: number): string[] => Array.from({ length: count }, (_, number) => `crowd.${number}`);

const crowded = (count: number): ReturnType<typeof withSecretariat> => {
  const organisation = withSecretariat();
  const like = organisation.people.find(({ userid }) => userid === "ed.2");
  if (!like) throw new Error("nobody to copy");
  organisation.people.push(...userids(count).map((userid, number) => ({ ...like, userid, name: `巡查${number}岗` })));
  return organisation;
};

/** A desk with so many people more, each of whom patrols one of as many livestreams as that takes, all of them going on the air at this moment. */
export const manyLivestreams = async (engine: Engine, count: number): Promise<{ desk: Desk; patrollers: Patroller[] }> => {
  const database = await engine.fresh();
  const { desk, id } = await openPatrolled({ database, organisation: crowded(count) });
  await desk.to("2026-12-04T15:00:00+08:00");
  const patrollers = userids(count).map((userid) => ({ userid, livestreamId: "" }));
  for (let from = 0; from < count; from += TEAM) await another(desk, id, patrollers.slice(from, from + TEAM));
  return { desk, patrollers };
};

/** The same livestream once more, begun now, with these people: 开播 is owed at this moment, a round soon. */
const another = ({ services }: Desk, id: string, team: readonly Patroller[]): Promise<void> =>
  services.uow.run(async (tx) => {
    const now = services.clock.now();
    const livestream = await rowThere(tx, Livestream, { id });
    const fresh = newId();
    const times = { startAt: now, endAt: new Date(now.getTime() + 3_600_000) };
    await insertRows(tx, Livestream, [{ ...livestream, ...times, id: fresh, number: fresh.slice(-20), status: "live", startedAt: now }]);
    const dates = await rowsWhere(tx, LivestreamDate, { livestreamId: id });
    await insertRows(
      tx,
      LivestreamDate,
      dates.map((date) => ({ ...date, ...times, id: newId(), livestreamId: fresh })),
    );
    const [member] = await rowsWhere(tx, PatrolMember, { livestreamId: id, userid: "ed.2" });
    const owed = { state: "expected" as const, livestreamId: fresh };
    for (const patroller of team) {
      const { userid } = patroller;
      patroller.livestreamId = fresh;
      await insertRows(tx, PatrolMember, [{ ...member, id: newId(), livestreamId: fresh, userid, role: "member" }]);
      await insertRows(tx, ExpectedCheckIn, [
        { ...owed, id: newId(), userid, kind: "start", round: 0, dueAt: now },
        { ...owed, id: newId(), userid, kind: "round", round: 1, dueAt: new Date(now.getTime() + 540_000) },
      ]);
    }
  });

/** Puts back 开播 of these patrollers, one after the other within a span, so that each falls due to be chased while others check in. */
export const silence = ({ services }: Desk, silent: readonly Patroller[], spanMs: number): Promise<Map<string, number>> =>
  services.uow.run(async (tx) => {
    const chased = new Map<string, number>();
    for (const [index, { userid, livestreamId }] of silent.entries()) {
      const dueAt = new Date(services.clock.now().getTime() - CHASED_MS + ((index + 1) * spanMs) / silent.length);
      await tx.update(ExpectedCheckIn, { livestreamId, userid, kind: "start" }, { dueAt });
      chased.set(userid, dueAt.getTime() + CHASED_MS);
    }
    return chased;
  });
