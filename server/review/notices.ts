import type { Verdict } from "../../entities/verdict.js";
import type { Leaver } from "../deadlines/duty-part.js";
import { newId } from "../kernel/ids.js";
import { localMoment } from "../kernel/local-time.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { DUTIES } from "../regulation/duties.js";
import { GATE_NAMES, GATES, REVIEW_CHAIN, type Stage } from "../regulation/review-chain.js";
import { today, type ReviewDesk } from "./desk.js";
import type { DraftFacts } from "./facts.js";
import { editorsNow } from "./qualification.js";
import { laneOf } from "./tasks.js";
import { accountWords, short } from "./words.js";

const TEXT = DUTIES.reviewBeforePublish.text;

/** Says something about a draft to people who need not act (知会). `key` makes it one notice however often the fact is met. */
const tell = (
  desk: ReviewDesk,
  tx: Tx,
  facts: DraftFacts,
  key: string,
  to: readonly string[],
  said: { title: string; rows: { keyname: string; value: string }[] },
): Promise<void> =>
  desk.outbox.notice(tx, {
    key: `${key}:${facts.draft.id}`,
    subject: { type: "draft", id: facts.draft.id },
    to,
    lane: laneOf(facts),
    notice: {
      kind: "card",
      source: "知会 · 第11条",
      title: `${said.title}：${short(facts.draft.title, 28)}`,
      subtitle: `${accountWords(facts.account)} · 第 ${facts.draft.revision} 版`,
      article: "11",
      text: TEXT,
      rows: said.rows,
      link: desk.link("timeline", facts.draft.id),
    },
  });

/** The gates a 退回 named, in the rule's words; 未填写说明 where nothing was said. */
export const reasonWords = (verdict: Pick<Verdict, "gates" | "comment">): string => {
  const failed = GATES.filter((gate) => verdict.gates?.[gate] === false).map((gate) => GATE_NAMES[gate]);
  return [failed.join("、"), verdict.comment ?? ""].filter((part) => part !== "").join("：") || "未填写说明";
};

/** To the editor: one level is passed. */
export const tellPassed = (desk: ReviewDesk, tx: Tx, facts: DraftFacts, verdict: Verdict): Promise<void> =>
  tell(desk, tx, facts, `passed:${verdict.id}`, editorsNow(facts, today(desk)), {
    title: `${REVIEW_CHAIN.stages[verdict.stage].name}已通过`,
    rows: [
      { keyname: "审核人", value: verdict.byName },
      { keyname: "时间", value: localMoment(verdict.at) },
    ],
  });

/** To the reviewers who had passed this version before it was sent back. */
export const tellEarlierLevels = (desk: ReviewDesk, tx: Tx, facts: DraftFacts, verdict: Verdict): Promise<void> => {
  const passed = facts.verdicts.filter(
    (earlier) => earlier.revision === verdict.revision && earlier.round === verdict.round && earlier.verdict === "pass",
  );
  const to = passed.map((earlier) => earlier.byUserid).filter((userid) => userid !== verdict.byUserid);
  return tell(desk, tx, facts, `sent-back:${verdict.id}`, to, {
    title: `${REVIEW_CHAIN.stages[verdict.stage].name}已退回`,
    rows: [
      { keyname: "退回人", value: verdict.byName },
      { keyname: "原因", value: short(reasonWords(verdict), 30) },
    ],
  });
};

/** To those who hold the next level: a colleague of an earlier level objects (R11-17). */
export const tellObjection = (desk: ReviewDesk, tx: Tx, facts: DraftFacts, verdict: Verdict, holders: readonly string[]): Promise<void> =>
  tell(desk, tx, facts, `objection:${verdict.id}`, holders, {
    title: `${REVIEW_CHAIN.stages[verdict.stage].name}有异议`,
    rows: [
      { keyname: "提出人", value: verdict.byName },
      { keyname: "异议", value: short(reasonWords(verdict), 30) },
    ],
  });

/** To the objector: what came of their 退回 (R11-17). */
export const tellObjector = (desk: ReviewDesk, tx: Tx, facts: DraftFacts, verdict: Verdict): Promise<void> =>
  tell(desk, tx, facts, `objected:${verdict.id}`, [verdict.byUserid], {
    title: "您的退回已记为异议",
    rows: [
      { keyname: "原因", value: `${REVIEW_CHAIN.stages[verdict.stage].name}已先由同级通过` },
      { keyname: "之后", value: "下一级审核时一并考虑您的意见" },
    ],
  });

/** To the final reviewer: the planned time moved, the approvals stand (R11-15). */
export const tellReplanned = (desk: ReviewDesk, tx: Tx, facts: DraftFacts, from: Date): Promise<void> =>
  tell(desk, tx, facts, `replanned:${newId()}`, facts.seats.final, {
    title: "计划发布时间有变",
    rows: [
      { keyname: "原计划", value: localMoment(from) },
      { keyname: "现计划", value: localMoment(facts.draft.plannedAt) },
    ],
  });

/** To the editor: a reviewer's card did not arrive. */
export const tellUnreachable = (desk: ReviewDesk, tx: Tx, facts: DraftFacts, stage: Stage, names: readonly string[]): Promise<void> =>
  tell(desk, tx, facts, `unreachable:${stage}:${facts.draft.round}`, editorsNow(facts, today(desk)), {
    title: `${REVIEW_CHAIN.stages[stage].name}卡片未送达`,
    rows: [
      { keyname: "未收到", value: short(names.join("、"), 30) },
      { keyname: "请", value: "当面或电话提醒，或联系部门负责人" },
    ],
  });

/** To the editor: somebody who had this in hand left (R11-18). Editors who have it in hand themselves now have its card. */
export const tellHolderLeft = (
  desk: ReviewDesk,
  tx: Tx,
  facts: DraftFacts,
  {
    deadlineId,
    title,
    left,
    heirs,
    holders,
  }: { deadlineId: string; title: string; left: Leaver; heirs: string[]; holders: readonly string[] },
): Promise<void> =>
  tell(
    desk,
    tx,
    facts,
    `holder-left:${deadlineId}:${left.userid}`,
    editorsNow(facts, today(desk)).filter((userid) => !holders.includes(userid)),
    {
      title: "办理人已离任",
      rows: [
        { keyname: "事项", value: title },
        { keyname: "离任", value: short(left.name, 30) },
        { keyname: "接办", value: heirs.length === 0 ? "岗位空缺，已请指定人员" : short(heirs.join("、"), 30) },
      ],
    },
  );
