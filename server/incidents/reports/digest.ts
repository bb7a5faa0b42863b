import { In, IsNull, MoreThan, Or } from "typeorm";
import { Deadline } from "../../../entities/deadline.js";
import { Incident, type IncidentStatus } from "../../../entities/incident.js";
import { OutboxMessage } from "../../../entities/outbox-message.js";
import type { Notice } from "../../delivery/notice.js";
import { addDays, dayWords, instantOf, localDay } from "../../kernel/local-time.js";
import { rowsWhere, rowWhere } from "../../kernel/rows.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import { articleText } from "../../regulation/articles.js";
import { INCIDENT, today, type IncidentsDesk } from "../desk.js";
import { loadPeople } from "../people.js";
import { digestOf, isQuiet, runningWords, type DigestFigures } from "../rules/digest.js";
import type { IncidentFigures } from "./figures.js";
import { monthAt, monthBefore, type Month } from "./month.js";

const OPEN: readonly IncidentStatus[] = ["reported", "handling", "lifted"];
const QUIET_LANE = 3;
/** No incident of its own: what these messages are about in the record. */
const subject = (id: string) => ({ type: "incidentReport", id });

/** What a digest or summary is called, by the id under which it is on record: day:2026-11-24, month:2026-11. */
export const periodTitle = (id: string): string => {
  const [kind, period = ""] = id.split(":");
  return kind === "day" ? `舆情日报 ${period}` : `舆情处置月报 ${period}`;
};

/** 定期报送 (第23条, R23-01; R03-01): a digest at the end of each working day, a summary at the beginning of each month. Safe to run twice. */
export class Digests {
  constructor(
    private readonly desk: IncidentsDesk,
    private readonly figures: IncidentFigures,
  ) {}

  /** Sends what is due by now and was not sent yet; a digest that was missed is not made up for on another day. */
  async sweep(): Promise<void> {
    const now = this.desk.clock.now();
    const day = localDay(now);
    const digestAt = instantOf(day, this.desk.settings.value("incidents.digestAt"));
    if (this.#isWorkingDay(day) && now >= digestAt) await this.desk.uow.run((tx) => this.#daily(tx, day, digestAt));
    const monthlyAt = this.#monthlyAt(day.slice(0, 7));
    if (monthlyAt && localDay(monthlyAt) === day && now >= monthlyAt)
      await this.desk.uow.run((tx) => this.#monthly(tx, monthBefore(monthAt(now))));
  }

  /** The next moment at which there may be something to send; null: none. */
  async nextMoment(after: Date, until: Date): Promise<Date | null> {
    if (!(await this.desk.uow.read((tx) => tx.exists(Incident, { where: {} })))) return null;
    const moments: Date[] = [];
    for (let day = localDay(after), last = localDay(until); day <= last; day = addDays(day, 1)) {
      const monthly = this.#monthlyAt(day.slice(0, 7));
      if (monthly && localDay(monthly) === day) moments.push(monthly);
      if (this.#isWorkingDay(day) && (await this.#hasNews(day)))
        moments.push(instantOf(day, this.desk.settings.value("incidents.digestAt")));
      const next = moments.sort((one, other) => one.getTime() - other.getTime()).find((moment) => moment > after);
      if (next) return next <= until ? next : null;
    }
    return null;
  }

  #isWorkingDay(day: string): boolean {
    return this.desk.calendar.covers(day) && this.desk.calendar.isWorkingDay(day);
  }

  /** The first working day of a month, at the hour that is set; null: its calendar is not known. */
  #monthlyAt(month: string): Date | null {
    for (let day = `${month}-01`; day.startsWith(month); day = addDays(day, 1))
      if (this.#isWorkingDay(day)) return instantOf(day, this.desk.settings.value("incidents.monthlyAt"));
    return null;
  }

  #hasNews(day: string): Promise<boolean> {
    const where = [{ status: In([...OPEN]) }, { updatedAt: MoreThan(instantOf(day, "00:00")) }];
    return this.desk.uow.read((tx) => tx.exists(Incident, { where }));
  }

  async #daily(tx: Tx, day: string, until: Date): Promise<void> {
    const key = `incident-digest:${day}`;
    if (await rowWhere(tx, OutboxMessage, { dedupeKey: key })) return;
    const counted = await this.#counted(tx, day, until);
    if (isQuiet(counted) && !this.desk.settings.value("incidents.digestWhenNothing")) return;
    const people = await loadPeople(tx, null, this.desk.onDuty, today(this.desk));
    const leaders = this.desk.settings.value("incidents.digestToLeader") ? people.leaderInCharge : [];
    const to = [...people.publicityDuty, ...people.dataCentreDuty, ...people.publicityHead, ...leaders];
    await this.desk.outbox.notice(tx, {
      key,
      subject: subject(`day:${day}`),
      to,
      lane: QUIET_LANE,
      notice: { kind: "card", ...this.#about23(), ...dailyWords(day, counted), link: this.desk.link("incident-reports", "") },
    });
    if (counted.running.yellow > 0)
      await this.desk.outbox.robot(tx, {
        key: `${key}:robot`,
        subject: subject(`day:${day}`),
        lane: QUIET_LANE,
        text: yellowLine(day, counted),
      });
  }

  #about23(): Pick<Notice, "source" | "article" | "text"> {
    return { source: "知会 · 第23条", article: "23", text: articleText(23) };
  }

  async #counted(tx: Tx, day: string, until: Date): Promise<DigestFigures> {
    const from = instantOf(this.#dayBefore(day), this.desk.settings.value("incidents.digestAt"));
    const where = [
      { status: In([...OPEN]) },
      { reportedAt: MoreThan(from) },
      { closedAt: Or(IsNull(), MoreThan(from)), status: "closed" as const },
    ];
    const incidents = await tx.find(Incident, { where });
    const tasks = await rowsWhere(tx, Deadline, { subjectType: INCIDENT, subjectId: incidents.map(({ id }) => id), state: "open" });
    return digestOf(
      incidents.map((incident) => {
        const own = tasks.filter(({ subjectId }) => subjectId === incident.id);
        return { incident, openDuties: own.length, lateDuties: own.filter(({ dueAt }) => dueAt !== null && dueAt < until).length };
      }),
      { from, until },
    );
  }

  /** The working day whose digest came before. */
  #dayBefore(day: string): string {
    let before = addDays(day, -1);
    while (this.desk.calendar.covers(before) && !this.desk.calendar.isWorkingDay(before)) before = addDays(before, -1);
    return before;
  }

  async #monthly(tx: Tx, month: Month): Promise<void> {
    const key = `incident-month:${month.name}`;
    if (await rowWhere(tx, OutboxMessage, { dedupeKey: key })) return;
    const summary = await this.figures.ofMonth(tx, month);
    if (summary.incidents.length + summary.late.length === 0 && !this.desk.settings.value("incidents.digestWhenNothing")) return;
    const people = await loadPeople(tx, null, this.desk.onDuty, today(this.desk));
    const counts = summary.levels.map(({ name, incidents }) => `${name.slice(0, 2)} ${incidents} 起`).join("、");
    await this.desk.outbox.notice(tx, {
      key,
      subject: subject(`month:${month.name}`),
      to: [...people.topLeader, ...people.secretariat, ...people.publicityHead],
      lane: QUIET_LANE,
      notice: {
        kind: "card",
        source: "知会 · 第3条",
        article: "3",
        text: articleText(3),
        title: `${Number(month.name.slice(5))}月舆情处置月报`,
        subtitle: `舆情 ${summary.incidents.length} 起 · 逾期 ${summary.late.length} 项`,
        rows: [
          { keyname: "级别", value: counts },
          { keyname: "按时率", value: summary.onTimeRate === null ? "没有到期义务" : `${Math.round(summary.onTimeRate * 100)}%` },
          { keyname: "请示报告", value: `${summary.upward} 次` },
        ],
        link: this.desk.link("incident-reports", month.name),
      },
    });
  }
}

const dailyWords = (day: string, counted: DigestFigures): Pick<Notice, "title" | "subtitle" | "rows"> => ({
  title: `舆情日报：${dayWords(day)}`,
  subtitle: `新增 ${counted.fresh} 起 · 办结 ${counted.closed} 起`,
  rows: [
    { keyname: "处置中", value: runningWords(counted) },
    { keyname: "待研判", value: `${counted.unset} 起` },
    { keyname: "未办义务", value: `${counted.openDuties} 项` },
    { keyname: "已超时", value: `${counted.lateDuties} 项` },
  ],
});

/** What the group reads of yellow alerts: figures only, since it stands on every phone (R24-11). */
const yellowLine = (day: string, { running, fresh }: DigestFigures): string =>
  `**舆情日报 ${dayWords(day)}**\n> 黄色警报处置中 ${running.yellow} 起，今日新增线索 ${fresh} 起。请有关部门按时报送处置情况。`;
