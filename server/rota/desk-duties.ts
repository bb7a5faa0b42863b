import { In, IsNull } from "typeorm";
import { Deadline, DeadlineHolder } from "../../entities/deadline.js";
import type { Desk } from "../../entities/shift.js";
import { localIso } from "../kernel/local-time.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { Office } from "../regulation/offices.js";
import type { RotaDesk } from "./desk.js";

/** Whom the rule obliges where it means a desk. */
const OBLIGED: Readonly<Record<Desk, Office>> = { publicity: "publicityDepartment", dataCentre: "dataCentre" };
const OWN_ARTICLE = "16";

/** A duty as a handover lists it. */
export interface ListedDuty {
  deadlineId: string;
  /** the row's short name and what it is about */
  title: string;
  article: string;
  /** RFC 3339; null: no moment given */
  dueAt: string | null;
}

/** What a desk still owes: open duties of its office in the hands of these people. The rota's own are not passed on. */
export const deskDuties = async (desk: RotaDesk, tx: Tx, which: Desk, userids: readonly string[]): Promise<Deadline[]> => {
  const held = await tx.find(DeadlineHolder, { where: { userid: In([...userids]), releasedAt: IsNull() } });
  const ids = [...new Set(held.map((holder) => holder.deadlineId))];
  const open = await tx.find(Deadline, { where: { id: In(ids), state: "open" }, order: { lane: "ASC", openedAt: "ASC", id: "ASC" } });
  return open.filter(({ duty, article }) => desk.duties.row(duty)?.by === OBLIGED[which] && article !== OWN_ARTICLE);
};

/** The duties in a line each, for the note and the one who takes over. */
export const listed = async (desk: RotaDesk, tx: Tx, duties: readonly Deadline[]): Promise<ListedDuty[]> => {
  const lines: ListedDuty[] = [];
  for (const deadline of duties) {
    const about = await desk.duties.part(deadline.duty)?.about(tx, deadline);
    const title = `${desk.duties.row(deadline.duty)?.title ?? deadline.duty}：${about?.title ?? ""}`;
    lines.push({ deadlineId: deadline.id, title, article: deadline.article, dueAt: deadline.dueAt && localIso(deadline.dueAt) });
  }
  return lines;
};

/** Puts duties into the hands of who has the desk now; others who hold them beside the desk keep them. */
export const passOn = async (desk: RotaDesk, tx: Tx, duties: readonly Deadline[], from: readonly string[], to: string): Promise<void> => {
  for (const deadline of duties) {
    const holders = await desk.deadlines.holders(tx, deadline.id);
    await desk.deadlines.reassign(tx, deadline, [...new Set([...holders.filter((userid) => !from.includes(userid)), to])]);
  }
};
