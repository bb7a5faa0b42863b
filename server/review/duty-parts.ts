import { Draft } from "../../entities/draft.js";
import { In, IsNull, Not } from "typeorm";
import { DeadlineHolder, type Deadline } from "../../entities/deadline.js";
import { Permit } from "../../entities/permit.js";
import { Verdict } from "../../entities/verdict.js";
import { dutyCard } from "../deadlines/cards.js";
import type { DutyAbout, DutyPart, DutyParts, Press, TodoFacts } from "../deadlines/duty-part.js";
import { namesOf } from "../identity/actor.js";
import { directoryOf } from "../identity/directory.js";
import { ROLE_NAMES } from "../identity/roles.js";
import { localMoment } from "../kernel/local-time.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { DUTIES, type DutyName } from "../regulation/duties.js";
import { REVIEW_CHAIN, STAGES, type Stage } from "../regulation/review-chain.js";
import type { CardRow } from "../wecom/card.js";
import { audienceOf } from "./audience.js";
import { closedReviewCard, closedWords, failedGate, reviewCard, type ReviewCardFacts } from "./cards.js";
import { today, type ReviewDesk } from "./desk.js";
import { loadDraft, type DraftFacts } from "./facts.js";
import type { Judging } from "./judgement.js";
import { reasonWords, tellUnreachable } from "./notices.js";
import { holderLeft } from "./refilling.js";
import { verbsOf } from "./verbs.js";
import { accountWords, short } from "./words.js";
import { URGENCY_NAMES } from "../regulation/reading.js";

/** Everything the mechanism needs to show, press and list the duties of Article 11. */
export const reviewDuties = (desk: ReviewDesk, judging: Judging) =>
  ({
    firstReviewer: stagePart(desk, judging, "first"),
    secondReviewer: stagePart(desk, judging, "second"),
    finalReviewer: stagePart(desk, judging, "final"),
    reviseDraft: plainPart(desk, "reviseDraft", "去修改", sentBackRows),
    confirmPublication: plainPart(desk, "confirmPublication", "登记发布", permitRows),
    fillReviewVacancy: plainPart(desk, "fillReviewVacancy", "查看稿件", vacancyRows),
  }) satisfies DutyParts;

const stagePart = (desk: ReviewDesk, judging: Judging, stage: Stage): DutyPart => {
  const press =
    (verdict: "pass" | "sendBack"): Press =>
    (tx, actor, deadline, { selected }) =>
      judging.giveIn(
        tx,
        actor,
        deadline.subjectId,
        {
          revision: deadline.subjectRevision ?? 0,
          verdict,
          via: "card",
          stage,
          gates: verdict === "sendBack" ? failedGate(selected) : null,
          comment: null,
        },
        deadline,
      );
  return {
    ...spoken(desk),
    card: async (tx, deadline) => reviewCard(await cardFacts(desk, tx, deadline, stage)),
    closedCard: async (tx, deadline) => {
      const facts = await cardFacts(desk, tx, deadline, stage);
      if (deadline.state !== "open") return closedReviewCard(facts, closedWords(facts, deadline.closedHow));
      return closedReviewCard(facts, (await releasedLeft(tx, deadline)) ? "审核人已离任" : closedWords(facts, null));
    },
    todo: (tx, deadlines, userid) => todoOf(desk, tx, deadlines, userid),
    presses: { pass: press("pass"), sendBack: press("sendBack") },
    unreachable: async (tx, deadline, userids, by) => {
      if (by !== "duty") return;
      const name = await namesOf(tx, userids);
      await tellUnreachable(
        desk,
        tx,
        await loadDraft(desk, tx, deadline.subjectId),
        stage,
        userids.map((userid) => name(userid).name),
      );
    },
  };
};

/** What the steps of any duty on a draft say, to whom, and who goes on when somebody leaves. */
const spoken = (desk: ReviewDesk): Pick<DutyPart, "about" | "audience" | "holderLeft"> => ({
  holderLeft: (tx, deadline, leaver) => holderLeft(desk, tx, deadline, leaver),
  about: async (tx, deadline): Promise<DutyAbout> => {
    const { draft, account } = await loadDraft(desk, tx, deadline.subjectId);
    return {
      title: short(draft.title, 26),
      subtitle: `${accountWords(account)} · 第 ${draft.revision} 版`,
      link: desk.link("timeline", draft.id),
    };
  },
  audience: async (tx, deadline, office) => audienceOf(desk, tx, await loadDraft(desk, tx, deadline.subjectId), office),
});

const cardFacts = async (desk: ReviewDesk, tx: Tx, deadline: Deadline, stage: Stage): Promise<ReviewCardFacts> => {
  const facts = await loadDraft(desk, tx, deadline.subjectId);
  const revision = deadline.subjectRevision ?? facts.draft.revision;
  const name = await namesOf(tx, [facts.draft.editorUserid]);
  const upTo = STAGES.indexOf(stage);
  const verdicts = facts.verdicts.filter(
    (verdict) => verdict.revision === revision && STAGES.indexOf(verdict.stage) <= upTo && verdict.at >= submittedBefore(facts, deadline),
  );
  const editorName = name(facts.draft.editorUserid).name;
  return {
    stage,
    draft: facts.draft,
    account: facts.account,
    editorName,
    verdicts,
    dueAt: deadline.dueAt,
    link: desk.link("review", facts.draft.id),
  };
};

/** True where everybody who had an open task in hand and has it no more is of the organisation no more. */
const releasedLeft = async (tx: Tx, deadline: Deadline): Promise<boolean> => {
  const released = await tx.findBy(DeadlineHolder, { deadlineId: deadline.id, releasedAt: Not(IsNull()) });
  const directory = await directoryOf(tx);
  return released.every(({ userid }) => (directory.person(userid)?.leftAt ?? null) !== null);
};

/** When the round began to which a task belongs: verdicts before it were on an earlier submission. */
const submittedBefore = (facts: DraftFacts, deadline: Deadline): Date => {
  const earlier = facts.verdicts.filter((verdict) => verdict.verdict === "sendBack" && verdict.at < deadline.openedAt).at(-1);
  return earlier ? new Date(earlier.at.getTime() + 1) : new Date(0);
};

type Rows = (tx: Tx, deadline: Deadline, facts: DraftFacts) => Promise<CardRow[]>;

const plainPart = (desk: ReviewDesk, duty: DutyName, linkText: string, rows: Rows): DutyPart => {
  const draw = async (tx: Tx, deadline: Deadline) => {
    const facts = await loadDraft(desk, tx, deadline.subjectId);
    return dutyCard({
      rule: DUTIES[duty],
      subject: short(facts.draft.title, 26),
      subtitle: `${accountWords(facts.account)} · 第 ${deadline.subjectRevision ?? facts.draft.revision} 版`,
      rows: await rows(tx, deadline, facts),
      link: desk.link("review", facts.draft.id),
      linkText,
      closedText: deadline.state === "open" ? null : plainClosing(deadline, facts),
    });
  };
  return {
    ...spoken(desk),
    card: draw,
    closedCard: draw,
    todo: (tx, deadlines, userid) => todoOf(desk, tx, deadlines, userid),
    presses: {},
  };
};

const plainClosing = (deadline: Deadline, facts: DraftFacts): string => {
  switch (deadline.closedHow) {
    case "review.submitted":
      return "已重新提交";
    case "review.published":
      return "已登记发布";
    case "review.superseded":
      return `稿件已更新至第 ${facts.draft.revision} 版`;
    case "review.vacancy-filled":
      return "已有符合条件的审核人";
    default:
      return "已办结";
  }
};

const sentBackRows: Rows = async (tx, deadline, facts) => {
  const [verdict] = await tx.find(Verdict, {
    where: { draftId: facts.draft.id, revision: deadline.subjectRevision ?? 0, verdict: "sendBack" },
    order: { at: "DESC" },
    take: 1,
  });
  if (!verdict) return [];
  return [
    { keyname: "退回", value: short(`${REVIEW_CHAIN.stages[verdict.stage].name} ${verdict.byName}`, 30) },
    { keyname: "时间", value: localMoment(verdict.at) },
    { keyname: "原因", value: short(reasonWords(verdict), 30) },
  ];
};

const permitRows: Rows = async (tx, deadline, facts) => {
  const [permit] = await tx.find(Permit, {
    where: { draftId: facts.draft.id, revision: deadline.subjectRevision ?? 0 },
    order: { issuedAt: "DESC" },
    take: 1,
  });
  if (!permit) return [];
  return [
    { keyname: "发布许可", value: permit.number },
    { keyname: "有效期至", value: localMoment(permit.validUntil) },
    { keyname: "计划发布", value: localMoment(facts.draft.plannedAt) },
    { keyname: "内容指纹", value: permit.contentHash.slice(0, 12) },
  ];
};

const vacancyRows: Rows = (_tx, _deadline, { draft: { stage } }) =>
  Promise.resolve([
    { keyname: "空缺", value: stage === null ? ROLE_NAMES.editor : REVIEW_CHAIN.stages[stage].name },
    { keyname: "要求", value: short(stage === null ? DUTIES.editorQualifies.text : REVIEW_CHAIN.stages[stage].who, 30) },
  ]);

const todoOf = async (
  desk: ReviewDesk,
  tx: Tx,
  deadlines: readonly Deadline[],
  userid: string,
): Promise<ReadonlyMap<string, TodoFacts>> => {
  const drafts = await tx.findBy(Draft, { id: In(deadlines.map((deadline) => deadline.subjectId)) });
  const known = new Set(drafts.map((draft) => draft.id));
  const entries: [string, TodoFacts][] = [];
  for (const deadline of deadlines.filter((candidate) => known.has(candidate.subjectId))) {
    const facts = await loadDraft(desk, tx, deadline.subjectId);
    entries.push([
      deadline.id,
      {
        title: `${DUTIES[deadline.duty as DutyName].title}：${facts.draft.title}`,
        note: `${accountWords(facts.account)} · ${URGENCY_NAMES[facts.draft.urgency]}`,
        may: verbsOf(facts, userid, today(desk), desk.clock.now()),
      },
    ]);
  }
  return new Map(entries);
};
