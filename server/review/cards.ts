import type { Account } from "../../entities/account.js";
import type { Draft } from "../../entities/draft.js";
import type { Verdict } from "../../entities/verdict.js";
import { localClock, localMoment } from "../kernel/local-time.js";
import { URGENCY_NAMES } from "../regulation/reading.js";
import { DUTIES } from "../regulation/duties.js";
import { GATE_NAMES, GATES, REVIEW_CHAIN, type Gate, type Stage } from "../regulation/review-chain.js";
import type { Card, CardRow } from "../wecom/card.js";
import { accountWords, CATEGORY_NAMES, short } from "./words.js";

/** What a review card shows; all of it fresh when the card is drawn. */
export interface ReviewCardFacts {
  stage: Stage;
  draft: Draft;
  account: Account;
  editorName: string;
  /** of this version and round, oldest first */
  verdicts: readonly Verdict[];
  dueAt: Date | null;
  link: string;
}

/** The question of a review card: which gate failed; read only with 退回. */
export const GATE_QUESTION = "gate";
const NO_GATE = "none";

/** The gates as verdict data: the chosen one failed, the others were not judged; null: 未填写说明. */
export const failedGate = (selected: Readonly<Record<string, readonly string[]>>): Partial<Record<Gate, boolean>> | null => {
  const chosen = selected[GATE_QUESTION]?.[0];
  const gate = GATES.find((name) => name === chosen);
  return gate === undefined ? null : { [gate]: false };
};

const verdictRow = (verdict: Verdict): CardRow => {
  const stage = REVIEW_CHAIN.stages[verdict.stage].name;
  const did = verdict.verdict === "pass" ? "通过" : verdict.verdict === "sendBack" ? "退回" : "有异议";
  return { keyname: stage, value: short(`${localClock(verdict.at)} ${did} · ${verdict.byName}`, 30) };
};

const head = ({ stage, draft, account, editorName, verdicts, link }: ReviewCardFacts) => ({
  source: {
    text: `审核 · 第11条${draft.urgency === "critical" ? " · 特急" : ""}`,
    colour: draft.urgency === "critical" ? ("black" as const) : ("grey" as const),
  },
  title: `${REVIEW_CHAIN.stages[stage].name}：${short(draft.title, 30)}`,
  quote: { article: "11", text: DUTIES[REVIEW_CHAIN.stages[stage].duty].text },
  rows: [
    { keyname: "责任编辑", value: short(editorName, 30) },
    { keyname: "类别", value: `${CATEGORY_NAMES[draft.category]} · ${URGENCY_NAMES[draft.urgency]}` },
    { keyname: "计划发布", value: localMoment(draft.plannedAt) },
    ...verdicts.slice(-3).map(verdictRow),
  ],
  subtitle: `${accountWords(account)} · 第 ${draft.revision} 版`,
  link,
});

/** The card of an open level (R11-02 … R11-04). The final level is decided on the page, so its card offers no 通过. */
export const reviewCard = (facts: ReviewCardFacts): Card => {
  const card = head(facts);
  const due = facts.dueAt === null ? "" : ` · 请在 ${localMoment(facts.dueAt)} 前处理`;
  const sendBack = { kind: "callback" as const, text: "退回", key: "sendBack", style: 2 as const };
  const final = facts.stage === "final";
  const look = {
    kind: "link" as const,
    text: final ? "查看并审核" : "查看全文",
    url: facts.link,
    style: final ? (1 as const) : (2 as const),
  };
  const pass = { kind: "callback" as const, text: "通过", key: "pass", style: 1 as const };
  return {
    ...card,
    subtitle: `${card.subtitle}${due}`,
    buttons: final ? [sendBack, look] : [sendBack, look, pass],
    selection: {
      questionKey: GATE_QUESTION,
      title: "退回原因",
      options: [{ id: NO_GATE, text: "退回时可选一关" }, ...GATES.map((gate) => ({ id: gate, text: `${GATE_NAMES[gate]}未通过` }))],
      selectedId: NO_GATE,
    },
  };
};

/** The same card once the level is decided, superseded or with somebody else. */
export const closedReviewCard = (facts: ReviewCardFacts, closedText: string): Card => ({ ...head(facts), buttons: [], closedText });

/** Why a level's card is closed, for the grey text in place of its buttons. */
export const closedWords = (facts: Pick<ReviewCardFacts, "stage" | "draft" | "verdicts">, how: string | null): string => {
  const decision = facts.verdicts.filter((verdict) => verdict.stage === facts.stage && verdict.verdict !== "objection").at(-1);
  switch (how) {
    case "review.passed":
    case "review.sent-back":
      return decision
        ? `已由 ${short(decision.byName, 14)} ${localClock(decision.at)} ${decision.verdict === "pass" ? "通过" : "退回"}`
        : "已处理";
    case "review.superseded":
      return `稿件已更新至第 ${facts.draft.revision} 版`;
    case null:
      return "已转由其他审核人处理";
    default:
      return "已办结";
  }
};
