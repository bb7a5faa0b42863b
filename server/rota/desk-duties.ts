import { In, IsNull } from "typeorm";
import { Deadline, DeadlineHolder } from "../../entities/deadline.js";
import { DESKS, type Desk } from "../../entities/shift.js";
import { localIso } from "../kernel/local-time.js";
import { recorded, type Actor } from "../identity/actor.js";
import { systemActor } from "../audit/record.js";
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

const owedThrough = (desk: RotaDesk, duty: string): readonly Desk[] =>
  desk.duties.part(duty)?.desks ?? DESKS.filter((which) => desk.duties.row(duty)?.by === OBLIGED[which]);

/** What a desk still owes: open duties that are owed through it, in the hands of these people. The rota's own are not passed on. */
export const deskDuties = async (desk: RotaDesk, tx: Tx, which: Desk, userids: readonly string[]): Promise<Deadline[]> => {
  const held = await tx.find(DeadlineHolder, { where: { userid: In([...userids]), releasedAt: IsNull() } });
  const ids = [...new Set(held.map((holder) => holder.deadlineId))];
  const open = await tx.find(Deadline, { where: { id: In(ids), state: "open" }, order: { lane: "ASC", openedAt: "ASC", id: "ASC" } });
  return open.filter(({ duty, article }) => article !== OWN_ARTICLE && owedThrough(desk, duty).includes(which));
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

/** A desk going from some people to one, with what is open. */
export interface Passing {
  which: Desk;
  from: readonly string[];
  to: { userid: string; name: string };
  /** whose act it is; null: the program gathers what was left behind */
  by: Actor | null;
}

/**
 * Puts duties into the hands of who has the desk now, and says so in the record of what each is about, under its own article. Others who hold them
 * beside the desk keep them, as does whoever owes them for an office of their own.
 */
export const passOn = async (desk: RotaDesk, tx: Tx, duties: readonly Deadline[], { which, from, to, by }: Passing): Promise<void> => {
  const acting = by ? { actor: recorded(by), via: by.via } : { actor: systemActor("值班"), via: "system" as const };
  const passed: Deadline[] = [];
  for (const deadline of duties) {
    const stays = (await desk.duties.part(deadline.duty)?.besideDesk?.(tx, deadline, which)) ?? [];
    const holders = await desk.deadlines.holders(tx, deadline.id);
    const kept = holders.filter((userid) => !from.includes(userid) || stays.includes(userid));
    if (await desk.deadlines.reassign(tx, deadline, [...new Set([...kept, to.userid])])) passed.push(deadline);
  }
  for (const about of new Set(passed.map(({ subjectId }) => subjectId))) {
    const its = passed.filter(({ subjectId }) => subjectId === about);
    const [{ subjectType, article } = { subjectType: "", article: "" }] = its;
    const facts = { desk: which, from, to: to.name, duties: its.map(({ duty }) => desk.duties.row(duty)?.title ?? duty) };
    desk.audit.record(tx, { action: "rota.passed-on", subject: { type: subjectType, id: about }, article, facts, ...acting });
  }
};
