import { Account } from "../../entities/account.js";
import type { ApplicationOptions } from "../http/contract.js";
import type { Actor } from "../identity/actor.js";
import { directoryOf } from "../identity/directory.js";
import { localIso } from "../kernel/local-time.js";
import { rowsWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { scriptsFor } from "./links.js";
import type { LivestreamDesk } from "./desk.js";
import { beginsSoon } from "./rules/application.js";
import { filingDueOf } from "./tasks.js";

/** What is asked before an application is handed in. */
export interface ApplicationQuery {
  startAt?: Date | undefined;
  accountId?: string | undefined;
}

/**
 * What an application can name, and whether one that starts then is late (R14-02): told before it is handed in, and counted here alone.
 * Throws CalendarYearMissing where the year of the start is not known.
 */
export const applicationOptions = async (
  desk: LivestreamDesk,
  tx: Tx,
  actor: Actor,
  { startAt, accountId }: ApplicationQuery,
): Promise<ApplicationOptions> => {
  const directory = await directoryOf(tx);
  const accounts = await rowsWhere(tx, Account, { status: "active" }, ["id"]);
  return {
    now: localIso(desk.clock.now()),
    accounts: accounts.map(({ id, name, unitId }) => ({ id, name, unit: directory.unit(unitId)?.name ?? "" })),
    scripts: accountId === undefined ? [] : await scriptsFor(tx, actor, accountId),
    due: startAt ? dueFor(desk, startAt) : null,
  };
};

const dueFor = (desk: LivestreamDesk, startAt: Date): ApplicationOptions["due"] => {
  const now = desk.clock.now();
  const { day, at, words } = filingDueOf(desk, startAt);
  return { day, words, late: now > at, soon: beginsSoon(startAt, now, desk.settings.value("livestream.callDutyBelowHours")) };
};
