import { OURS, type DutyRule } from "../regulation/duty-rule.js";
import { DUTIES, type DutyName } from "../regulation/duties.js";

/** What Article 14 needs besides its own duties: that a late application is stood by, and that one sent back is put right. */
export const OWN_DUTIES = {
  confirmLateFiling: {
    ...OURS,
    article: "14",
    title: "确认逾期申报",
    text: "不足期限申报直播的，由发起部门（单位）主要负责同志对特殊情况说明再次确认后报备案",
    force: "must",
    by: "initiatingUnit",
    to: "publicityDepartment",
    within: "open",
    startsFrom: "双方商定",
    steps: [{ name: "again", at: { fromOpening: 60 }, words: "逾期申报待您确认", holders: "ask", tell: ["livestreamStaff"] }],
  },
  completeLivestream: {
    ...OURS,
    article: "14",
    title: "补正直播申请",
    text: "宣传部退回补正的直播申请，由申请人补正后重新报备案",
    force: "must",
    by: "livestreamStaff",
    to: "publicityDepartment",
    within: "open",
    startsFrom: "退回补正",
    steps: [{ name: "day", at: { fromOpening: 1440 }, words: "直播申请尚未补正", holders: "remind" }],
  },
  joinPatrol: {
    ...OURS,
    article: "14",
    title: "参加直播巡查",
    text: "被抽调人员在时限内答复能否参加直播巡查；不能参加或未答复的，改请下一人",
    force: "must",
    by: "patroller",
    to: "publicityDepartment",
    within: "open",
    startsFrom: "抽调",
    steps: [{ name: "half", at: { ofTime: 0.5 }, words: "巡查邀请待您答复", holders: "remind" }],
  },
} as const satisfies Record<string, DutyRule>;

export type OwnDuty = keyof typeof OWN_DUTIES;
/** Every duty that this domain opens. */
export type LivestreamDutyName = DutyName | OwnDuty;

/** The row of a duty on a livestream, of the rule or of our own. */
export const rowOf = (duty: string): DutyRule => ({ ...DUTIES, ...OWN_DUTIES })[duty as LivestreamDutyName];
