import type { Deadline } from "../../entities/deadline.js";
import type { Foundation } from "../domain.js";
import { addDays, instantOf, localDay } from "../kernel/local-time.js";
import type { Tx } from "../kernel/unit-of-work.js";

/** Neither full nor half hour: then everything else is sent. */
const ASKED_AT = "09:10";
const ASKING = /^ask-\d{4}-\d{2}-\d{2}$/;
const DECEMBER = "-12-01";
const WEEK = 7;

/** The next day on which a missing year is asked for again: weekly in October and November, daily from 1 December before it on. `year`: the missing one. */
export const nextAskingDay = (today: string, year: number): string => {
  const daily = `${year - 1}${DECEMBER}`;
  const inAWeek = addDays(today, WEEK);
  if (today >= daily) return addDays(today, 1);
  return inAWeek < daily ? inAWeek : daily;
};

/** Plans the next asking; the same day twice is one, and a year that is over is asked for no more. */
export const planAsking = async (desk: Foundation, tx: Tx, deadline: Pick<Deadline, "id" | "subjectId">): Promise<void> => {
  const day = nextAskingDay(localDay(desk.clock.now()), Number(deadline.subjectId));
  if (day <= `${deadline.subjectId}-12-31`)
    await desk.deadlines.planStep(tx, deadline, { name: `ask-${day}`, at: instantOf(day, ASKED_AT) });
};

/** An asking has come: the card goes out again and the next is planned. Other steps are the row's own. */
export const planNextAsking = async (desk: Foundation, tx: Tx, deadline: Deadline, step: string): Promise<void> => {
  if (!ASKING.test(step)) return;
  await desk.deadlines.askAgain(tx, deadline, `${step}:${deadline.id}`);
  await planAsking(desk, tx, deadline);
};
