import { WrittenReport } from "../../../entities/written-report.js";
import type { Actor } from "../../identity/actor.js";
import type { Refusal } from "../../kernel/refusal.js";
import { changeRows, rowWhere } from "../../kernel/rows.js";
import { isDuplicate, type Tx } from "../../kernel/unit-of-work.js";
import { recordAct, recordRefusal, type IncidentsDesk } from "../desk.js";
import { keepEvidence } from "../evidence.js";
import { sayInGroup } from "../group.js";
import { rowOf } from "../own-duties.js";
import { refuse } from "../refusals.js";
import { documentNumberOf, issueRefusal, type Issue } from "../rules/report-issue.js";
import { currentVersion, standingSignOffs, type ReportFacts, type WrittenDuty } from "../rules/written-report.js";
import { loadReport } from "./storage.js";
import { changedMeanwhile } from "./writing.js";

/** 已报出 (R24-08): what a leader agreed to has gone out under its number, which discharges the duty. This program sends nothing itself. */
export class ReportIssuing {
  constructor(private readonly desk: IncidentsDesk) {}

  /** `at` null: now. */
  async issue(actor: Actor, id: string, input: { revision: number; documentNumber: string; at: Date | null }): Promise<void> {
    const refusal = await this.desk.uow.run(async (tx) => {
      const facts = await loadReport(this.desk, tx, id);
      const now = this.desk.clock.now();
      const wish = {
        ...input,
        documentNumber: documentNumberOf(input.documentNumber),
        at: input.at ?? now,
        afterwards: input.at !== null && input.at < now,
      };
      const why = issueRefusal(facts, actor.userid, wish, now) ?? (await takenRefusal(tx, facts, wish.documentNumber));
      if (why || !facts.report) {
        if (why) recordRefusal(this.desk, tx, actor, facts.incident.incident.id, "report-issue", why);
        return why;
      }
      return this.#issue(tx, actor, facts, facts.report, wish);
    });
    if (refusal) throw refusal;
  }

  async #issue(tx: Tx, actor: Actor, facts: ReportFacts, report: WrittenReport, wish: Issue): Promise<Refusal | null> {
    const { task, incident } = facts;
    const { documentNumber, at } = wish;
    const fields = {
      status: "issued" as const,
      documentNumber,
      issuedAt: at,
      updatedAt: this.desk.clock.now(),
      version: report.version + 1,
    };
    const claimed = await changeRows(tx, WrittenReport, { id: report.id, version: report.version }, fields).catch((error: unknown) => {
      if (isDuplicate(error)) return 0;
      throw error;
    });
    if (claimed !== 1) return changedMeanwhile();
    // thrown, so that nothing of it stays
    if (!(await this.desk.deadlines.discharge(tx, task, { by: actor.userid, how: "incidents.report-issued" }))) throw changedMeanwhile();
    const asked = await this.desk.deadlines.openOne(tx, "issueReport", incident.incident.id);
    if (asked) await this.desk.deadlines.discharge(tx, asked, { by: actor.userid, how: "incidents.report-issued" });
    await this.#keep(tx, actor, facts, wish);
    return null;
  }

  async #keep(tx: Tx, actor: Actor, facts: ReportFacts, { documentNumber, at, afterwards }: Issue): Promise<void> {
    const { task, incident, report } = facts;
    const { hash = "", files = [] } = currentVersion(facts) ?? {};
    const signed = standingSignOffs(facts).map(({ stage, byName }) => `${byName}${stage === "head" ? "复核" : "同意报出"}`);
    const revision = report?.revision ?? 0;
    await keepEvidence(this.desk, tx, actor, incident.incident.id, {
      kind: "discharge",
      task,
      how: "written",
      note: `书面报告第${revision}版，${signed.join("，")}`,
      particulars: { documentNumber, revision, hash },
      files,
      ...(afterwards ? { at } : {}),
    });
    recordAct(this.desk, tx, actor, incident.incident.id, "incidents.report-issued", {
      revision,
      contentHash: hash,
      facts: { duty: task.duty, number: revision, documentNumber, at, afterwards },
    });
    const text = `「${rowOf(task.duty).title}」已报出（${actor.name}）`;
    await sayInGroup(this.desk, tx, incident, { key: `${task.id}:issued`, text });
  }
}

const takenRefusal = async (tx: Tx, { task }: ReportFacts, documentNumber: string): Promise<Refusal | null> =>
  (await rowWhere(tx, WrittenReport, { documentNumber }))
    ? refuse("document-number-taken", "conflict", `文号 ${documentNumber} 已经用在另一份报告上，请核对。`, task.duty as WrittenDuty)
    : null;
