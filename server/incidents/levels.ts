import { Incident, type IncidentLevel } from "../../entities/incident.js";
import { LevelDecision } from "../../entities/level-decision.js";
import type { Actor } from "../identity/actor.js";
import { localMoment } from "../kernel/local-time.js";
import { staleLogin } from "../identity/fresh-login.js";
import type { Refusal } from "../kernel/refusal.js";
import { changeRows } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { soundAlarm } from "./alarm.js";
import { keepDecision, type NewDecision } from "./decisions.js";
import { DECISION_TRIES, recordAct, recordRefusal, type IncidentsDesk } from "./desk.js";
import { heldIncident, loadIncident, type IncidentFacts } from "./facts.js";
import { tellDismissed, tellKept, tellLevel } from "./level-notices.js";
import { whoHolds } from "./rules/who-holds.js";
import { refuse } from "./refusals.js";
import { isGraver, judgeLevel, openProposals, type LevelWish } from "./rules/levels.js";
import { isPublicity } from "./rules/standing.js";
import { standDown } from "./standing-down.js";
import { openTask } from "./tasks.js";

/** Who sets the level of an alert, and when it takes effect (R24-02, R24-09). One door for the page and for the card. */
export class Levels {
  constructor(private readonly desk: IncidentsDesk) {}

  /** From the page: a refusal is thrown once it is on record. */
  async set(actor: Actor, incidentId: string, wish: LevelWish): Promise<void> {
    const refusal = await this.desk.uow.run((tx) => this.setIn(tx, actor, incidentId, wish));
    if (refusal) throw refusal;
  }

  /** Within the caller's transaction: the callback decides here. Returns the refusal, already on record; null: it was done, or done before. */
  async setIn(tx: Tx, actor: Actor, incidentId: string, wish: LevelWish): Promise<Refusal | null> {
    for (let tries = 0; tries < DECISION_TRIES; tries += 1) {
      const facts = await loadIncident(this.desk, tx, incidentId);
      const settling = await this.desk.deadlines.openOne(tx, "settleLevel", incidentId);
      const judgement = judgeLevel(facts, actor.userid, wish, settling !== null, this.desk.settings);
      if (judgement.kind === "repeated") return null;
      if (judgement.kind === "refused") {
        recordRefusal(this.desk, tx, actor, incidentId, `level ${wish.level}`, judgement.refusal);
        return judgement.refusal;
      }
      if (judgement.kind === "advice") {
        await this.#advise(tx, actor, facts, wish);
        return null;
      }
      // deciding a dissent for less makes a red alert lower as well (§2.2)
      const lowersRed = judgement.as === "settle" && facts.incident.level === "red" && wish.level !== "red";
      const stale = lowersRed ? staleLogin(actor, this.desk.clock.now(), this.desk.settings) : null;
      if (stale) return stale;
      const change = { kind: judgement.as, to: wish.level, reason: wish.reason };
      if (await this.apply(tx, actor, facts, change)) return null;
    }
    return refuse("changed-meanwhile", "conflict", "事件正在被别人处理，请重新打开后再定级。");
  }

  /** 维持现级: the answer to somebody who asked for a higher one. */
  async keep(actor: Actor, incidentId: string, reason: string): Promise<void> {
    const refusal = await this.desk.uow.run(async (tx) => {
      const facts = await heldIncident(this.desk, tx, incidentId);
      const task = await this.desk.deadlines.openOne(tx, "setLevel", incidentId);
      const done = { by: actor.userid, how: "incidents.level-kept" };
      const why =
        keepRefusal(facts, actor.userid) ?? (task && (await this.desk.deadlines.discharge(tx, task, done)) ? null : nothingToKeep(facts));
      if (why) {
        recordRefusal(this.desk, tx, actor, incidentId, "keep", why);
        return why;
      }
      await keepDecision(this.desk, tx, actor, facts, { kind: "keep", to: facts.incident.level ?? "none", reason });
      await tellKept(this.desk, tx, facts, openProposals(facts), reason);
      recordAct(this.desk, tx, actor, incidentId, "incidents.level-kept", { facts: { level: facts.incident.level, comment: reason } });
      return null;
    });
    if (refusal) throw refusal;
  }

  /** Lets a decision take effect. False: somebody else changed the incident at the same moment, and nothing was done. */
  async apply(tx: Tx, actor: Actor, facts: IncidentFacts, change: NewDecision): Promise<boolean> {
    const { incident } = facts;
    const now = this.desk.clock.now();
    const fields = { ...effectOf(this.desk, incident, change.to, now), updatedAt: now, version: incident.version + 1 };
    if ((await changeRows(tx, Incident, { id: incident.id, version: incident.version }, fields)) !== 1) return false;
    const decision = await keepDecision(this.desk, tx, actor, facts, change);
    recordAct(this.desk, tx, actor, incident.id, `incidents.level-${change.kind}`, {
      facts: { from: incident.level, to: change.to, comment: change.reason, clockFrom: fields.clockFrom },
    });
    const after = { ...facts, incident: { ...incident, ...fields }, decisions: [...facts.decisions, decision] };
    await this.#follow(tx, actor, after, decision, incident.status === "handling" ? incident.level : null);
    return true;
  }

  /** What a decision ends and begins; `from` null: there was no alert before it. */
  async #follow(tx: Tx, actor: Actor, facts: IncidentFacts, decision: LevelDecision, from: IncidentLevel | null): Promise<void> {
    const { id } = facts.incident;
    const { kind, toLevel: to } = decision;
    await changeRows(tx, LevelDecision, { incidentId: id, state: "proposed" }, { state: "overtaken", openKey: null });
    for (const duty of ["setLevel", "settleLevel"] as const) {
      const task = await this.desk.deadlines.openOne(tx, duty, id);
      const done = { by: actor.userid, how: "incidents.level-set", except: actor.via === "card" ? actor.userid : undefined };
      if (task && !(duty === "settleLevel" && kind === "dissent")) await this.desk.deadlines.discharge(tx, task, done);
    }
    if (isGraver(from, to)) await soundAlarm(this.desk, tx, facts, { from, to, actor });
    else if (from !== to) await standDown(this.desk, tx, facts, { to, actor, decision });
    if (to === "none") await tellDismissed(this.desk, tx, facts, decision.reason);
    else if (kind === "set" && facts.incident.reportedBy !== actor.userid) await tellLevel(this.desk, tx, facts, decision);
    if (kind === "set" || kind === "raise" || kind === "resume") await this.#consult(tx, actor, facts, to);
  }

  /** 会商: the data centre is asked, unless it has said the same already. */
  async #consult(tx: Tx, actor: Actor, facts: IncidentFacts, to: IncidentLevel): Promise<void> {
    const asked = await this.desk.deadlines.openOne(tx, "consultLevel", facts.incident.id);
    if (asked) await this.desk.deadlines.cancel(tx, asked, { by: actor.userid, how: "incidents.level-changed" });
    if (facts.decisions.some((each) => each.kind === "advice" && each.toLevel === to)) return;
    const holders = whoHolds(facts.people, "dataCentre");
    if (holders.length > 0)
      await openTask(this.desk, tx, facts, { duty: "consultLevel", holders, within: "open", from: this.desk.clock.now() });
  }

  /** The data centre's word before the level is set: it decides nothing, and 宣传部 sees it. */
  async #advise(tx: Tx, actor: Actor, facts: IncidentFacts, wish: LevelWish): Promise<void> {
    const before = facts.decisions.filter((each) => each.kind === "advice").at(-1);
    if (before?.toLevel === wish.level && before.byUserid === actor.userid) return;
    await keepDecision(this.desk, tx, actor, facts, { kind: "advice", to: wish.level, reason: wish.reason });
    await changeRows(tx, Incident, { id: facts.incident.id }, { updatedAt: this.desk.clock.now() });
    recordAct(this.desk, tx, actor, facts.incident.id, "incidents.advised", { facts: { to: wish.level, comment: wish.reason } });
  }
}

/** What a level changes of the incident when it takes effect; keeping it changes nothing. */
const effectOf = (desk: IncidentsDesk, incident: Incident, to: IncidentLevel, now: Date): Partial<Incident> => {
  if (to === incident.level && incident.status === "handling") return {};
  if (to === "none") return { level: to, levelSetAt: now, status: "dismissed", closedAt: now };
  const lowered = incident.status === "handling" && !isGraver(incident.level, to);
  const clockFrom = lowered ? incident.clockFrom : clockStart(desk, incident, now);
  return { level: to, levelSetAt: now, status: "handling", clockFrom, closedAt: null, liftedAt: null };
};

/** From when the times run (Q9): a first level from discovery or report, a raised one from being raised. */
const clockStart = (desk: IncidentsDesk, incident: Incident, now: Date): Date => {
  if (incident.clockFrom !== null) return now;
  const { discoveredAt, reportedAt } = incident;
  switch (desk.settings.value("incidents.clockStart")) {
    case "定级":
      return now;
    case "报告":
      return reportedAt;
    case "发现":
      return discoveredAt;
    case "发现或报告，取早":
      return reportedAt < discoveredAt ? reportedAt : discoveredAt;
  }
};

const keepRefusal = (facts: IncidentFacts, userid: string): Refusal | null => {
  if (!isPublicity(facts, userid)) return refuse("not-publicity", "forbidden", "级别由宣传部值班或宣传部负责人确定。");
  return openProposals(facts).length === 0 ? nothingToKeep(facts) : null;
};

/** Nobody asks for more any longer; it says who has answered, where somebody has. */
const nothingToKeep = ({ decisions }: IncidentFacts): Refusal => {
  const answer = decisions.findLast(({ kind, state }) => kind !== "proposal" && kind !== "advice" && state === "effective");
  const who = answer?.kind === "keep" ? `升级申请已由 ${answer.byName} 于 ${localMoment(answer.at)} 答复为维持现级，不用再答复。` : "";
  return refuse("nothing-to-keep", "conflict", who || "现在没有待答复的升级申请，请重新打开查看现在的级别。");
};
