import type { Actor } from "../../identity/actor.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import { today, type IncidentsDesk } from "../desk.js";
import { loadPeople } from "../people.js";
import { refuse } from "../refusals.js";
import type { Reporting } from "../reporting.js";
import { isPublicity } from "../rules/standing.js";

/** What is rehearsed. */
export interface RehearsalInput {
  title: string;
  /** what people are to imagine */
  description: string;
  /** the unit that plays 事发部门; null: left open, as it often is */
  unitId: string | null;
}

/** True for those who may start a rehearsal: 宣传部. */
export const mayRehearse = async (desk: IncidentsDesk, tx: Tx, userid: string): Promise<boolean> =>
  isPublicity({ people: await loadPeople(tx, null, desk.onDuty, today(desk)) }, userid);

/** 发起演练 (R24-15): a report like any other from then on, so that what is rehearsed is what will happen. Returns the incident's id. */
export const startRehearsal = (desk: IncidentsDesk, reporting: Reporting, actor: Actor, input: RehearsalInput): Promise<string> =>
  desk.uow.run(async (tx) => {
    if (!(await mayRehearse(desk, tx, actor.userid)))
      throw refuse("rehearsal-not-publicity", "forbidden", "演练由宣传部值班或宣传部负责人发起。需要演练请与宣传部联系。");
    const now = desk.clock.now();
    return reporting.report(tx, actor, { ...input, links: [], files: [], discoveredAt: now, occurredAt: null, rehearsal: true });
  });
