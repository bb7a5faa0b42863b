import { In, IsNull, LessThan, MoreThan, Not } from "typeorm";
import { CalendarChange } from "../../entities/calendar.js";
import { Deadline } from "../../entities/deadline.js";
import { systemActor } from "../audit/record.js";
import type { DutyRegister } from "../deadlines/register.js";
import { planSteps } from "../deadlines/plan.js";
import type { Foundation } from "../domain.js";
import type { WorkingCalendar } from "../kernel/calendar.js";
import type { Due } from "../kernel/due.js";
import { localMoment } from "../kernel/local-time.js";
import { changeRows } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { citation, type DutyRule } from "../regulation/duties.js";
import type { SettingValues } from "../regulation/settings.js";
import { SettingHistory } from "../settings/history.js";
import { CalendarHistory, versionOf } from "./history.js";
import { recounted, type Recounted } from "./rules/recount.js";
import { causeWords } from "./words.js";

const PAGE = 200;

/** The calendars that a deadline is counted by, both with the working day that was in force when it was opened. */
interface Calendars {
  before: WorkingCalendar;
  after: WorkingCalendar;
  settings: SettingValues;
  change: CalendarChange;
}

/** Deadlines to be counted again, and by what. */
interface Page {
  ids: string[];
  history: CalendarHistory;
  settings: SettingHistory;
}

/** Moves what is open when the calendar is corrected or a year arrives (§2.1), and tells both parties. What is met or missed is never moved. */
export class Recount {
  constructor(
    private readonly desk: Foundation,
    private readonly duties: DutyRegister,
    private readonly failed: (error: unknown, where: string) => void,
  ) {}

  /**
   * Looks at every open deadline that was counted by another edition; returns how many moved. Safe to run twice and beside itself: a deadline names the
   * edition it was counted by last. One that fails holds up no other and is tried again by the next run.
   */
  async run(): Promise<number> {
    const stuck = new Set<string>();
    for (let moved = 0; ;) {
      const page = await this.desk.uow.read((tx) => this.#page(tx, stuck));
      if (page === null) return moved;
      for (const id of page.ids) {
        try {
          moved += (await this.desk.uow.run((tx) => this.#one(tx, id, page))) ? 1 : 0;
        } catch (error) {
          stuck.add(id);
          this.failed(error, `recount of deadline ${id}`);
        }
      }
    }
  }

  /** Some of those that another edition counted, with all that counting them again takes; null: none is left. */
  async #page(tx: Tx, stuck: ReadonlySet<string>): Promise<Page | null> {
    const [last] = await tx.find(CalendarChange, { select: { edition: true }, order: { edition: "DESC" }, take: 1 });
    if (!last) return null;
    const version = versionOf(last.edition);
    const rest = stuck.size === 0 ? {} : { id: Not(In([...stuck])) };
    const ids: string[] = [];
    for (const calendarVersion of [LessThan(version), MoreThan(version)]) {
      const where = { state: "open" as const, missedAt: IsNull(), calendarVersion, ...rest };
      ids.push(...(await tx.find(Deadline, { select: { id: true }, where, take: PAGE })).map(({ id }) => id));
    }
    return ids.length === 0 ? null : { ids, history: await CalendarHistory.read(tx), settings: await SettingHistory.read(tx) };
  }

  async #one(tx: Tx, id: string, { history, settings: values }: Page): Promise<boolean> {
    const now = this.desk.clock.now();
    const deadline = await this.desk.deadlines.held(tx, id);
    if (!deadline || deadline.missedAt !== null) return false;
    const change = history.since(deadline.calendarVersion);
    const row = this.duties.row(deadline.duty);
    if (!change || !row || (deadline.dueAt !== null && deadline.dueAt <= now)) {
      await note(tx, deadline, { calendarVersion: versionOf(history.edition ?? 0) });
      return false;
    }
    const settings = values.at(deadline.openedAt);
    const counted = deadline.countedVersion ?? deadline.calendarVersion;
    const calendars = { before: history.at(counted, settings), after: history.now(settings), settings, change };
    const found = recounted(deadline, calendars.before, calendars.after, now);
    const { due, outcome } = found;
    if (outcome === "moved" || stepsDiffer(row, deadline, due, calendars))
      await this.desk.deadlines.reschedule(tx, deadline, due, calendars.after, settings);
    else
      await note(tx, deadline, {
        calendarVersion: due.calendarVersion,
        dueWords: due.words,
        provisional: due.provisional,
        countedVersion: null,
      });
    if (outcome === "passed") await note(tx, deadline, { countedVersion: counted });
    if (outcome !== "same") await this.#tell(tx, deadline, row, found, calendars);
    return outcome === "moved";
  }

  /** On record always; a word to those who owe it and to those whom it is owed to or who oversee it, where it moved. */
  async #tell(tx: Tx, deadline: Deadline, row: DutyRule, { outcome, counted }: Recounted, { change, after }: Calendars): Promise<void> {
    const [from, to] = [momentWords(deadline.dueAt), momentWords(counted)];
    const cause = causeWords(change);
    const told = outcome === "moved" ? await this.#parties(tx, deadline, row) : [];
    this.desk.audit.record(tx, {
      action: outcome === "moved" ? "deadline.recounted" : "deadline.recount-passed",
      subject: { type: deadline.subjectType, id: deadline.subjectId },
      actor: systemActor("工作日历"),
      via: "system",
      article: deadline.article,
      revision: deadline.subjectRevision,
      facts: {
        ...{ duty: deadline.duty, title: row.title, from, to, cause, document: change.document, told },
        ...{ calendarBefore: deadline.calendarVersion, calendarAfter: after.version },
      },
    });
    const part = this.duties.part(deadline.duty);
    if (told.length === 0 || !part) return;
    const about = await part.about(tx, deadline);
    await this.desk.outbox.notice(tx, {
      key: `recount:${deadline.id}:${after.version}`,
      subject: { type: deadline.subjectType, id: deadline.subjectId },
      deadline,
      to: told,
      lane: deadline.lane,
      notice: {
        kind: "card",
        source: `时限 · ${citation(row)}`,
        title: `时限调整：${about.title}`,
        subtitle: about.subtitle,
        article: row.article,
        text: row.text,
        rows: [
          { keyname: "事项", value: row.title },
          { keyname: "原时限", value: from },
          { keyname: "现时限", value: to },
          { keyname: "原因", value: cause },
          { keyname: "依据", value: change.document },
        ],
        link: about.link,
      },
    });
  }

  async #parties(tx: Tx, deadline: Deadline, row: DutyRule): Promise<string[]> {
    const part = this.duties.part(deadline.duty);
    const owedTo = row.to === null ? [] : typeof row.to === "string" ? [row.to] : row.to;
    const overseers = (row.steps ?? []).flatMap(({ tell = [], call = [] }) => [...tell, ...call]);
    const parties = new Set(await this.desk.deadlines.holders(tx, deadline.id));
    for (const office of new Set([...owedTo, ...overseers]))
      for (const userid of (await part?.audience(tx, deadline, office)) ?? []) parties.add(userid);
    return [...parties];
  }
}

const stepsDiffer = (row: DutyRule, deadline: Deadline, due: Due, { before, after, settings }: Calendars): boolean => {
  const { startedAt, openedAt, lane } = deadline;
  const plan = (calendar: WorkingCalendar) =>
    JSON.stringify(planSteps(row.steps ?? [], { startedAt, openedAt, due, lane, settings }, calendar));
  return plan(before) !== plan(after);
};

const note = async (tx: Tx, { id }: Deadline, fields: Partial<Deadline>): Promise<void> => {
  await changeRows(tx, Deadline, { id, state: "open" }, fields);
};

const momentWords = (at: Date | null): string => (at === null ? "未定时限" : localMoment(at));
