import { In } from "typeorm";
import { StoredFile } from "../../../entities/stored-file.js";
import { fileView, type FileLink } from "../../files/view.js";
import type { FileView, ReportText, UpwardReportView, WrittenReportView } from "../../http/contract.js";
import { namesOf } from "../../identity/actor.js";
import { localIso } from "../../kernel/local-time.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import type { IncidentsDesk } from "../desk.js";
import { openDuties } from "../open-duties.js";
import { rowOf } from "../own-duties.js";
import { assembled } from "../rules/assembly.js";
import { lateBy, wasLate } from "../rules/summary.js";
import { bodiesOf } from "../rules/upward.js";
import { currentVersion, progressWords, reportVerbs, signersOf, stageOf, type ReportFacts } from "../rules/written-report.js";
import type { UpwardEntry } from "./upward.js";

type WithoutVerbs = Omit<WrittenReportView, "may">;

/** Files by id, each with a link. */
const filesOf = async (tx: Tx, ids: readonly string[], link: FileLink): Promise<ReadonlyMap<string, FileView>> => {
  const stored = ids.length === 0 ? [] : await tx.findBy(StoredFile, { id: In([...new Set(ids)]) });
  return new Map(stored.map((file) => [file.id, fileView(file, link)]));
};

/** The draft that is put together from what is known now. */
const draftOf = async (desk: IncidentsDesk, tx: Tx, { incident, task }: ReportFacts): Promise<ReportText> => {
  const { deadlines } = await openDuties(tx, incident.incident.id);
  const titled = deadlines.map((each) => ({ ...each, title: rowOf(each.duty).title }));
  const addressee = task.duty === "writeUpOrange" ? desk.settings.value("incidents.reportTo.orange") : bodiesOf(desk.settings).join("，");
  return assembled(incident, titled, { addressee, signature: desk.settings.value("incidents.reportSignature") });
};

const waitingOf = async (desk: IncidentsDesk, tx: Tx, facts: ReportFacts): Promise<readonly string[]> => {
  const stage = stageOf(facts.report);
  if (stage !== null) return signersOf(facts, stage, desk.settings);
  const asked = facts.report?.status === "agreed" && (await desk.deadlines.openOne(tx, "issueReport", facts.incident.incident.id));
  return asked ? desk.deadlines.holders(tx, asked.id) : [];
};

/** A written report as its page shows it; names every field that leaves the building. */
export const reportView = async (desk: IncidentsDesk, tx: Tx, facts: ReportFacts, link: FileLink): Promise<WithoutVerbs> => {
  const { report, task, versions, signOffs } = facts;
  const { incident } = facts.incident;
  const now = desk.clock.now();
  const current = currentVersion(facts);
  const draft = await draftOf(desk, tx, facts);
  const waiting = task.state === "open" ? await waitingOf(desk, tx, facts) : [];
  const name = await namesOf(tx, waiting);
  const files = await filesOf(tx, current?.files ?? [], link);
  const late = task.state !== "cancelled" && wasLate(task, now);
  return {
    id: task.id,
    now: localIso(now),
    incident: { id: incident.id, number: incident.number, title: incident.title, level: incident.level, status: incident.status },
    duty: task.duty as WrittenReportView["duty"],
    dutyTitle: rowOf(task.duty).title,
    quote: { article: rowOf(task.duty).article, text: rowOf(task.duty).text },
    state: task.state,
    dueAt: task.dueAt && localIso(task.dueAt),
    late,
    lateMinutes: late ? lateBy(task, now) : 0,
    status: report?.status ?? "none",
    progress: progressWords(report),
    revision: report?.revision ?? 0,
    text: current ? textOf(current) : draft,
    files: (current?.files ?? []).flatMap((id) => files.get(id) ?? []),
    assembled: draft,
    versions: versions.map((each) => ({
      revision: each.revision,
      hash: each.hash,
      by: { userid: each.byUserid, name: each.byName, post: each.byPost },
      at: localIso(each.at),
    })),
    signOffs: signOffs.map((each) => ({
      ...{ stage: each.stage, verdict: each.verdict, revision: each.revision, via: each.via, note: each.note },
      by: { userid: each.byUserid, name: each.byName, post: each.byPost },
      at: localIso(each.at),
      stands: each.verdict === "pass" && each.revision === report?.revision,
    })),
    waitingFor: waiting.map(name),
    documentNumber: report?.documentNumber ?? null,
    issuedAt: report?.issuedAt ? localIso(report.issuedAt) : null,
  };
};

const textOf = ({ title, addressee, body, signature }: ReportText): ReportText => ({ title, addressee, body, signature });

/** The verbs open to this person on a report. */
export const reportMay = (desk: IncidentsDesk, facts: ReportFacts, userid: string, exports: boolean): WrittenReportView["may"] => [
  ...reportVerbs(facts, userid, desk.settings),
  ...(exports && facts.report ? (["export"] as const) : []),
];

/** 请示报告 as the log shows them. */
export const upwardViews = async (tx: Tx, entries: readonly UpwardEntry[], link: FileLink): Promise<UpwardReportView[]> => {
  const files = await filesOf(
    tx,
    entries.flatMap(({ said }) => said.files),
    link,
  );
  return entries.map(({ said, incident }) => ({
    id: said.id,
    incident: { id: incident.id, number: incident.number, title: incident.title, level: incident.level },
    to: said.particulars.to ?? "",
    how: said.how,
    at: localIso(said.at),
    enteredAt: localIso(said.enteredAt),
    afterwards: said.at < said.enteredAt,
    by: { userid: said.byUserid, name: said.byName, post: said.byPost },
    content: said.note,
    contact: said.particulars.contact ?? null,
    receipt: said.particulars.receipt ?? null,
    duty: said.duty as UpwardReportView["duty"],
    files: said.files.flatMap((id) => files.get(id) ?? []),
  }));
};
