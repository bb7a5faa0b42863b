import type { FileLink } from "../../files/view.js";
import type { IncidentSummary, UpwardReportList, WrittenReportView } from "../../http/contract.js";
import type { Actor } from "../../identity/actor.js";
import { may, oversees } from "../../identity/permissions.js";
import { localIso } from "../../kernel/local-time.js";
import { rowsWhere } from "../../kernel/rows.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import { StoredFile } from "../../../entities/stored-file.js";
import { articleText } from "../../regulation/articles.js";
import { recordAct, type IncidentsDesk } from "../desk.js";
import type { Discharging } from "../discharging.js";
import { loadIncident } from "../facts.js";
import { refuse } from "../refusals.js";
import { handles, isDataCentre } from "../rules/standing.js";
import { bodiesOf, upwardVerbs } from "../rules/upward.js";
import { currentVersion, standingSignOffs, type ReportFacts } from "../rules/written-report.js";
import { sendBulletin } from "./bulletin.js";
import { Digests } from "./digest.js";
import { IncidentFigures } from "./figures.js";
import { ReportIssuing } from "./issuing.js";
import { monthAt, monthOf, type Month } from "./month.js";
import { summaryWorkbook } from "./sheet.js";
import { ReportSigning } from "./signing.js";
import { loadReport } from "./storage.js";
import { UpwardReports, type UpwardInput } from "./upward.js";
import { reportMay, reportView, upwardViews } from "./views.js";
import { reportAsWord } from "./word.js";
import { ReportWriting } from "./writing.js";

/** A file that leaves the program. */
export interface ExportedFile {
  name: string;
  bytes: Buffer;
}

/** What of an incident is written down for others: written reports, 请示报告, digests and summaries (第22至24条). */
export class IncidentReports {
  readonly writing: ReportWriting;
  readonly signing: ReportSigning;
  readonly issuing: ReportIssuing;
  readonly rounds: Digests;
  readonly #upward: UpwardReports;
  readonly #figures: IncidentFigures;

  constructor(
    private readonly desk: IncidentsDesk,
    private readonly fileLink: FileLink,
    discharging: Discharging,
  ) {
    this.writing = new ReportWriting(desk);
    this.signing = new ReportSigning(desk);
    this.issuing = new ReportIssuing(desk);
    this.#upward = new UpwardReports(desk, discharging);
    this.#figures = new IncidentFigures(desk, this.#upward);
    this.rounds = new Digests(desk, this.#figures);
  }

  /** The written report of a duty, or the draft put together for it. */
  report(actor: Actor, id: string): Promise<WrittenReportView> {
    return this.desk.uow.read(async (tx) => {
      const facts = await this.#readable(tx, actor, id);
      const view = await reportView(this.desk, tx, facts, this.fileLink);
      return { ...view, may: reportMay(this.desk, facts, actor.userid, may(actor, "report.export")) };
    });
  }

  /** Throws where somebody may not read the report: nobody else learns of it, not even from a refusal. */
  async admit(actor: Actor, id: string): Promise<void> {
    await this.desk.uow.read((tx) => this.#readable(tx, actor, id));
  }

  /** The present version as Word; the export is on record. */
  word(actor: Actor, id: string): Promise<ExportedFile> {
    return this.desk.uow.run(async (tx) => {
      const facts = await this.#readable(tx, actor, id);
      const { report, task, incident } = facts;
      const version = currentVersion(facts);
      if (!report || !version) throw refuse("report-unwritten", "conflict", "还没有保存报告，请先保存再导出。", "writeUpRed");
      const files = await rowsWhere(tx, StoredFile, { id: version.files });
      const { revision, hash } = version;
      recordAct(this.desk, tx, actor, incident.incident.id, "incidents.report-exported", {
        revision,
        contentHash: hash,
        facts: { duty: task.duty, number: revision },
      });
      const bytes = await reportAsWord({
        ...version,
        files: version.files.flatMap((fileId) => files.find((file) => file.id === fileId)?.name ?? []),
        documentNumber: report.documentNumber,
        signedAt: standingSignOffs(facts).find(({ stage }) => stage === "leader")?.at ?? null,
        rehearsal: incident.incident.rehearsal === true,
      });
      const mark = report.documentNumber ?? `送审稿第${revision}版`;
      return { name: `${version.title}（${mark}）.docx`, bytes };
    });
  }

  /** Enters 请示报告; answers with those of the incident. */
  async enterUpward(actor: Actor, incidentId: string, input: UpwardInput): Promise<UpwardReportList> {
    await this.#upward.enter(actor, incidentId, input);
    return this.upwardOf(actor, incidentId);
  }

  /** 请示报告 of one incident. */
  upwardOf(actor: Actor, incidentId: string): Promise<UpwardReportList> {
    return this.desk.uow.read(async (tx) => {
      const facts = await loadIncident(this.desk, tx, incidentId);
      if (!oversees(actor) && !handles(facts, actor.userid) && !isDataCentre(facts, actor.userid)) throw notYours();
      const items = await upwardViews(tx, await this.#upward.ofIncident(tx, facts.incident), this.fileLink);
      return { ...this.#listed(null), items, may: upwardVerbs(facts, actor.userid) };
    });
  }

  /** 请示报告 of a month; null: the present one. */
  upwardIn(month: string | null): Promise<UpwardReportList> {
    return this.desk.uow.read(async (tx) => {
      const wanted = this.#month(month);
      return { ...this.#listed(wanted.name), items: await upwardViews(tx, await this.#upward.ofMonth(tx, wanted), this.fileLink), may: [] };
    });
  }

  /** The summary of a month; null: the present one. */
  summary(month: string | null): Promise<IncidentSummary> {
    return this.desk.uow.read((tx) => this.#figures.ofMonth(tx, this.#month(month)));
  }

  /** The same as a workbook; the export is on record. */
  summarySheet(actor: Actor, month: string | null): Promise<ExportedFile> {
    return this.desk.uow.run(async (tx) => {
      const wanted = this.#month(month);
      const summary = await this.#figures.ofMonth(tx, wanted);
      const upward = await upwardViews(tx, await this.#upward.ofMonth(tx, wanted), this.fileLink);
      const act = { action: "incidents.summary-exported", subject: { type: "incidentReport", id: `month:${wanted.name}` }, article: "22" };
      const { userid, name, post, via } = actor;
      this.desk.audit.record(tx, { ...act, actor: { userid, name, post }, via, facts: { month: wanted.name } });
      return { name: `舆情处置月报 ${wanted.name}.xlsx`, bytes: await summaryWorkbook(summary, upward) };
    });
  }

  /** 应急报送舆情动态. */
  bulletin(actor: Actor, incidentId: string, note: string): Promise<void> {
    return sendBulletin(this.desk, actor, incidentId, note);
  }

  #listed(month: string | null): Pick<UpwardReportList, "now" | "month" | "bodies" | "quote"> {
    const now = localIso(this.desk.clock.now());
    return { now, month, bodies: [...bodiesOf(this.desk.settings)], quote: { article: "22", text: articleText(22) } };
  }

  #month(name: string | null): Month {
    return name === null ? monthAt(this.desk.clock.now()) : monthOf(name);
  }

  /** A written report is for those who oversee, who write it, and who are asked to sign it. */
  async #readable(tx: Tx, actor: Actor, id: string): Promise<ReportFacts> {
    const facts = await loadReport(this.desk, tx, id);
    const { incident, signOffs, versions } = facts;
    const wrote = [...versions, ...signOffs].some(({ byUserid }) => byUserid === actor.userid);
    if (oversees(actor) || wrote || handles(incident, actor.userid) || incident.people.leaderInCharge.includes(actor.userid)) return facts;
    throw notYours();
  }
}

const notYours = () =>
  refuse("not-yours-to-read", "forbidden", "书面报告和请示报告由宣传部、事发部门和领导查看，请联系宣传部值班。", "writeUpRed");
