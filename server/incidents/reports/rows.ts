import { OURS, type DutyRule } from "../../regulation/duty-rule.js";

/** What a written report needs on its way out: that the head of 宣传部 reads it, that a leader agrees, that somebody enters its number (R24-08). */
export const REPORT_DUTIES = {
  checkReport: {
    ...OURS,
    article: "24",
    title: "复核书面报告",
    text: "书面报告由宣传部起草，经宣传部负责人复核、分管领导或主要领导同意后报出；各环节须由不同的人把关，改动后重新送签",
    force: "must",
    by: "publicityHead",
    to: "leaderInCharge",
    within: "open",
    startsFrom: "送签",
    steps: [{ name: "again", at: { fromOpening: "incidents.signReportMinutes" }, words: "书面报告待复核", holders: "ask" }],
  },
  agreeReport: {
    ...OURS,
    article: "24",
    title: "同意报出书面报告",
    text: "书面报告由宣传部起草，经宣传部负责人复核、分管领导或主要领导同意后报出；各环节须由不同的人把关，改动后重新送签",
    force: "must",
    by: "leaderInCharge",
    to: "publicityDepartment",
    within: "open",
    startsFrom: "宣传部负责人复核通过",
    steps: [{ name: "again", at: { fromOpening: "incidents.signReportMinutes" }, words: "书面报告待同意报出", holders: "ask" }],
  },
  issueReport: {
    ...OURS,
    article: "24",
    title: "登记书面报告已报出",
    text: "领导同意后由宣传部编文号、报出并登记；登记后书面报告的义务才算办结。本系统不对外发送",
    force: "must",
    by: "publicityDepartment",
    to: null,
    within: "open",
    startsFrom: "领导同意报出",
    steps: [{ name: "again", at: { fromOpening: "incidents.signReportMinutes" }, words: "书面报告尚未登记报出", holders: "ask" }],
  },
} as const satisfies Record<string, DutyRule>;
