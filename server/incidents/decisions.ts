import type { IncidentLevel } from "../../entities/incident.js";
import { LevelDecision, type DecisionKind, type DecisionState } from "../../entities/level-decision.js";
import { newId } from "../kernel/ids.js";
import { insertRows } from "../kernel/rows.js";
import { isDuplicate, type Tx } from "../kernel/unit-of-work.js";
import type { Acting, IncidentsDesk } from "./desk.js";
import type { IncidentFacts } from "./facts.js";
import { refuse } from "./refusals.js";

/** One word on the level. */
export interface NewDecision {
  kind: DecisionKind;
  to: IncidentLevel;
  /** null: 未填写说明 */
  reason: string | null;
  /** absent: it takes effect at once */
  state?: DecisionState;
}

const NOT_YET = {
  secondUserid: null,
  secondName: null,
  secondPost: null,
  secondAt: null,
  secondNote: null,
  agreed: null,
  advisedLevel: null,
  advice: null,
  consultedUserid: null,
  consultedName: null,
  consultedPost: null,
  consultedAt: null,
};

/** Keeps what somebody said on the level, numbered within the incident. Throws the refusal where somebody else speaks at the same moment. */
export const keepDecision = async (
  desk: IncidentsDesk,
  tx: Tx,
  actor: Acting,
  { incident, decisions }: Pick<IncidentFacts, "incident" | "decisions">,
  { kind, to, reason, state = "effective" }: NewDecision,
): Promise<LevelDecision> => {
  const row: LevelDecision = {
    ...NOT_YET,
    id: newId(),
    incidentId: incident.id,
    number: (decisions.at(-1)?.number ?? 0) + 1,
    kind,
    state,
    openKey: state === "proposed" ? incident.id : null,
    fromLevel: incident.level,
    toLevel: to,
    reason,
    at: desk.clock.now(),
    byUserid: actor.userid,
    byName: actor.name,
    byPost: actor.post,
    via: actor.via,
  };
  await insertRows(tx, LevelDecision, [row]).catch((error: unknown) => {
    throw isDuplicate(error) ? refuse("changed-meanwhile", "conflict", "事件正在被别人处理，请重新打开。") : error;
  });
  return row;
};
