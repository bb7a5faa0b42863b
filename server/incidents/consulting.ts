import { Incident } from "../../entities/incident.js";
import { LevelDecision } from "../../entities/level-decision.js";
import type { Actor } from "../identity/actor.js";
import type { Refusal } from "../kernel/refusal.js";
import { changeRows } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { AlertLevel } from "../regulation/alert-levels.js";
import { recordAct, recordRefusal, type IncidentsDesk } from "./desk.js";
import { heldIncident, loadIncident, type IncidentFacts } from "./facts.js";
import { keepDecision } from "./decisions.js";
import type { Levels } from "./levels.js";
import { whoHolds } from "./rules/who-holds.js";
import { refuse } from "./refusals.js";
import { consultationRefusal, isGraver, lastEffective, proposalRefusal, type ConsultationWish } from "./rules/levels.js";
import { openLevelSetting, openTask } from "./tasks.js";

/** 会商 and 申请升级 (R24-02, R24-09): others are heard on the level, 宣传部 decides, and until then the graver one holds. */
export class Consulting {
  constructor(
    private readonly desk: IncidentsDesk,
    private readonly levels: Levels,
  ) {}

  /** From the page: a refusal is thrown once it is on record. */
  async consult(actor: Actor, incidentId: string, wish: ConsultationWish): Promise<void> {
    const refusal = await this.desk.uow.run((tx) => this.consultIn(tx, actor, incidentId, wish));
    if (refusal) throw refusal;
  }

  /** Within the caller's transaction. Returns the refusal, already on record; null: it was done. */
  async consultIn(tx: Tx, actor: Actor, incidentId: string, wish: ConsultationWish): Promise<Refusal | null> {
    const facts = await heldIncident(this.desk, tx, incidentId);
    const task = await this.desk.deadlines.openOne(tx, "consultLevel", incidentId);
    const decision = lastEffective(facts);
    const why = consultationRefusal(facts, actor.userid, wish, task !== null && decision !== undefined);
    if (why) recordRefusal(this.desk, tx, actor, incidentId, "consult", why);
    if (why || !task || !decision) return why;
    const done = { by: actor.userid, how: wish.agree ? "incidents.agreed" : "incidents.dissented" };
    const except = actor.via === "card" ? actor.userid : undefined;
    if (!(await this.desk.deadlines.discharge(tx, task, { ...done, except })))
      return refuse("nothing-to-consult", "conflict", "会商意见刚刚已由同事提出。", "setLevel");
    await this.#keep(tx, actor, decision, wish);
    recordAct(this.desk, tx, actor, incidentId, done.how, {
      facts: { level: facts.incident.level, advised: wish.level, comment: wish.note },
    });
    return wish.agree ? null : this.#dissent(tx, actor, facts, wish);
  }

  /** 申请升级: both desks are asked again, with the ladder of a fresh report. */
  async propose(actor: Actor, incidentId: string, level: AlertLevel, reason: string): Promise<void> {
    const refusal = await this.desk.uow.run(async (tx) => {
      const facts = await heldIncident(this.desk, tx, incidentId);
      const why = proposalRefusal(facts, level);
      if (why) {
        recordRefusal(this.desk, tx, actor, incidentId, `propose ${level}`, why);
        return why;
      }
      await keepDecision(this.desk, tx, actor, facts, { kind: "proposal", to: level, reason });
      await changeRows(tx, Incident, { id: incidentId }, { updatedAt: this.desk.clock.now() });
      recordAct(this.desk, tx, actor, incidentId, "incidents.proposed", { facts: { to: level, comment: reason } });
      if (!(await this.desk.deadlines.openOne(tx, "setLevel", incidentId))) await openLevelSetting(this.desk, tx, facts);
      return null;
    });
    if (refusal) throw refusal;
  }

  #keep(tx: Tx, actor: Actor, decision: LevelDecision, wish: ConsultationWish): Promise<number> {
    return changeRows(
      tx,
      LevelDecision,
      { id: decision.id },
      {
        agreed: wish.agree,
        advisedLevel: wish.level,
        advice: wish.note,
        consultedUserid: actor.userid,
        consultedName: actor.name,
        consultedPost: actor.post,
        consultedAt: this.desk.clock.now(),
      },
    );
  }

  /** The graver level holds at once, and the head of 宣传部 decides. */
  async #dissent(tx: Tx, actor: Actor, facts: IncidentFacts, { level, note }: ConsultationWish): Promise<null> {
    const { id } = facts.incident;
    if (level !== null && isGraver(facts.incident.level, level)) {
      if (!(await this.levels.apply(tx, actor, facts, { kind: "dissent", to: level, reason: note })))
        throw refuse("changed-meanwhile", "conflict", "事件正在被别人处理，请重新打开后再会商。");
    }
    const held = await loadIncident(this.desk, tx, id);
    if (await this.desk.deadlines.openOne(tx, "settleLevel", id)) return null;
    await openTask(this.desk, tx, held, {
      duty: "settleLevel",
      holders: whoHolds(held.people, "publicityHead"),
      within: "open",
      from: this.desk.clock.now(),
    });
    return null;
  }
}
