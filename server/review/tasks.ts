import type { Deadline } from "../../entities/deadline.js";
import { holdersOf, present } from "../identity/offices.js";
import { dueAt, type Due } from "../kernel/due.js";
import { localMoment } from "../kernel/local-time.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { DUTIES } from "../regulation/duties.js";
import { reviewTarget } from "../regulation/reading.js";
import { REVIEW_CHAIN, type Stage } from "../regulation/review-chain.js";
import { today, type ReviewDesk } from "./desk.js";
import type { DraftFacts } from "./facts.js";
import { editorsNow, eligible } from "./qualification.js";

const HOUR_MS = 3_600_000;

/** Critical drafts go before others, never before an alert. */
export const laneOf = (facts: DraftFacts): number => (facts.draft.urgency === "critical" ? 2 : 3);

const running = (desk: ReviewDesk, facts: DraftFacts) => ({ calendar: desk.calendar, lane: laneOf(facts) });

const subjectOf = (facts: DraftFacts) => ({ type: "draft", id: facts.draft.id, revision: facts.draft.revision });

/** Opens the task of a level for everybody who may take it (R11-02 … R11-04); nobody there: the unit's head is told to name somebody. */
export const openStage = async (desk: ReviewDesk, tx: Tx, facts: DraftFacts, stage: Stage): Promise<Deadline> => {
  const now = desk.clock.now();
  const target = reviewTarget(facts.draft.urgency, desk.settings);
  const counted = dueAt(target.within, now, desk.calendar);
  const due: Due = { ...counted, words: `${target.words}，${counted.words}` };
  const holders = eligible(stage, facts, today(desk));
  const duty = REVIEW_CHAIN.stages[stage].duty;
  const deadline = await desk.deadlines.open(tx, {
    duty,
    subject: subjectOf(facts),
    holders,
    startedAt: now,
    due,
    ...running(desk, facts),
  });
  if (holders.length === 0) await openVacancy(desk, tx, facts);
  return deadline;
};

/** Who can name somebody: the unit's head, and whoever looks after the program (R11-18). */
export const vacancyHolders = async (desk: ReviewDesk, tx: Tx, facts: DraftFacts): Promise<string[]> => [
  ...new Set([...(await present(tx, [facts.unit.headUserid], today(desk))), ...(await holdersOf(tx, "administrator", today(desk)))]),
];

/** A level without a qualified person, or a draft without editor: a duty of those who can name somebody until they have. */
export const openVacancy = async (desk: ReviewDesk, tx: Tx, facts: DraftFacts): Promise<void> => {
  if (await desk.deadlines.openOne(tx, "fillReviewVacancy", facts.draft.id)) return;
  const holders = await vacancyHolders(desk, tx, facts);
  const due = openEnded(desk, DUTIES.fillReviewVacancy.text);
  await desk.deadlines.open(tx, {
    duty: "fillReviewVacancy",
    subject: subjectOf(facts),
    holders,
    startedAt: desk.clock.now(),
    due,
    ...running(desk, facts),
  });
};

/** The editor owes a better version, without a moment given. */
export const openRevising = async (desk: ReviewDesk, tx: Tx, facts: DraftFacts): Promise<void> => {
  const due = openEnded(desk, "没有时限，改好后重新提交");
  const holders = editorsNow(facts, today(desk));
  await desk.deadlines.open(tx, {
    duty: "reviseDraft",
    subject: subjectOf(facts),
    holders,
    startedAt: desk.clock.now(),
    due,
    ...running(desk, facts),
  });
};

/** The editor owes the link of what was published (R11-20). */
export const openPublishing = async (desk: ReviewDesk, tx: Tx, facts: DraftFacts): Promise<void> => {
  const holders = editorsNow(facts, today(desk));
  const due = publicationDue(desk, facts.draft.plannedAt);
  await desk.deadlines.open(tx, {
    duty: "confirmPublication",
    subject: subjectOf(facts),
    holders,
    startedAt: desk.clock.now(),
    due,
    ...running(desk, facts),
  });
};

/** When the link is due: some hours after the planned time (setting), counted from now where that has passed. */
export const publicationDue = (desk: ReviewDesk, plannedAt: Date): Due => {
  const hours = desk.settings.value("review.publicationDueHours");
  const from = plannedAt > desk.clock.now() ? plannedAt : desk.clock.now();
  const at = new Date(from.getTime() + hours * HOUR_MS);
  return {
    at,
    words: `计划发布 ${localMoment(plannedAt)}，之后 ${hours} 小时内登记（设置）`,
    span: { hours },
    provisional: false,
    calendarVersion: desk.calendar.version,
  };
};

const openEnded = (desk: ReviewDesk, words: string): Due => ({
  at: null,
  words,
  span: "open",
  provisional: false,
  calendarVersion: desk.calendar.version,
});

/** Closes whatever is still open on a draft: its tasks change no more and their cards say why. */
export const closeTasks = async (desk: ReviewDesk, tx: Tx, draftId: string, closing: { by: string; how: string }): Promise<void> => {
  for (const deadline of await desk.deadlines.openOn(tx, { type: "draft", id: draftId }))
    await desk.deadlines.cancel(tx, deadline, closing);
};
