import type { DutyRule } from "./duty-rule.js";
import { ACCOUNT_DUTIES } from "./duty-rows/accounts.js";
import { INCIDENT_DUTIES } from "./duty-rows/incidents.js";
import { FEEDBACK_DUTIES, LIVESTREAM_DUTIES } from "./duty-rows/livestream-and-feedback.js";
import { REVIEW_DUTIES } from "./duty-rows/review.js";
import { ROTA_AND_SAFETY_DUTIES } from "./duty-rows/rota-and-safety.js";

export type { DutyRule, Force } from "./duty-rule.js";

const rows = {
  ...ACCOUNT_DUTIES,
  ...REVIEW_DUTIES,
  ...LIVESTREAM_DUTIES,
  ...FEEDBACK_DUTIES,
  ...ROTA_AND_SAFETY_DUTIES,
  ...INCIDENT_DUTIES,
};

/** The name of an obligation; stored in deadlines, templates and the record. */
export type DutyName = keyof typeof rows;

/** Who owes what to whom by when, in the rule's order of chapters; rows of ours say source "setting". */
export const DUTIES: Readonly<Record<DutyName, DutyRule>> = rows;

export const DUTY_NAMES = Object.keys(DUTIES) as readonly DutyName[];

/** The obligations that rest on one article, in the order of the data. */
export const dutiesOfArticle = (article: string): readonly DutyName[] => DUTY_NAMES.filter((name) => DUTIES[name].article === article);

/** Where the words stand, e.g. 第11条 or 第24条（二）; the footer of every card. */
export const citation = (rule: Pick<DutyRule, "article" | "item">): string => `第${rule.article}条${rule.item ? `（${rule.item}）` : ""}`;
