import { Livestream } from "../../entities/livestream.js";
import { CheckIn, ExpectedCheckIn, PatrolMember } from "../../entities/patrol.js";
import type { Files } from "../files/service.js";
import type { Actor } from "../identity/actor.js";
import type { Refusal } from "../kernel/refusal.js";
import { rowsWhere, rowWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { LivestreamDesk } from "./desk.js";
import type { LivestreamFacts } from "./facts.js";
import { livestreamNotFound } from "./refusals.js";
import type { Ending } from "./running.js";

/** What is reported to Article 24's desks from a finding. */
export interface IncidentReport {
  title: string;
  description: string;
  files: string[];
  discoveredAt: Date;
  unitId: string;
}

/** What checking in stands on besides the desk: the livestream's own verbs, the pictures, and Article 24. */
export interface CheckInDesk extends LivestreamDesk {
  /** where photos are kept */
  files: Files;
  /** reports to both duty desks (R24-01) and returns the incident's id */
  reportIncident(tx: Tx, actor: Actor, report: IncidentReport): Promise<string>;
}

/** The livestream's own verbs that a check-in may carry with it. */
export interface LivestreamVerbs {
  startIn(tx: Tx, actor: Actor, livestreamId: string, at: Date): Promise<Refusal | null>;
  endIn(tx: Tx, actor: Actor, livestreamId: string, ending: Ending): Promise<Refusal | null>;
  /** the plan of check-ins keeps step */
  follow(tx: Tx, livestreamId: string): Promise<void>;
  /** whoever of its team has left is replaced */
  replaceLeavers(tx: Tx, livestreamId: string): Promise<void>;
  /** its facts, refused to those whom it does not concern */
  readable(tx: Tx, actor: Actor, livestreamId: string): Promise<LivestreamFacts>;
}

/** The plan of a livestream with what met it. */
export interface Patrol {
  expected: readonly ExpectedCheckIn[];
  /** oldest first by when they were made */
  checkIns: readonly CheckIn[];
}

/** Loads the plan, without what is no longer expected, and every check-in. */
export const loadPatrol = async (tx: Tx, livestreamId: string, userid?: string): Promise<Patrol> => {
  const wanted = { livestreamId, ...(userid === undefined ? {} : { userid }) };
  const expected = await rowsWhere(tx, ExpectedCheckIn, wanted, ["dueAt", "userid", "id"]);
  const checkIns = await rowsWhere(tx, CheckIn, wanted, ["madeAt", "clientId"]);
  return { expected: expected.filter(({ state }) => state !== "cancelled"), checkIns };
};

/** A livestream and somebody's place on its team: all that decides about a check-in in order. */
export interface Placed {
  livestream: Livestream;
  /** null: not on the team */
  member: PatrolMember | null;
}

/** Loads that; throws where there is no such livestream. */
export const loadPlaced = async (tx: Tx, livestreamId: string, userid: string): Promise<Placed> => {
  const livestream = await rowWhere(tx, Livestream, { id: livestreamId });
  if (!livestream) throw livestreamNotFound();
  return { livestream, member: await rowWhere(tx, PatrolMember, { livestreamId, userid, leftAt: null }) };
};

/** On the team now; null: not. */
export const memberOf = ({ team }: Pick<LivestreamFacts, "team">, userid: string): PatrolMember | null =>
  team.find((member) => member.userid === userid) ?? null;
