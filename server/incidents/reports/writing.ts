import { WrittenReport, WrittenReportVersion } from "../../../entities/written-report.js";
import type { Actor } from "../../identity/actor.js";
import { newId } from "../../kernel/ids.js";
import type { Refusal } from "../../kernel/refusal.js";
import { changeRows, insertRows } from "../../kernel/rows.js";
import { isDuplicate, type Tx } from "../../kernel/unit-of-work.js";
import type { DutyName } from "../../regulation/duties.js";
import { recordAct, recordRefusal, type IncidentsDesk } from "../desk.js";
import { knownFiles } from "../evidence.js";
import { refuse } from "../refusals.js";
import type { ReportWords } from "../rules/assembly.js";
import { currentVersion, isUnderWay, saveRefusal, signersOf, submitRefusal, type ReportFacts } from "../rules/written-report.js";
import { askFor, stopAsking } from "./signing-tasks.js";
import { loadReport, reportHash, underWay } from "./storage.js";

/** A version as somebody wrote it; `seen`: the version that they started from, 0: none yet. */
export interface VersionInput extends ReportWords {
  seen: number;
  files: readonly string[];
}

/** 起草 and 送签 (R24-08). Changed words are a new version, and every sign-off is on one version only. */
export class ReportWriting {
  constructor(private readonly desk: IncidentsDesk) {}

  /** Keeps a version; saving without change does nothing. What was on its way to be signed is taken back. */
  async save(actor: Actor, id: string, input: VersionInput): Promise<void> {
    const refusal = await this.desk.uow.run(async (tx) => {
      const facts = await loadReport(this.desk, tx, id);
      const why = saveRefusal(facts, actor.userid, input.seen);
      if (why) return this.#refused(tx, actor, facts, "report-save", why);
      await knownFiles(tx, input.files, facts.task.duty as DutyName);
      const hash = await reportHash(tx, input, input.files);
      if (currentVersion(facts)?.hash === hash) return null;
      if (!(await this.#claim(tx, facts))) return changedMeanwhile();
      await this.#keep(tx, actor, facts, { ...input, hash });
      return null;
    });
    if (refusal) throw refusal;
  }

  /** 送签: the card goes to whoever checks it. */
  async submit(actor: Actor, id: string, revision: number): Promise<void> {
    const refusal = await this.desk.uow.run(async (tx) => {
      const facts = await loadReport(this.desk, tx, id);
      const why = submitRefusal(facts, actor.userid, revision, this.desk.settings) ?? (await otherRefusal(tx, facts));
      if (why || !facts.report) return why && this.#refused(tx, actor, facts, "report-submit", why);
      const { version } = facts.report;
      const fields = { status: "checking" as const, updatedAt: this.desk.clock.now(), version: version + 1 };
      if ((await changeRows(tx, WrittenReport, { id, version }, fields)) !== 1) return changedMeanwhile();
      await askFor(this.desk, tx, facts, "checkReport", signersOf(facts, "head", this.desk.settings));
      this.#record(tx, actor, facts, "incidents.report-submitted", revision, currentVersion(facts)?.hash ?? null);
      return null;
    });
    if (refusal) throw refusal;
  }

  #refused(tx: Tx, actor: Actor, facts: ReportFacts, attempted: string, why: Refusal): Refusal {
    recordRefusal(this.desk, tx, actor, facts.incident.incident.id, attempted, why);
    return why;
  }

  #record(tx: Tx, actor: Actor, { incident, task }: ReportFacts, action: string, revision: number, contentHash: string | null): void {
    recordAct(this.desk, tx, actor, incident.incident.id, action, { revision, contentHash, facts: { duty: task.duty, number: revision } });
  }

  /** False: somebody else wrote at the same moment. */
  async #claim(tx: Tx, { report, task, incident }: ReportFacts): Promise<boolean> {
    const updatedAt = this.desk.clock.now();
    if (report) {
      const fields = { status: "drafting" as const, revision: report.revision + 1, updatedAt, version: report.version + 1 };
      return (await changeRows(tx, WrittenReport, { id: report.id, version: report.version }, fields)) === 1;
    }
    const row = { id: task.id, incidentId: incident.incident.id, status: "drafting" as const, revision: 1, updatedAt, version: 1 };
    try {
      await insertRows(tx, WrittenReport, [row]);
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  async #keep(
    tx: Tx,
    actor: Actor,
    facts: ReportFacts,
    { title, addressee, body, signature, files, hash }: VersionInput & { hash: string },
  ) {
    const { report, task, incident } = facts;
    const revision = (report?.revision ?? 0) + 1;
    await insertRows(tx, WrittenReportVersion, [
      {
        id: newId(),
        reportId: task.id,
        revision,
        title,
        addressee,
        body,
        signature,
        files: [...files],
        hash,
        byUserid: actor.userid,
        byName: actor.name,
        byPost: actor.post,
        at: this.desk.clock.now(),
      },
    ]);
    if (isUnderWay(report)) await stopAsking(this.desk, tx, incident.incident.id, { by: actor.userid, how: "incidents.report-changed" });
    this.#record(tx, actor, facts, isUnderWay(report) ? "incidents.report-taken-back" : "incidents.report-saved", revision, hash);
  }
}

/** The refusal for whoever came second. */
export const changedMeanwhile = (): Refusal =>
  refuse("changed-meanwhile", "conflict", "这份报告刚刚被别人改动或签过，请刷新后再办；您写的内容还在本页。", "writeUpRed");

const otherRefusal = async (tx: Tx, { incident, task }: ReportFacts): Promise<Refusal | null> => {
  const other = await underWay(tx, incident.incident.id);
  return other === null || other.id === task.id
    ? null
    : refuse("other-report-under-way", "conflict", "这个事件的另一份书面报告正在送签，请等它报出后再送。", "writeUpRed");
};
