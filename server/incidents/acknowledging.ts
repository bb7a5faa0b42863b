import type { Deadline } from "../../entities/deadline.js";
import { IncidentEvidence } from "../../entities/incident-evidence.js";
import { closing } from "../deadlines/closing.js";
import type { Closing } from "../deadlines/service.js";
import type { Actor } from "../identity/actor.js";
import { localClock } from "../kernel/local-time.js";
import type { Refusal } from "../kernel/refusal.js";
import { changeRows } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { alerted } from "./alarm.js";
import { recordAct, recordRefusal, subjectOf, type IncidentsDesk } from "./desk.js";
import { keepEvidence } from "./evidence.js";
import { heldIncident, type IncidentFacts } from "./facts.js";
import { tellInstruction } from "./notices.js";
import { refuse } from "./refusals.js";
import { orangeState, toConfirm } from "./rules/discharge.js";
import { lastEffective } from "./rules/levels.js";
import { isLeader, orangeLeaders, redLeaders } from "./rules/standing.js";
import { drillMark } from "./words.js";

/** 批示 or 召集会商 */
export interface InstructionWish {
  kind: "instruct" | "convene";
  /** null: from a card */
  note: string | null;
}

/** 收到, 批示, 召集会商: what somebody alerted says to the alert itself. */
export class Acknowledging {
  constructor(private readonly desk: IncidentsDesk) {}

  /** From the page: a refusal is thrown once it is on record. */
  async acknowledge(actor: Actor, incidentId: string): Promise<void> {
    const refusal = await this.desk.uow.run((tx) => this.acknowledgeIn(tx, actor, incidentId));
    if (refusal) throw refusal;
  }

  /** Within the caller's transaction. Once per person and alert; again it changes nothing. Returns the refusal; null: it is known. */
  async acknowledgeIn(tx: Tx, actor: Actor, incidentId: string): Promise<Refusal | null> {
    const facts = await heldIncident(this.desk, tx, incidentId);
    const why = await this.#refusal(tx, actor, facts);
    if (why) recordRefusal(this.desk, tx, actor, incidentId, "acknowledge", why);
    if (why) return why;
    await this.#confirm(tx, actor, facts);
    const onceKey = `ack:${incidentId}:${lastEffective(facts)?.number ?? 0}:${actor.userid}`;
    const said = await keepEvidence(this.desk, tx, actor, incidentId, { kind: "acknowledgement", onceKey });
    if (!said) return null;
    recordAct(this.desk, tx, actor, incidentId, "incidents.acknowledged", { facts: { level: facts.incident.level } });
    await this.#released(tx, actor, { ...facts, evidence: [...facts.evidence, said] });
    return null;
  }

  /** 确认 on the card, within the caller's transaction: it says 收到 as well, unless the alert has become another since that was entered. */
  async confirmIn(tx: Tx, actor: Actor, incidentId: string): Promise<Refusal | null> {
    const facts = await heldIncident(this.desk, tx, incidentId);
    const { levelSetAt } = facts.incident;
    const former = toConfirm(facts, actor.userid).some(({ enteredAt }) => levelSetAt !== null && enteredAt < levelSetAt);
    if (!former) return this.acknowledgeIn(tx, actor, incidentId);
    await this.#confirm(tx, actor, facts);
    return null;
  }

  /** 批示 or 召集会商 by a leader; whoever says it has seen the alert. */
  async instruct(actor: Actor, incidentId: string, wish: InstructionWish): Promise<void> {
    const refusal = await this.desk.uow.run((tx) => this.instructIn(tx, actor, incidentId, wish));
    if (refusal) throw refusal;
  }

  /** Within the caller's transaction. */
  async instructIn(tx: Tx, actor: Actor, incidentId: string, { kind, note }: InstructionWish): Promise<Refusal | null> {
    const facts = await heldIncident(this.desk, tx, incidentId);
    if (!isLeader(facts, actor.userid)) {
      const why = refuse("not-a-leader", "forbidden", "批示和召集会商由主要领导、分管领导和书记班子成员作出。");
      recordRefusal(this.desk, tx, actor, incidentId, kind, why);
      return why;
    }
    const evidence = { kind: kind === "convene" ? ("convening" as const) : ("instruction" as const), note };
    const said = await keepEvidence(this.desk, tx, actor, incidentId, evidence);
    if (!said) return null;
    recordAct(this.desk, tx, actor, incidentId, kind === "convene" ? "incidents.convened" : "incidents.instructed", {
      facts: { comment: note },
    });
    const { publicityHead, publicityDuty, unitHead } = facts.people;
    const all = kind === "convene" ? await alerted(tx, incidentId) : [];
    const to = [...publicityHead, ...publicityDuty, ...unitHead, ...all].filter((userid) => userid !== actor.userid);
    await tellInstruction(this.desk, tx, facts, said, to);
    return facts.incident.status === "handling" ? this.acknowledgeIn(tx, actor, incidentId) : null;
  }

  async #refusal(tx: Tx, actor: Actor, facts: IncidentFacts): Promise<Refusal | null> {
    if (toConfirm(facts, actor.userid).length > 0) return null;
    if (facts.incident.status !== "handling") return refuse("nothing-to-acknowledge", "conflict", "警报已经结束，不用再点收到。");
    if (isLeader(facts, actor.userid) || (await alerted(tx, facts.incident.id)).includes(actor.userid)) return null;
    return refuse("not-alerted", "forbidden", "这次警报没有发给您，不用点收到。");
  }

  /** The leader's own word on what somebody entered as told to them by mouth. */
  async #confirm(tx: Tx, actor: Actor, facts: IncidentFacts): Promise<void> {
    const waiting = toConfirm(facts, actor.userid);
    if (waiting.length === 0) return;
    for (const told of waiting) {
      const confirmed = { confirmedAt: this.desk.clock.now(), confirmedBy: actor.userid };
      if ((await changeRows(tx, IncidentEvidence, { id: told.id, confirmedAt: null }, confirmed)) === 1)
        recordAct(this.desk, tx, actor, facts.incident.id, "incidents.told-confirmed", {
          facts: { enteredBy: told.byName, how: told.how, at: told.at },
        });
    }
    const asked = await this.desk.deadlines.openOne(tx, "confirmTold", facts.incident.id);
    if (asked) await this.#release(tx, asked, actor.userid, closing(actor, "incidents.confirmed"));
  }

  /** Whoever has answered is asked no longer; a leader's 收到 may be what a duty of theirs waited for. */
  async #released(tx: Tx, actor: Actor, facts: IncidentFacts): Promise<void> {
    const { id } = facts.incident;
    const done = closing(actor, "incidents.acknowledged");
    const alert = await this.desk.deadlines.openOne(tx, "acknowledgeAlert", id);
    if (alert) await this.#release(tx, alert, actor.userid, done);
    if (redLeaders(facts).includes(actor.userid)) {
      const red = await this.desk.deadlines.openOne(tx, "reportRed", id);
      if (red) await this.desk.deadlines.discharge(tx, red, done);
      await endGoingThere(this.desk, tx, id, actor.userid);
    }
    const orange = await this.desk.deadlines.openOne(tx, "reportOrange", id);
    if (orange) await settleOrange(this.desk, tx, actor, facts, orange);
    await this.#answer(tx, actor, facts);
  }

  async #release(tx: Tx, task: Deadline, userid: string, done: Closing): Promise<void> {
    if (!(await this.desk.deadlines.held(tx, task.id))) return;
    const holders = await this.desk.deadlines.holders(tx, task.id);
    if (!holders.includes(userid)) return;
    const rest = holders.filter((holder) => holder !== userid);
    if (rest.length === 0) await this.desk.deadlines.discharge(tx, task, done);
    else await this.desk.deadlines.reassign(tx, task, rest);
  }

  /** A tap that leaves the card as it is, because something is still owed, is answered in words. */
  async #answer(tx: Tx, actor: Actor, facts: IncidentFacts): Promise<void> {
    if (actor.via !== "card") return;
    for (const duty of ["reportOrange", "handleYellow"] as const) {
      const task = await this.desk.deadlines.openOne(tx, duty, facts.incident.id);
      if (!task || !(await this.desk.deadlines.holders(tx, task.id)).includes(actor.userid)) continue;
      const owed = duty === "reportOrange" ? "处置意见" : "处置情况";
      const by = task.dueAt === null ? "" : `，请在 ${localClock(task.dueAt)} 前`;
      const text = `已记录您 ${localClock(this.desk.clock.now())} 收到。还需提出${owed}${by}在页面上填写：${this.desk.link("incident", facts.incident.id)}`;
      await this.desk.outbox.notice(tx, {
        key: `ack-said:${task.id}:${actor.userid}`,
        subject: subjectOf(facts.incident.id),
        to: [actor.userid],
        lane: task.lane,
        notice: { kind: "text", title: "已记录收到", text: `${drillMark(facts.incident)}${text}` },
      });
    }
  }
}

/** Closes ① of orange once there is an opinion and the leader knows of it; until then only those still owe it whose part is missing. */
export const settleOrange = async (desk: IncidentsDesk, tx: Tx, actor: Actor, facts: IncidentFacts, task: Deadline): Promise<void> => {
  const { opinion, heard } = orangeState(facts, task);
  if (opinion && heard) {
    await desk.deadlines.discharge(tx, task, closing(actor, "incidents.reported-up"));
    return;
  }
  if (!(await desk.deadlines.held(tx, task.id))) return;
  const leaders = orangeLeaders(facts);
  const holders = await desk.deadlines.holders(tx, task.id);
  const rest = holders.filter((userid) => (leaders.includes(userid) ? !heard : !opinion));
  if (rest.length < holders.length) await desk.deadlines.reassign(tx, task, rest);
};

/** Nobody has to go to 主要领导 any more: they know. */
export const endGoingThere = async (desk: IncidentsDesk, tx: Tx, incidentId: string, by: string): Promise<void> => {
  const going = await desk.deadlines.openOne(tx, "reportRedByHand", incidentId);
  if (going) await desk.deadlines.cancel(tx, going, { by, how: "incidents.leader-knows" });
};
