import { Deadline } from "../../entities/deadline.js";
import type { EvidenceParticulars, How, IncidentEvidence } from "../../entities/incident-evidence.js";
import { Incident } from "../../entities/incident.js";
import type { Actor } from "../identity/actor.js";
import { present } from "../identity/offices.js";
import type { Refusal } from "../kernel/refusal.js";
import { changeRows, rowsWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { endGoingThere, settleOrange, type Acknowledging } from "./acknowledging.js";
import { askToConfirm } from "./confirming.js";
import { INCIDENT, recordAct, recordRefusal, today, type IncidentsDesk } from "./desk.js";
import { keepEvidence, knownFiles, type NewEvidence } from "./evidence.js";
import { heldIncident, type IncidentFacts } from "./facts.js";
import { sayInGroup } from "./group.js";
import { tellCommander, tellOpinion } from "./notices.js";
import { rowOf } from "./own-duties.js";
import { refuse } from "./refusals.js";
import { onItsWay } from "./reports/on-its-way.js";
import { dischargeRefusal, isOwedTo, isSpoken, type NamedDuty } from "./rules/discharge.js";
import { handles, orangeLeaders, redLeaders } from "./rules/standing.js";
import { startWriting } from "./tasks.js";

/** What is entered to discharge a duty; null: not said. */
export interface DischargeInput {
  note: string;
  how: How;
  /** null: now; earlier is 补录 */
  at: Date | null;
  files: string[];
  to: string | null;
  contact: string | null;
  receipt: string | null;
  commander: string | null;
  documentNumber: string | null;
}

/** One duty being discharged. */
interface Entry {
  facts: IncidentFacts;
  task: Deadline;
  duty: NamedDuty;
  input: DischargeInput;
  at: Date;
  /** 补录: it happened before it was entered */
  afterwards: boolean;
}

/** Each duty of Article 24 has its own evidence; it stays owed until that is entered (R24-03 … R24-08). */
export class Discharging {
  constructor(
    private readonly desk: IncidentsDesk,
    private readonly acknowledging: Acknowledging,
  ) {}

  /** From the page: a refusal is thrown once it is on record. */
  async discharge(actor: Actor, incidentId: string, duty: NamedDuty, input: DischargeInput): Promise<void> {
    const refusal = await this.desk.uow.run((tx) => this.dischargeIn(tx, actor, incidentId, duty, input));
    if (refusal) throw refusal;
  }

  /** Within the caller's transaction: a card's button decides here. Returns the refusal, already on record; null: it was done. */
  async dischargeIn(tx: Tx, actor: Actor, incidentId: string, duty: NamedDuty, input: DischargeInput): Promise<Refusal | null> {
    const facts = await heldIncident(this.desk, tx, incidentId);
    const now = this.desk.clock.now();
    const at = input.at ?? now;
    const afterwards = at < now;
    const task = await this.#task(tx, incidentId, duty);
    if (task?.state === "discharged" && isOwedTo(facts, duty, actor.userid)) return this.acknowledging.acknowledgeIn(tx, actor, incidentId);
    const why =
      dischargeRefusal(facts, actor.userid, { duty, note: input.note, how: input.how, at }, task, now) ?? (await onItsWay(tx, task));
    if (why) recordRefusal(this.desk, tx, actor, incidentId, duty, why);
    if (why || !task) return why;
    await knownFiles(tx, input.files, duty);
    if (isOwedTo(facts, duty, actor.userid)) return this.acknowledging.acknowledgeIn(tx, actor, incidentId);
    const entry = { facts, task, duty, input, at, afterwards };
    if (duty === "reportOrange") return this.#orange(tx, actor, entry);
    if (duty === "reportRed") return this.#told(tx, actor, entry, redLeaders(facts));
    return this.#plain(tx, actor, entry);
  }

  /** 处置完毕: the written report on an orange alert is due from now on (Q10). */
  async finish(actor: Actor, incidentId: string, input: { note: string; at: Date | null }): Promise<void> {
    const refusal = await this.desk.uow.run(async (tx) => {
      const facts = await heldIncident(this.desk, tx, incidentId);
      const at = input.at ?? this.desk.clock.now();
      const why = finishRefusal(facts, actor.userid, at, this.desk.clock.now());
      if (why) {
        recordRefusal(this.desk, tx, actor, incidentId, "finish", why);
        return why;
      }
      const { incident } = facts;
      const fields = { handledAt: at, updatedAt: this.desk.clock.now(), version: incident.version + 1 };
      if ((await changeRows(tx, Incident, { id: incident.id, version: incident.version }, fields)) !== 1)
        return refuse("changed-meanwhile", "conflict", "事件刚刚被别人处理过，请重新打开。");
      recordAct(this.desk, tx, actor, incidentId, "incidents.handled", { facts: { at, comment: input.note } });
      const task = await this.desk.deadlines.openOne(tx, "writeUpOrange", incidentId);
      if (task) await startWriting(this.desk, tx, task, at);
      return null;
    });
    if (refusal) throw refusal;
  }

  /** The open duty, else the last one of that name. */
  async #task(tx: Tx, incidentId: string, duty: NamedDuty): Promise<Deadline | null> {
    const open = await this.desk.deadlines.openOne(tx, duty, incidentId);
    if (open) return open;
    const all = await rowsWhere(tx, Deadline, { subjectType: INCIDENT, subjectId: incidentId, duty }, ["openedAt"]);
    return all.at(-1) ?? null;
  }

  /** ① of orange: an opinion from those who handle it; said by mouth, it is the report as well. */
  async #orange(tx: Tx, actor: Actor, entry: Entry): Promise<Refusal | null> {
    const { facts, task, input } = entry;
    const leaders = orangeLeaders(facts);
    const kept: IncidentEvidence[] = [];
    const opines = handles(facts, actor.userid);
    if (!opines && !isSpoken(input.how))
      return refuse("told-how", "invalid", "请选择是电话、当面还是口头报告；处置意见由宣传部或事发部门提出。", "reportOrange");
    if (opines) kept.push(...(await this.#kept(tx, actor, entry, { kind: "opinion" })));
    if (isSpoken(input.how))
      kept.push(...(await this.#kept(tx, actor, entry, { kind: "told", particulars: { leader: leaders[0] ?? "" } })));
    const after = { ...facts, evidence: [...facts.evidence, ...kept] };
    const [opinion] = kept.filter((each) => each.kind === "opinion");
    const [told] = kept.filter((each) => each.kind === "told");
    if (told) await askToConfirm(this.desk, tx, facts, leaders.slice(0, 1));
    else if (opinion) await tellOpinion(this.desk, tx, facts, opinion, leaders);
    await settleOrange(this.desk, tx, actor, after, task);
    return null;
  }

  /** ① of red, entered by somebody else: 主要领导 was told by mouth, and can confirm it. */
  async #told(tx: Tx, actor: Actor, entry: Entry, leaders: readonly string[]): Promise<Refusal | null> {
    const { task, facts } = entry;
    const done = { by: actor.userid, how: `incidents.told-${entry.input.how}` };
    if (!(await this.desk.deadlines.discharge(tx, task, done))) return justNow(entry.duty);
    const [told] = await this.#kept(tx, actor, entry, { kind: "told", particulars: { leader: leaders[0] ?? "" } });
    await endGoingThere(this.desk, tx, facts.incident.id, actor.userid);
    if (told) await askToConfirm(this.desk, tx, facts, leaders.slice(0, 1));
    return null;
  }

  async #plain(tx: Tx, actor: Actor, entry: Entry): Promise<Refusal | null> {
    const { duty, input, facts } = entry;
    const particulars = particularsOf(this.desk, actor, duty, input);
    const { commander } = particulars;
    if (commander !== undefined && (await present(tx, [commander], today(this.desk))).length === 0)
      return refuse("commander-unknown", "invalid", "总指挥不在组织名单中，请从人员列表中选择。", duty);
    if (!(await this.desk.deadlines.discharge(tx, entry.task, { by: actor.userid, how: "incidents.discharged" }))) return justNow(duty);
    await this.#kept(tx, actor, entry, { kind: "discharge", particulars });
    if (commander !== undefined && commander !== actor.userid) await tellCommander(this.desk, tx, facts, commander);
    return null;
  }

  async #kept(
    tx: Tx,
    actor: Actor,
    { facts, task, duty, input, at, afterwards }: Entry,
    what: Pick<NewEvidence, "kind" | "particulars">,
  ): Promise<IncidentEvidence[]> {
    const { note, how, files } = input;
    const text = `「${rowOf(duty).title}」${what.kind === "opinion" ? "已提出处置意见" : "已登记"}（${actor.name}）`;
    await sayInGroup(this.desk, tx, facts, { key: `${task.id}:${what.kind}`, text });
    const said = await keepEvidence(this.desk, tx, actor, facts.incident.id, {
      ...what,
      task,
      note,
      how,
      files,
      ...(afterwards ? { at } : {}),
    });
    recordAct(this.desk, tx, actor, facts.incident.id, `incidents.entered-${what.kind}`, {
      facts: { duty, title: rowOf(duty).title, how, at, afterwards, comment: note, ...what.particulars },
    });
    await changeRows(tx, Incident, { id: facts.incident.id }, { updatedAt: this.desk.clock.now() });
    return said ? [said] : [];
  }
}

const justNow = (duty: NamedDuty): Refusal => refuse("already-discharged", "conflict", "这项义务刚刚已由同事登记，不用再登记。", duty);

/** What else is known, with the defaults that the rule and the settings give. */
const particularsOf = (desk: IncidentsDesk, actor: Actor, duty: NamedDuty, input: DischargeInput): EvidenceParticulars => {
  const { contact, receipt, documentNumber } = input;
  const superior = desk.settings.value("incidents.superiorDepartments").join("、");
  const to = duty === "reportSuperior" ? (input.to ?? superior) : duty === "reportCyberspace" ? (input.to ?? "省网信办") : input.to;
  return {
    ...(to === null ? {} : { to }),
    ...(contact === null ? {} : { contact }),
    ...(receipt === null ? {} : { receipt }),
    ...(documentNumber === null ? {} : { documentNumber }),
    ...(duty === "startEmergencyPlan" ? { commander: input.commander ?? actor.userid } : {}),
  };
};

const finishRefusal = (facts: IncidentFacts, userid: string, at: Date, now: Date): Refusal | null => {
  const { incident } = facts;
  if (!handles(facts, userid)) return refuse("not-yours", "forbidden", "处置完毕由宣传部或事发部门（单位）主要负责人登记。");
  if (incident.status !== "handling") return refuse("not-handling", "conflict", "事件现在不在处置中。");
  if (incident.handledAt !== null) return refuse("already-handled", "conflict", "处置完毕已经登记过，不用再登记。");
  if (at > now) return refuse("at-in-future", "invalid", "处置完毕的时间晚于现在，请核对。");
  return at < incident.discoveredAt ? refuse("at-before-incident", "invalid", "处置完毕的时间早于发现时间，请核对。") : null;
};
