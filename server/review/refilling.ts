import type { Deadline } from "../../entities/deadline.js";
import { systemActor } from "../audit/record.js";
import type { Leaver } from "../deadlines/duty-part.js";
import { namesOf } from "../identity/actor.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { DUTIES, type DutyName } from "../regulation/duties.js";
import { REVIEW_CHAIN } from "../regulation/review-chain.js";
import { today, type ReviewDesk } from "./desk.js";
import { loadDraft, type DraftFacts } from "./facts.js";
import { tellHolderLeft } from "./notices.js";
import { editorsNow, eligible } from "./qualification.js";
import { openVacancy, vacancyHolders } from "./tasks.js";

/** Who is to owe what on a draft, by the posts as they are now. */
const owedOn = (desk: ReviewDesk, facts: DraftFacts): { duty: DutyName; holders: string[] }[] => {
  const { status, stage } = facts.draft;
  const editors = editorsNow(facts, today(desk));
  const level = status === "inReview" && stage !== null;
  return [
    ...(level ? [{ duty: REVIEW_CHAIN.stages[stage].duty, holders: eligible(stage, facts, today(desk)) }] : []),
    { duty: "reviseDraft", holders: editors },
    { duty: "confirmPublication", holders: editors },
  ];
};

/**
 * Puts the tasks of a draft into the hands of those who qualify now (R11-09, R11-18): somebody whose certificate ran out or who left loses them,
 * somebody newly appointed gets them. Nobody there: those who can name somebody are asked to. True where anything changed.
 */
export const refill = async (desk: ReviewDesk, tx: Tx, facts: DraftFacts): Promise<boolean> => {
  const open = new Map((await desk.deadlines.openOn(tx, { type: "draft", id: facts.draft.id })).map((each) => [each.duty, each]));
  let [changed, vacant] = [false, false];
  for (const { duty, holders } of owedOn(desk, facts)) {
    const deadline = open.get(duty);
    if (!deadline) continue;
    if (await desk.deadlines.reassign(tx, deadline, holders)) changed = true;
    if (holders.length === 0) vacant = true;
  }
  const vacancy = open.get("fillReviewVacancy");
  if (vacant && vacancy) await desk.deadlines.reassign(tx, vacancy, await vacancyHolders(desk, tx, facts));
  else if (vacant) await openVacancy(desk, tx, facts);
  else if (vacancy) await desk.deadlines.discharge(tx, vacancy, { by: "system:review", how: "review.vacancy-filled" });
  return changed;
};

/** R11-18: whoever owed this left. Those who go on with it are asked anew, and the editor learns who they are. */
export const holderLeft = async (desk: ReviewDesk, tx: Tx, deadline: Deadline, leaver: Leaver): Promise<void> => {
  const facts = await loadDraft(desk, tx, deadline.subjectId);
  await refill(desk, tx, facts);
  const others = (await desk.deadlines.holders(tx, deadline.id)).filter((userid) => userid !== leaver.userid);
  await desk.deadlines.reassign(tx, deadline, others);
  if (deadline.duty === "fillReviewVacancy") return;
  await desk.deadlines.askAgain(tx, deadline, `left:${deadline.id}:${leaver.userid}`);
  const name = await namesOf(tx, others);
  const heirs = others.map((userid) => name(userid).name);
  const { title } = DUTIES[deadline.duty as DutyName];
  desk.audit.record(tx, {
    action: "review.holder-left",
    subject: { type: "draft", id: facts.draft.id },
    actor: systemActor("通讯录"),
    via: "system",
    article: "11",
    revision: facts.draft.revision,
    facts: { duty: deadline.duty, title, left: leaver.name, heirs },
  });
  await tellHolderLeft(desk, tx, facts, { deadlineId: deadline.id, title, left: leaver, heirs, holders: others });
};
