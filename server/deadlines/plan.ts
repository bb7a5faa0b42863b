import type { WorkingCalendar } from "../kernel/calendar.js";
import { dueAt, type Due } from "../kernel/due.js";
import { addDays, instantOf, localClock, localDay } from "../kernel/local-time.js";
import type { SettingKey, SettingValues, WorkingPeriod } from "../regulation/settings.js";
import type { Span } from "../regulation/span.js";
import type { StepRule } from "../regulation/step-rule.js";

/** A step of one deadline with the moment at which it comes. `missed` is the due time itself; every other name is a step of the duty's row. */
export interface PlannedStep {
  readonly name: string;
  readonly at: Date;
  /** when it would have come, had it not been brought forward */
  readonly was?: Date;
}

/** The step that every deadline with a due time has: from here on it is late. */
export const MISSED = "missed";

/** What planning looks at besides the calendar. */
export interface StepFacts {
  readonly startedAt: Date;
  /** when the holders were first asked; never before `startedAt` in the record, but often later than it */
  readonly openedAt: Date;
  readonly due: Pick<Due, "at" | "span">;
  readonly lane: number;
  /** those in force: when reminders of duties counted in working time may be sent, and what a step names */
  readonly settings: SettingValues;
}

const OTHERS = 3;
const MINUTE_MS = 60_000;

/**
 * The steps of a duty, at moments that strictly rise, so that each moment names one step. A step that needs a due time is left out where there is none,
 * and so is one that could only repeat to the holders what they are being asked at this moment.
 */
export function planSteps(rules: readonly StepRule[], facts: StepFacts, calendar: WorkingCalendar): PlannedStep[] {
  const spoken = rules.flatMap((rule) => {
    const at = momentOf(rule, facts, calendar);
    return at === null || (onlyHolders(rule) && at <= facts.openedAt) ? [] : [{ name: rule.name, at: quiet(at, facts, calendar) }];
  });
  return rising([...(facts.due.at === null ? [] : [{ name: MISSED, at: facts.due.at }]), ...spoken]);
}

/** The first step after a moment; null where none is left. */
export const stepAfter = (steps: readonly PlannedStep[], moment: Date): PlannedStep | null =>
  steps.find((step) => step.at > moment) ?? null;

/** In order of their moments, each at least a millisecond after the one before. */
export function rising(steps: readonly PlannedStep[]): PlannedStep[] {
  let last = 0;
  return [...steps]
    .sort((one, other) => one.at.getTime() - other.at.getTime())
    .map((step) => ({ ...step, at: new Date((last = Math.max(step.at.getTime(), last + 1))) }));
}

const onlyHolders = ({ tell, call }: StepRule): boolean => (tell ?? []).length + (call ?? []).length === 0;

function momentOf({ at }: StepRule, facts: StepFacts, calendar: WorkingCalendar): Date | null {
  if ("fromStart" in at) return minutesAfter(facts.startedAt, at.fromStart, facts);
  if ("fromOpening" in at) return minutesAfter(facts.openedAt, at.fromOpening, facts);
  const due = facts.due.at;
  if (due === null) return null;
  if ("after" in at) {
    const span = typeof at.after === "string" ? (facts.settings.value(at.after) as Span) : at.after;
    return dueAt(span, due, calendar).at ?? due;
  }
  if ("beforeDue" in at) return new Date(due.getTime() - valueOf(at.beforeDue, facts) * MINUTE_MS);
  const share = valueOf(at.ofTime, facts);
  return share === 1 ? due : shareOf(share, facts, due, calendar);
}

const valueOf = (value: number | SettingKey, { settings }: StepFacts): number =>
  typeof value === "number" ? value : Number(settings.value(value));

const minutesAfter = (moment: Date, minutes: number | SettingKey, facts: StepFacts): Date =>
  new Date(moment.getTime() + valueOf(minutes, facts) * MINUTE_MS);

/** A share of working hours is counted in working hours; any other time runs evenly. */
function shareOf(share: number, { startedAt, due: { span } }: StepFacts, due: Date, calendar: WorkingCalendar): Date {
  if (typeof span === "object" && "workingHours" in span) return calendar.addWorkingHours(startedAt, span.workingHours * share, "earliest");
  return new Date(startedAt.getTime() + Math.round((due.getTime() - startedAt.getTime()) * share));
}

/** True for what is counted in working days or hours; its reminders keep to working time (§2.1). */
const inWorkingTime = (span: Span): boolean =>
  typeof span === "object" && ("workingHours" in span || "workingDays" in span || ("before" in span && "workingDays" in span.before));

/** What is not urgent keeps off the full and half hours, when everything else is sent. */
function quiet(at: Date, { due: { span }, lane, settings }: StepFacts, calendar: WorkingCalendar): Date {
  const within = inWorkingTime(span) ? intoHours(at, settings.value("reminder.workingHours"), calendar) : at;
  return lane >= OTHERS && within.getTime() % (30 * MINUTE_MS) < MINUTE_MS ? new Date(within.getTime() + MINUTE_MS) : within;
}

/** The moment itself within the hours of a working day, else the next time they begin. */
function intoHours(at: Date, hours: WorkingPeriod, calendar: WorkingCalendar): Date {
  const clock = localClock(at);
  let day = localDay(at);
  if (calendar.isWorkingDay(day, "earliest") && clock >= hours.start && clock <= hours.end) return at;
  if (clock > hours.end) day = addDays(day, 1);
  while (!calendar.isWorkingDay(day, "earliest")) day = addDays(day, 1);
  return instantOf(day, hours.start);
}
