import type { Account } from "../../entities/account.js";
import { Draft } from "../../entities/draft.js";
import { Livestream, LivestreamDate, LivestreamFiling, VenueReport } from "../../entities/livestream.js";
import { PatrolInvitation, PatrolMember } from "../../entities/patrol.js";
import { PatrolSummary } from "../../entities/patrol-summary.js";
import type { Unit } from "../../entities/unit.js";
import { directoryOf } from "../identity/directory.js";
import { holdersOf, present } from "../identity/offices.js";
import { rowLocked, rowsWhere, rowWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { today, type LivestreamDesk } from "./desk.js";
import { livestreamNotFound } from "./refusals.js";
import type { Side } from "./rules/standing.js";

/** Who may have a part in a livestream today; each list in the order in which its people are asked, empty where it is vacant. */
export interface LivestreamPeople {
  /** 主要负责同志 of each side, the 分管领导 where the unit has none */
  heads: Readonly<Record<Side, readonly string[]>>;
  /** whoever is at 宣传部's desk, then its head */
  publicity: readonly string[];
  publicityHead: readonly string[];
  dataCentre: readonly string[];
  dataCentreHead: readonly string[];
}

/** Everything that the rules of Article 14 look at for one livestream, loaded at once. */
export interface LivestreamFacts {
  livestream: Livestream;
  account: Account | null;
  units: Readonly<Record<Side, Pick<Unit, "id" | "name">>>;
  people: LivestreamPeople;
  /** the version that counts */
  date: LivestreamDate;
  /** the last time it was reported for filing; null: never */
  filing: LivestreamFiling | null;
  /** the 报备 that counts; null: the venue needs none */
  venue: VenueReport | null;
  /** null: no script was named */
  script: Draft | null;
  /** on the team now */
  team: readonly PatrolMember[];
  /** of all rounds, oldest first */
  invitations: readonly PatrolInvitation[];
  /** its summary stands */
  summarised: boolean;
}

/** Takes the livestream for this unit alone: who does the same at this moment waits, and sees what was decided here. Throws where there is none. */
export const lockLivestream = async (tx: Tx, id: string): Promise<void> => {
  if (!(await tx.existsBy(Livestream, { id }))) throw livestreamNotFound();
  await rowLocked(tx, Livestream, { id });
};

/** Loads a livestream with all that decides about it. Throws where there is none. */
export const loadLivestream = async (desk: LivestreamDesk, tx: Tx, id: string): Promise<LivestreamFacts> => {
  const livestream = await rowWhere(tx, Livestream, { id });
  if (!livestream) throw livestreamNotFound();
  const directory = await directoryOf(tx);
  const dates = await rowsWhere(tx, LivestreamDate, { livestreamId: id }, ["revision"]);
  const date = dates.at(-1);
  if (!date) throw new Error(`the livestream ${id} has no dates`);
  const filings = await rowsWhere(tx, LivestreamFiling, { livestreamId: id }, ["round"]);
  const reports = await rowsWhere(tx, VenueReport, { livestreamId: id }, ["askedAt", "id"]);
  const last = reports.at(-1) ?? null;
  return {
    livestream,
    account: directory.account(livestream.accountId),
    units: { initiating: unitOf(directory, livestream.initiatingUnitId), operating: unitOf(directory, livestream.operatingUnitId) },
    people: await loadPeople(desk, tx, livestream),
    date,
    filing: filings.at(-1) ?? null,
    venue: last?.state === "void" ? null : last,
    script: livestream.scriptDraftId === null ? null : await rowWhere(tx, Draft, { id: livestream.scriptDraftId }),
    team: await rowsWhere(tx, PatrolMember, { livestreamId: id, leftAt: null }, ["joinedAt", "id"]),
    invitations: await rowsWhere(tx, PatrolInvitation, { livestreamId: id }, ["askedAt", "id"]),
    summarised: livestream.status === "ended" && (await rowWhere(tx, PatrolSummary, { livestreamId: id })) !== null,
  };
};

type Directory = Awaited<ReturnType<typeof directoryOf>>;

const unitOf = (directory: Directory, id: string): Pick<Unit, "id" | "name"> => ({ id, name: directory.unit(id)?.name ?? id });

type Units = Pick<Livestream, "initiatingUnitId" | "operatingUnitId">;

/** Who holds what for a livestream of these units. */
export const loadPeople = async (desk: LivestreamDesk, tx: Tx, units: Units): Promise<LivestreamPeople> => {
  const day = today(desk);
  const [publicityHead, dataCentreHead] = [await holdersOf(tx, "publicityHead", day), await holdersOf(tx, "dataCentreHead", day)];
  const [publicityDuty, dataCentreDuty] = [await desk.onDuty(tx, "publicity"), await desk.onDuty(tx, "dataCentre")];
  const headOf = async (unitId: string): Promise<string[]> => {
    const unit = (await directoryOf(tx)).unit(unitId);
    const [head] = await present(tx, [unit?.headUserid ?? null, unit?.leaderInChargeUserid ?? null], day);
    return head === undefined ? [] : [head];
  };
  return {
    heads: { initiating: await headOf(units.initiatingUnitId), operating: await headOf(units.operatingUnitId) },
    publicity: await present(tx, [...publicityDuty, ...publicityHead], day),
    publicityHead,
    dataCentre: await present(tx, [...dataCentreDuty, ...dataCentreHead], day),
    dataCentreHead,
  };
};
