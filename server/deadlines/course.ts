import type { Deadline } from "../../entities/deadline.js";
import { MISSED, rising, type PlannedStep } from "./plan.js";

/** All steps of one deadline and the moment of the first that has not been taken; null: all have. */
export interface Course {
  readonly steps: readonly PlannedStep[];
  readonly nextStepAt: Date | null;
}

type Stored = Pick<Deadline, "steps" | "nextStepAt">;

/** The course of a stored deadline; the due time alone where no steps were kept. */
export const courseOf = ({ steps, dueAt, nextStepAt }: Pick<Deadline, "steps" | "dueAt" | "nextStepAt">): Course => ({
  nextStepAt,
  steps:
    steps?.map(({ name, at, was }) => ({ name, at: new Date(at), ...(was === undefined ? {} : { was: new Date(was) }) })) ??
    (dueAt === null ? [] : [{ name: MISSED, at: dueAt }]),
});

/** How a course is kept in its deadline. */
export const storedCourse = ({ steps, nextStepAt }: Course): Stored => ({
  nextStepAt,
  steps:
    steps.length === 0
      ? null
      : steps.map(({ name, at, was }) => ({ name, at: at.toISOString(), ...(was === undefined ? {} : { was: was.toISOString() }) })),
});

/** The same with a step that was still to come brought forward to now; null where it has been taken, is due already, or does not exist. */
export function broughtForward(course: Course, name: string, now: Date): Course | null {
  const step = ahead(course).find((each) => each.name === name);
  if (!step || step.at <= now) return null;
  return placed({ ...course, steps: course.steps.filter((each) => each !== step) }, { name, at: now, was: step.was ?? step.at });
}

/** The same with a further step; null where there is, or was, one of that name. */
export const withStep = (course: Course, step: PlannedStep): Course | null =>
  course.steps.some(({ name }) => name === step.name) ? null : placed(course, step);

/**
 * A new plan of the row's own steps (`named`). What the domain planned besides and what was brought forward stays, and what has passed is not taken
 * again, but for being missed.
 */
export function replanned(course: Course, plan: readonly PlannedStep[], named: readonly string[], now: Date): Course {
  const kept = course.steps.filter(({ name, was }) => name !== MISSED && (was !== undefined || !named.includes(name)));
  const anew = plan.filter(({ name }) => !kept.some((step) => step.name === name));
  const steps = rising([...anew, ...kept]);
  // what is due but was not taken yet is still owed; only what was taken is not taken again
  const owed = new Set(ahead(course).flatMap(({ name, at }) => (at <= now ? [name] : [])));
  return { steps, nextStepAt: steps.find(({ name, at }) => name === MISSED || at > now || owed.has(name))?.at ?? null };
}

const ahead = ({ steps, nextStepAt }: Course): readonly PlannedStep[] =>
  nextStepAt === null ? [] : steps.filter(({ at }) => at >= nextStepAt);

/** Never before a step that has been taken, and never at the moment of another: the moment names the step. */
function placed({ steps, nextStepAt }: Course, step: PlannedStep): Course {
  const coming = ahead({ steps, nextStepAt });
  const taken = steps.filter((each) => !coming.includes(each));
  let at = Math.max(step.at.getTime(), ...taken.map((each) => each.at.getTime() + 1));
  while (coming.some((each) => each.at.getTime() === at)) at += 1;
  const there = { ...step, at: new Date(at) };
  const first = coming.find((each) => each.at < there.at) ?? there;
  return { steps: [...steps, there].sort((one, other) => one.at.getTime() - other.at.getTime()), nextStepAt: first.at };
}
