import { ReportSignOff, WrittenReport, type SignOffStage } from "../../../entities/written-report.js";
import type { Deadline } from "../../../entities/deadline.js";
import { namesOf, type Actor } from "../../identity/actor.js";
import { newId } from "../../kernel/ids.js";
import type { Refusal } from "../../kernel/refusal.js";
import { changeRows, insertRows } from "../../kernel/rows.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import { recordAct, recordRefusal, type IncidentsDesk } from "../desk.js";
import { currentVersion, signersOf, signRefusal, stageOf, type ReportFacts, type Verdict } from "../rules/written-report.js";
import { whoHolds } from "../rules/who-holds.js";
import { tellSentBack } from "./notices.js";
import { askFor } from "./signing-tasks.js";
import { loadReport, underWay } from "./storage.js";
import { changedMeanwhile } from "./writing.js";
import { refuse } from "../refusals.js";

/** 复核 and 同意报出: two further persons, each on exactly this version (R24-08). The same verb serves page and card. */
export class ReportSigning {
  constructor(private readonly desk: IncidentsDesk) {}

  /** From the page: a refusal is thrown once it is on record. */
  async sign(actor: Actor, id: string, wish: Omit<Verdict, "via">): Promise<void> {
    const refusal = await this.desk.uow.run((tx) => this.#signIn(tx, actor, id, { ...wish, via: "page" }));
    if (refusal) throw refusal;
  }

  /** From a card: the version is the one that the card was sent for. Returns the refusal, already on record; null: it was done. */
  async pressIn(tx: Tx, actor: Actor, task: Deadline, verdict: Verdict["verdict"]): Promise<Refusal | null> {
    const report = await underWay(tx, task.subjectId);
    if (!report) return refuse("not-under-way", "conflict", "这份报告现在不在送签中，可能已退回修改或已经报出，请打开查看。", "writeUpRed");
    return this.#signIn(tx, actor, report.id, { revision: task.subjectRevision ?? 0, verdict, note: null, via: "card" });
  }

  async #signIn(tx: Tx, actor: Actor, id: string, wish: Verdict): Promise<Refusal | null> {
    const facts = await loadReport(this.desk, tx, id);
    const { report } = facts;
    const stage = stageOf(report);
    const names = await this.#names(tx, facts, stage);
    const why = signRefusal(facts, actor.userid, wish, this.desk.settings, names);
    if (why || !report || !stage) {
      if (why) recordRefusal(this.desk, tx, actor, facts.incident.incident.id, "report-sign", why);
      return why;
    }
    const { version } = report;
    const status = wish.verdict === "sendBack" ? "drafting" : stage === "head" ? "agreeing" : "agreed";
    const fields = { status, updatedAt: this.desk.clock.now(), version: version + 1 } as const;
    if ((await changeRows(tx, WrittenReport, { id, version }, fields)) !== 1) return changedMeanwhile();
    await this.#keep(tx, actor, facts, stage, wish);
    await this.#close(tx, actor, facts, stage, wish);
    await this.#follow(tx, actor, facts, stage, wish);
    return null;
  }

  async #names(tx: Tx, facts: ReportFacts, stage: SignOffStage | null): Promise<string> {
    const signers = stage === null ? [] : signersOf(facts, stage, this.desk.settings);
    const name = await namesOf(tx, signers);
    return signers.map((userid) => name(userid).name).join("、");
  }

  async #keep(tx: Tx, actor: Actor, facts: ReportFacts, stage: SignOffStage, { revision, verdict, note, via }: Verdict): Promise<void> {
    const { task, incident } = facts;
    const hash = currentVersion(facts)?.hash ?? "";
    const row: ReportSignOff = {
      ...{ id: newId(), reportId: task.id, revision, hash, stage, verdict, note, via },
      ...{ byUserid: actor.userid, byName: actor.name, byPost: actor.post, at: this.desk.clock.now() },
    };
    await insertRows(tx, ReportSignOff, [row]);
    const action =
      verdict === "sendBack" ? "incidents.report-sent-back" : stage === "head" ? "incidents.report-checked" : "incidents.report-agreed";
    recordAct(this.desk, tx, actor, incident.incident.id, action, {
      revision,
      contentHash: hash,
      facts: { duty: task.duty, number: revision, comment: note },
    });
  }

  async #close(tx: Tx, actor: Actor, { incident }: ReportFacts, stage: SignOffStage, { verdict }: Verdict): Promise<void> {
    const asked = await this.desk.deadlines.openOne(tx, stage === "head" ? "checkReport" : "agreeReport", incident.incident.id);
    const how = verdict === "pass" ? "incidents.report-passed" : "incidents.report-sent-back";
    if (asked) await this.desk.deadlines.discharge(tx, asked, { by: actor.userid, how });
  }

  async #follow(tx: Tx, actor: Actor, facts: ReportFacts, stage: SignOffStage, wish: Verdict): Promise<void> {
    if (wish.verdict === "sendBack") return tellSentBack(this.desk, tx, facts, actor);
    const after = await loadReport(this.desk, tx, facts.task.id);
    if (stage === "head") await askFor(this.desk, tx, after, "agreeReport", signersOf(after, "leader", this.desk.settings));
    else await askFor(this.desk, tx, after, "issueReport", whoHolds(after.incident.people, "publicityDepartment"));
  }
}
