import { In, IsNull, MoreThan, Or } from "typeorm";
import { Deadline } from "../../../entities/deadline.js";
import { Incident, type IncidentStatus } from "../../../entities/incident.js";
import { OutboxMessage } from "../../../entities/outbox-message.js";
import type { Notice } from "../../delivery/notice.js";
import { addDays, instantOf, localDay } from "../../kernel/local-time.js";
import { rowsWhere, rowWhere } from "../../kernel/rows.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import { articleText } from "../../regulation/articles.js";
import { INCIDENT, today, type IncidentsDesk } from "../desk.js";
import { loadPeople } from "../people.js";
import { digestOf, isQuiet, type DigestFigures } from "../rules/digest.js";
import { dailyWords, yellowLine } from "./digest-words.js";
import type { IncidentFigures } from "./figures.js";
import { monthAt, monthBefore, type Month } from "./month.js";

const OPEN: readonly IncidentStatus[] = ["reported", "handling", "lifted"];
const QUIET_LANE = 3;
/** Longer than any holiday. */
const DAYS_BACK = 14;
const MONTHLY_WITHIN_MS = 3 * 24 * 3_600_000;
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

  /**
   * Sends what is due by now and was not sent yet. The last digest that was due goes out however late it is, marked 补发; those before it that were not
   * sent are counted in it. A summary is made up for within the first days of its month.
   */
  async sweep(): Promise<void> {
    const now = this.desk.clock.now();
    const last = this.#lastDigest(now);
    if (last !== null) await this.desk.uow.once((tx) => this.#daily(tx, last));
    const monthlyAt = this.#monthlyAt(localDay(now).slice(0, 7));
    if (monthlyAt && now >= monthlyAt && now.getTime() < monthlyAt.getTime() + MONTHLY_WITHIN_MS)
      await this.desk.uow.once((tx) => this.#monthly(tx, monthBefore(monthAt(now))));
  }

  /** The working day whose digest was the last to be due; null: none within memory. */
  #lastDigest(now: Date): string | null {
    const today = localDay(now);
    if (this.#isWorkingDay(today) && now >= this.#digestAt(today)) return today;
    return this.#workingDaysBefore(today)[0] ?? null;
  }

  #digestAt(day: string): Date {
    return instantOf(day, this.desk.settings.value("incidents.digestAt"));
  }

  /** The latest first, as far back as a long holiday reaches. */
  #workingDaysBefore(day: string): string[] {
    const days = Array.from({ length: DAYS_BACK }, (_, index) => addDays(day, -1 - index));
    return days.filter((each) => this.#isWorkingDay(each));
  }

  /** The next moment at which there may be something to send; null: none. */
  async nextMoment(after: Date, until: Date): Promise<Date | null> {
    if (!(await this.desk.uow.read((tx) => tx.exists(Incident, { where: {} })))) return null;
    const moments: Date[] = [];
    for (let day = localDay(after), last = localDay(until); day <= last; day = addDays(day, 1)) {
      const monthly = this.#monthlyAt(day.slice(0, 7));
      if (monthly && localDay(monthly) === day) moments.push(monthly);
      if (this.#isWorkingDay(day) && (await this.#hasNews(day))) moments.push(this.#digestAt(day));
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

  async #daily(tx: Tx, day: string): Promise<void> {
    const key = digestKey(day);
    if (await rowWhere(tx, OutboxMessage, { dedupeKey: key })) return;
    const since = await this.#lastSent(tx, day);
    const until = this.#digestAt(day);
    const counted = await this.#counted(tx, { from: this.#digestAt(since), until });
    const lateMs = this.desk.clock.now().getTime() - until.getTime();
    const words = { day, since: since === this.#workingDaysBefore(day)[0] ? null : since, lateMs };
    if (isQuiet(counted) && !this.desk.settings.value("incidents.digestWhenNothing")) return;
    const people = await loadPeople(tx, null, this.desk.onDuty, today(this.desk));
    const leaders = this.desk.settings.value("incidents.digestToLeader") ? people.leaderInCharge : [];
    const to = [...people.publicityDuty, ...people.dataCentreDuty, ...people.publicityHead, ...leaders];
    await this.desk.outbox.notice(tx, {
      key,
      subject: subject(`day:${day}`),
      to,
      lane: QUIET_LANE,
      notice: { kind: "card", ...this.#about23(), ...dailyWords(words, counted), link: this.desk.link("incident-reports", "") },
    });
    if (counted.running.yellow > 0)
      await this.desk.outbox.robot(tx, {
        key: `${key}:robot`,
        subject: subject(`day:${day}`),
        lane: QUIET_LANE,
        text: yellowLine(words, counted),
      });
  }

  #about23(): Pick<Notice, "source" | "article" | "text"> {
    return { source: "知会 · 第23条", article: "23", text: articleText(23) };
  }

  async #counted(tx: Tx, { from, until }: { from: Date; until: Date }): Promise<DigestFigures> {
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

  /** The working day whose digest was sent last before this one; the one before where none was within memory. */
  async #lastSent(tx: Tx, day: string): Promise<string> {
    const days = this.#workingDaysBefore(day);
    const sent = await rowsWhere(tx, OutboxMessage, { dedupeKey: days.map(digestKey) });
    const last = days.find((each) => sent.some(({ dedupeKey }) => dedupeKey === digestKey(each)));
    return last ?? days[0] ?? addDays(day, -1);
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

const digestKey = (day: string): string => `incident-digest:${day}`;
