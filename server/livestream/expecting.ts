import { Livestream } from "../../entities/livestream.js";
import { CheckIn, ExpectedCheckIn, PatrolMember } from "../../entities/patrol.js";
import { newId } from "../kernel/ids.js";
import { changeRows, insertRows, lastWhere, rowsWhere, rowThere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { closedByProgram, type LivestreamDesk } from "./desk.js";
import { followPlan, plannedCheckIns, type Following, type Planned } from "./rules/expected.js";
import { UNCLOSED_MS } from "./rules/running.js";
import { patrolling } from "./rules/team.js";

/** Type of an expected check-in as subject of deadlines. */
export const EXPECTED = "expectedCheckIn";

const OFF_AIR_MINUTES = 15;

/** Keeps the plan of who has to check in when in step with the livestream and its team (R14-07). */
export class Expecting {
  constructor(private readonly desk: LivestreamDesk) {}

  /** Brings the plan up to date. Safe to do twice; nothing that is done or was missed is touched. */
  async follow(tx: Tx, livestreamId: string): Promise<void> {
    const livestream = await rowThere(tx, Livestream, { id: livestreamId });
    const team = await rowsWhere(tx, PatrolMember, { livestreamId, leftAt: null }, ["joinedAt", "id"]);
    const rows = await rowsWhere(tx, ExpectedCheckIn, { livestreamId }, ["dueAt", "id"]);
    const plan = await this.#plan(tx, livestream);
    const userids = patrolling(team).map(({ userid }) => userid);
    await this.#store(tx, livestreamId, followPlan(plan, userids, rows, this.desk.clock.now()));
  }

  async #plan(tx: Tx, livestream: Livestream): Promise<Planned[]> {
    if (livestream.status === "cancelled") return [];
    const { settings, clock } = this.desk;
    const spacing = {
      arrivalMinutes: settings.value("livestream.arrivalMinutesBefore"),
      roundMinutes: settings.value("livestream.roundMinutes"),
      offAirMinutes: OFF_AIR_MINUTES,
    };
    const until = new Date(livestream.endAt.getTime() + UNCLOSED_MS);
    const believed = clock.now() < until || (await lastCheckIn(tx, livestream.id)) > livestream.endAt.getTime();
    return plannedCheckIns(livestream, spacing, clock.now(), believed ? null : until);
  }

  async #store(tx: Tx, livestreamId: string, { insert, move, cancel }: Following): Promise<void> {
    const fresh = insert.map(({ userid, kind, round, at }): ExpectedCheckIn => ({
      ...{ id: newId(), livestreamId, userid, kind, round, dueAt: at },
      ...{ state: "expected", checkInId: null, missedAt: null },
    }));
    await insertRows(tx, ExpectedCheckIn, fresh);
    for (const { row, at } of move)
      await changeRows(tx, ExpectedCheckIn, { id: row.id, state: row.state }, { dueAt: at, state: "expected" });
    await changeRows(tx, ExpectedCheckIn, { id: cancel.map(({ id }) => id), state: "expected" }, { state: "cancelled" });
    for (const task of await this.desk.deadlines.openOn(tx, { type: EXPECTED, id: cancel.map(({ id }) => id) }))
      await this.desk.deadlines.cancel(tx, task, closedByProgram("livestream.no-longer-expected"));
  }
}

/** When somebody last checked in; 0: nobody did. */
export const lastCheckIn = async (tx: Tx, livestreamId: string): Promise<number> => {
  return (await lastWhere(tx, CheckIn, { livestreamId }, "receivedAt"))?.receivedAt.getTime() ?? 0;
};
