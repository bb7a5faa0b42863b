import { Incident, type IncidentLevel } from "../../entities/incident.js";
import { LevelDecision, type DecisionKind } from "../../entities/level-decision.js";
import type { Actor } from "../identity/actor.js";
import { staleLogin } from "../identity/fresh-login.js";
import type { Refusal } from "../kernel/refusal.js";
import { changeRows } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { keepDecision } from "./decisions.js";
import { recordAct, recordRefusal, type IncidentsDesk } from "./desk.js";
import { loadIncident, type IncidentFacts } from "./facts.js";
import { tellDeclined } from "./level-notices.js";
import { refuse } from "./refusals.js";
import { answerRefusal, judgeLowering, type LoweringTo } from "./rules/lowering.js";
import { standDown } from "./standing-down.js";
import { openTask } from "./tasks.js";

const KINDS: Readonly<Record<LoweringTo, DecisionKind>> = { yellow: "lower", orange: "lower", lift: "lift", none: "falseAlarm" };

/** 降级、解除、误报 (R24-10): a reason and two persons; what only the higher level ordered is cancelled, and everybody alerted learns of it. */
export class Lowering {
  constructor(private readonly desk: IncidentsDesk) {}

  /** Proposes it, or does it where one person is enough. */
  async propose(actor: Actor, incidentId: string, to: LoweringTo, reason: string): Promise<void> {
    const refusal = await this.desk.uow.run(async (tx) => {
      const facts = await loadIncident(this.desk, tx, incidentId);
      const judgement = judgeLowering(facts, actor.userid, to, this.desk.settings);
      if (judgement.kind === "refused") {
        recordRefusal(this.desk, tx, actor, incidentId, `lower ${to}`, judgement.refusal);
        return judgement.refusal;
      }
      const stale = this.#stale(actor, facts);
      if (stale) return stale;
      const level = to === "lift" ? (facts.incident.level ?? "none") : to;
      const state = judgement.kind === "waits" ? ("proposed" as const) : ("effective" as const);
      const decision = await keepDecision(this.desk, tx, actor, facts, { kind: KINDS[to], to: level, reason, state });
      if (judgement.kind === "effective") return this.#effect(tx, actor, facts, decision);
      recordAct(this.desk, tx, actor, incidentId, "incidents.lowering-proposed", {
        facts: { kind: decision.kind, to: level, comment: reason },
      });
      const from = this.desk.clock.now();
      await openTask(this.desk, tx, facts, { duty: "agreeLowering", holders: judgement.on, within: "open", from });
      return null;
    });
    if (refusal) throw refusal;
  }

  /** From the page: a refusal is thrown once it is on record. */
  async answer(actor: Actor, incidentId: string, answer: { agree: boolean; note: string | null }): Promise<void> {
    const refusal = await this.desk.uow.run((tx) => this.answerIn(tx, actor, incidentId, answer));
    if (refusal) throw refusal;
  }

  /** Within the caller's transaction. Returns the refusal, already on record; null: it was done. */
  async answerIn(
    tx: Tx,
    actor: Actor,
    incidentId: string,
    { agree, note }: { agree: boolean; note: string | null },
  ): Promise<Refusal | null> {
    const facts = await loadIncident(this.desk, tx, incidentId);
    const task = await this.desk.deadlines.openOne(tx, "agreeLowering", incidentId);
    const asked = task === null ? [] : await this.desk.deadlines.holders(tx, task.id);
    const proposal = facts.decisions.find((each) => each.state === "proposed");
    const why = answerRefusal(proposal, actor.userid, asked, actor.via === "card" ? "card" : "page", facts);
    if (why) recordRefusal(this.desk, tx, actor, incidentId, agree ? "agree" : "decline", why);
    if (why || !proposal || !task) return why;
    const stale = agree ? this.#stale(actor, facts) : null;
    if (stale) return stale;
    const second = {
      secondUserid: actor.userid,
      secondName: actor.name,
      secondPost: actor.post,
      secondAt: this.desk.clock.now(),
      secondNote: note,
    };
    const state = agree ? ("effective" as const) : ("declined" as const);
    if ((await changeRows(tx, LevelDecision, { id: proposal.id, state: "proposed" }, { ...second, state, openKey: null })) !== 1)
      return refuse("nothing-proposed", "conflict", "这项降级或解除刚刚已经答复，或警报已经升级。");
    const except = actor.via === "card" ? actor.userid : undefined;
    await this.desk.deadlines.discharge(tx, task, {
      by: actor.userid,
      how: agree ? "incidents.lowering-agreed" : "incidents.lowering-declined",
      except,
    });
    if (agree) return this.#effect(tx, actor, facts, { ...proposal, ...second, state });
    recordAct(this.desk, tx, actor, incidentId, "incidents.lowering-declined", { facts: { kind: proposal.kind, comment: note } });
    await tellDeclined(this.desk, tx, facts, proposal, { by: actor.name, note });
    return null;
  }

  /** Making a red alert lower needs a recent login (§2.2); nothing was decided yet, so nothing goes on record. */
  #stale(actor: Actor, { incident }: IncidentFacts): Refusal | null {
    return incident.level === "red" ? staleLogin(actor, this.desk.clock.now(), this.desk.settings) : null;
  }

  /** Throws where the incident was changed at the same moment: then nothing of it is done. */
  async #effect(tx: Tx, actor: Actor, facts: IncidentFacts, decision: LevelDecision): Promise<null> {
    const { incident } = facts;
    const now = this.desk.clock.now();
    const fields = { ...effectOf(decision, incident, now), updatedAt: now, version: incident.version + 1 };
    if ((await changeRows(tx, Incident, { id: incident.id, version: incident.version }, fields)) !== 1)
      throw refuse("changed-meanwhile", "conflict", "警报刚刚被别人改过，请重新打开后再决定。");
    recordAct(this.desk, tx, actor, incident.id, `incidents.level-${decision.kind}`, {
      facts: { from: incident.level, to: decision.toLevel, proposedBy: decision.byName, comment: decision.reason },
    });
    const after = {
      ...facts,
      incident: { ...incident, ...fields },
      decisions: [...facts.decisions.filter(({ id }) => id !== decision.id), decision],
    };
    const lifted = decision.kind === "lift";
    await standDown(this.desk, tx, after, { to: lifted ? "none" : decision.toLevel, actor, decision });
    return null;
  }
}

const effectOf = (decision: LevelDecision, incident: Incident, now: Date): Partial<Incident> => {
  if (decision.kind === "lift") return { status: "lifted", liftedAt: now, handledAt: incident.handledAt ?? now };
  const level: IncidentLevel = decision.toLevel;
  if (decision.kind === "falseAlarm") return { level, levelSetAt: now, status: "dismissed", liftedAt: now, closedAt: now };
  return { level, levelSetAt: now };
};
