import { In } from "typeorm";
import { Deadline } from "../../../entities/deadline.js";
import { StoredFile } from "../../../entities/stored-file.js";
import { ReportSignOff, WrittenReport, WrittenReportVersion } from "../../../entities/written-report.js";
import { sha256 } from "../../kernel/ids.js";
import { rowsWhere, rowWhere } from "../../kernel/rows.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import { INCIDENT, type IncidentsDesk } from "../desk.js";
import { loadIncident } from "../facts.js";
import { refuse } from "../refusals.js";
import type { ReportWords } from "../rules/assembly.js";
import { isUnderWay, SIGNING_DUTIES, WRITTEN_DUTIES, type ReportFacts } from "../rules/written-report.js";

/**
 * The facts of one written report; `taskId` is that of the duty's deadline, or of one by which somebody is asked for their part in it. Throws the refusal
 * `incidents.report-not-found`.
 */
export const loadReport = async (desk: IncidentsDesk, tx: Tx, taskId: string): Promise<ReportFacts> => {
  const asked = await rowWhere(tx, Deadline, { id: taskId, subjectType: INCIDENT });
  const task = asked && SIGNING_DUTIES.some((duty) => duty === asked.duty) ? await dutyOf(tx, asked.subjectId) : asked;
  if (!task || !WRITTEN_DUTIES.some((duty) => duty === task.duty))
    throw refuse("report-not-found", "notFound", "没有找到这份书面报告，请从待办或舆情事件页面重新打开。", "writeUpRed");
  const { id } = task;
  return {
    incident: await loadIncident(desk, tx, task.subjectId),
    task,
    report: await rowWhere(tx, WrittenReport, { id }),
    versions: await rowsWhere(tx, WrittenReportVersion, { reportId: id }, ["revision"]),
    signOffs: await rowsWhere(tx, ReportSignOff, { reportId: id }, ["at", "id"]),
  };
};

/** The duty whose report is on its way, or was last. */
const dutyOf = async (tx: Tx, incidentId: string): Promise<Deadline | null> => {
  const reports = await rowsWhere(tx, WrittenReport, { incidentId }, ["updatedAt"]);
  const report = reports.find(isUnderWay) ?? reports.at(-1);
  return report ? rowWhere(tx, Deadline, { id: report.id }) : null;
};

/** The report of an incident that somebody is to sign or to issue, while it is owed; null: none. */
export const underWay = async (tx: Tx, incidentId: string): Promise<WrittenReport | null> => {
  const reports = (await rowsWhere(tx, WrittenReport, { incidentId })).filter(isUnderWay);
  const owed = await rowsWhere(tx, Deadline, { id: reports.map(({ id }) => id), state: "open" });
  return reports.find(({ id }) => owed.some((task) => task.id === id)) ?? null;
};

/** The hash of a version: its words, and its files by content. */
export const reportHash = async (tx: Tx, { title, addressee, body, signature }: ReportWords, files: readonly string[]): Promise<string> => {
  const stored = files.length === 0 ? [] : await tx.findBy(StoredFile, { id: In([...files]) });
  const digests = files.map((id) => stored.find((file) => file.id === id)?.sha256 ?? id);
  return sha256(JSON.stringify([title, addressee, body, signature, digests]));
};
