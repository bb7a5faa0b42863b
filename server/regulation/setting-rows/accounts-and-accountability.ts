import { settingsOf } from "../setting-rule.js";

const accounts = settingsOf("accounts");
const accountability = settingsOf("accountability");

/** 第8、9条. */
export const ACCOUNT_SETTINGS = {
  "accounts.backfillWorkingDays": accounts.product("8", "R08-03", "审议通过后回填账号信息的时间", 10, "个工作日"),
  "accounts.explainChangeWorkingDays": accounts.product("8", "R08-04", "未经申请的变更说明情况的时间", 1, "个工作日"),
  "accounts.evaluationMonths": accounts.product("9", "R09-01", "账号评估间隔", 6, "个月"),
  "accounts.quietAdvisoryDays": accounts.product("9", "R09-03", "多少天未更新即温和提示运营人员", 14, "天"),
} as const;

/** 第26条. */
export const ACCOUNTABILITY_SETTINGS = {
  "cases.unmatchedPostWorkingDays": accountability.product("26", "R26-02", "未匹配许可的发布补充证明的时间", 1, "个工作日"),
  "cases.statementBeforeDecision": accountability.product("26", "R26-04", "当事人可查看事实并在决定前提交申辩", true),
  "cases.retentionYears": accountability.question("Q12", "26", "R26-05", "记录和证据的保存时间（不少于）", 3, "年"),
} as const;
