import { OURS, type DutyRule } from "../regulation/duty-rule.js";
import { DUTIES, type DutyName } from "../regulation/duties.js";
import { CHECK_IN_DUTIES } from "./check-in-duties.js";

/** What Article 14 needs besides its own duties: that an application is stood by and put right, that people answer, that a livestream is closed. */
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
  closeLivestream: {
    ...OURS,
    article: "14",
    title: "确认下播",
    text: "计划结束 2 小时后没有下播记录也没有打卡的，由现场负责人和巡查队组长确认是否已下播",
    force: "must",
    by: "livestreamStaff",
    to: "publicityDepartment",
    within: "open",
    startsFrom: "计划结束 2 小时后",
    steps: [{ name: "again", at: { fromOpening: 30 }, words: "仍未确认下播", holders: "ask", tell: ["initiatingUnit"] }],
  },
  summarisePatrol: {
    ...OURS,
    article: "14",
    title: "巡查小结",
    text: "直播结束后 1 个工作日内，由巡查队组长提交巡查小结，需要整改的列明责任部门",
    force: "must",
    by: "patrolLead",
    to: "publicityDepartment",
    within: "open",
    startsFrom: "下播",
    steps: [
      { name: "half", at: { ofTime: 0.5 }, words: "巡查小结待提交", holders: "remind" },
      { name: "due", at: { ofTime: 1 }, words: "巡查小结已到时限", holders: "ask", tell: ["publicityDepartment"] },
    ],
  },
  followUpPatrol: {
    ...OURS,
    article: "14",
    title: "直播整改",
    text: "巡查小结列明的问题，由责任部门整改并填写整改情况",
    force: "must",
    by: "concernedUnit",
    to: "publicityDepartment",
    within: "open",
    startsFrom: "巡查小结提交",
    steps: [
      { name: "half", at: { ofTime: 0.5 }, words: "直播整改待办结", holders: "remind" },
      { name: "due", at: { ofTime: 1 }, words: "直播整改已到时限", holders: "ask", tell: ["publicityDepartment"] },
    ],
  },
} as const satisfies Record<string, DutyRule>;

export type OwnDuty = keyof typeof OWN_DUTIES;
/** Every duty that this domain opens. */
export type LivestreamDutyName = DutyName | OwnDuty | keyof typeof CHECK_IN_DUTIES;

/** The row of a duty on a livestream, of the rule or of our own. */
export const rowOf = (duty: string): DutyRule => ({ ...DUTIES, ...OWN_DUTIES, ...CHECK_IN_DUTIES })[duty as LivestreamDutyName];
