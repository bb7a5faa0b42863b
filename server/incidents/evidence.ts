import { In, IsNull } from "typeorm";
import { IncidentEvidence, type EvidenceKind, type EvidenceParticulars, type How } from "../../entities/incident-evidence.js";
import { StoredFile } from "../../entities/stored-file.js";
import { newId } from "../kernel/ids.js";
import { insertRows, rowWhere } from "../kernel/rows.js";
import { isDuplicate, type Tx } from "../kernel/unit-of-work.js";
import type { Deadline } from "../../entities/deadline.js";
import type { DutyName } from "../regulation/duties.js";
import type { Acting, IncidentsDesk } from "./desk.js";
import { refuse } from "./refusals.js";

/** One thing said or shown; what is left out is not known. */
export interface NewEvidence {
  kind: EvidenceKind;
  task?: Deadline | null;
  note?: string | null;
  how?: How;
  /** when it happened; absent: now */
  at?: Date;
  particulars?: EvidenceParticulars;
  files?: readonly string[];
  /** what can be said once only */
  onceKey?: string;
}

/** Keeps it for good. Null: it was said before, and nothing was kept. */
export const keepEvidence = async (
  desk: IncidentsDesk,
  tx: Tx,
  actor: Acting,
  incidentId: string,
  said: NewEvidence,
): Promise<IncidentEvidence | null> => {
  if (said.onceKey !== undefined && (await rowWhere(tx, IncidentEvidence, { onceKey: said.onceKey }))) return null;
  const now = desk.clock.now();
  const row: IncidentEvidence = {
    id: newId(),
    incidentId,
    deadlineId: said.task?.id ?? null,
    duty: said.task?.duty ?? null,
    kind: said.kind,
    note: said.note ?? null,
    how: said.how ?? "page",
    at: said.at ?? now,
    enteredAt: now,
    byUserid: actor.userid,
    byName: actor.name,
    byPost: actor.post,
    via: actor.via,
    particulars: said.particulars ?? {},
    files: [...(said.files ?? [])],
    confirmedAt: null,
    confirmedBy: null,
    onceKey: said.onceKey ?? null,
  };
  try {
    await insertRows(tx, IncidentEvidence, [row]);
    return row;
  } catch (error) {
    if (row.onceKey === null || !isDuplicate(error)) throw error;
    return null;
  }
};

/** Throws where one of the files was never uploaded, or was cleared since. */
export const knownFiles = async (tx: Tx, files: readonly string[], duty: DutyName): Promise<void> => {
  const ids = [...new Set(files)];
  const stored = ids.length === 0 ? 0 : await tx.countBy(StoredFile, { id: In(ids), removedAt: IsNull() });
  if (stored !== ids.length) throw refuse("file-unknown", "invalid", "有附件没有上传成功，请重新上传后再提交。", duty);
};
