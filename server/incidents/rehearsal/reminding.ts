import { IsNull } from "typeorm";
import { Incident } from "../../../entities/incident.js";
import type { Rounds } from "../../domain.js";
import { instantOf, localDay, localMoment } from "../../kernel/local-time.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import { DUTIES } from "../../regulation/duties.js";
import { subjectOf, today, type IncidentsDesk } from "../desk.js";
import { loadPeople } from "../people.js";
import { whoHolds } from "../rules/who-holds.js";

const MORNING = "09:00";
const OTHERS = 3;

/** When a rehearsal is due again, on a day at nine: so many months after the last one, or after the first incident where there never was one. */
export const dueAgain = (last: Date, months: number): Date => {
  const [year = 0, month = 1, day = 1] = localDay(last).split("-").map(Number);
  const due = new Date(Date.UTC(year, month - 1 + months, 1));
  const days = new Date(Date.UTC(due.getUTCFullYear(), due.getUTCMonth() + 1, 0)).getUTCDate();
  const two = (number: number): string => String(number).padStart(2, "0");
  return instantOf(`${due.getUTCFullYear()}-${two(due.getUTCMonth() + 1)}-${two(Math.min(day, days))}`, MORNING);
};

/** R24-15: 宣传部负责人 is reminded once when no rehearsal was held for so long. */
export const rehearsalReminder = (desk: IncidentsDesk): Rounds => ({
  sweep: async () => {
    const last = await desk.uow.read(lastRehearsal);
    const due = last && dueAgain(last.reportedAt, desk.settings.value("incidents.rehearsalMonths"));
    if (last && due && due <= desk.clock.now()) await desk.uow.run((tx) => remind(desk, tx, last));
  },
  nextMoment: async (after, until) => {
    const last = await desk.uow.read(lastRehearsal);
    const due = last && dueAgain(last.reportedAt, desk.settings.value("incidents.rehearsalMonths"));
    return due && due > after && due <= until ? due : null;
  },
});

/** The last rehearsal, or the first incident where there never was one; null: there is nothing yet that could be rehearsed again. */
const lastRehearsal = async (tx: Tx): Promise<Incident | null> => {
  const [last] = await tx.find(Incident, { where: { rehearsal: true }, order: { reportedAt: "DESC" }, take: 1 });
  if (last) return last;
  const [first] = await tx.find(Incident, { where: { rehearsal: IsNull() }, order: { reportedAt: "ASC" }, take: 1 });
  return first ?? null;
};

const remind = async (desk: IncidentsDesk, tx: Tx, last: Incident): Promise<void> => {
  const people = await loadPeople(tx, null, desk.onDuty, today(desk));
  const months = desk.settings.value("incidents.rehearsalMonths");
  await desk.outbox.notice(tx, {
    key: `rehearsal-due:${last.id}`,
    subject: subjectOf(last.id),
    to: whoHolds(people, "publicityHead"),
    lane: OTHERS,
    notice: {
      kind: "card",
      source: "提醒 · 第24条",
      title: "该组织一次舆情处置演练了",
      subtitle: `每 ${months} 个月至少一次（设置）`,
      article: DUTIES.setLevel.article,
      text: DUTIES.setLevel.text,
      rows: [{ keyname: "上一次", value: localMoment(last.reportedAt) }],
      link: desk.link("incident", last.id),
    },
  });
};
