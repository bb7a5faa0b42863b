import { settingsOf } from "../setting-rule.js";
import type { Span } from "../span.js";

const livestream = settingsOf();
const patrol = settingsOf("livestream");
const feedback = settingsOf("feedback");

/** 第14条. */
export const LIVESTREAM_SETTINGS = {
  "livestream.filingCounts": livestream.question("Q13", "14", "R14-02", "“提前 7 天”按自然日还是工作日", "自然日"),
  "livestream.callDutyBelowHours": livestream.product("14", "R14-02", "距开播不足多久申报须电话通知宣传部值班", 24, "小时"),
  "livestream.readyNeedsFinalReview": livestream.product("14", "R14-04", "脚本终审通过后直播才可就绪", true),
  "livestream.patrolFormedBy": livestream.product("14", "R14-05", "巡查队伍在前一天几时前组成", "18:00"),
  "livestream.patrolMembers": livestream.product("14", "R14-05", "巡查队伍最少人数（另设组长一名、候补一名）", 2, "人"),
  "livestream.invitationHours": livestream.product("14", "R14-05", "巡查邀请的答复时限，未答复即改请他人", 2, "小时"),
  "livestream.roundMinutes": livestream.product("14", "R14-07", "直播中巡查打卡间隔", 20, "分钟"),
  "livestream.arrivalMinutesBefore": livestream.product("14", "R14-07", "开播前多久到岗打卡", 30, "分钟"),
  "livestream.correctMinutes": patrol.product("14", "R14-10", "须立即纠正的问题在多久内确认已纠正", 5, "分钟"),
  "livestream.interruptAnswerMinutes": patrol.product("14", "R14-10", "建议中断后多久内答复", 2, "分钟"),
  "livestream.summaryWorkingDays": livestream.product("14", "R14-11", "组长提交巡查小结的时间", 1, "个工作日"),
  "livestream.photoYears": livestream.product(
    "14",
    "R26-05",
    "打卡照片在巡查小结（没有小结的，下播或取消）后的保存时间（不少于）",
    3,
    "年",
  ),
  "livestream.followUpWorkingDays": livestream.product("14", "R14-11", "小结列明的问题整改的时间", 5, "个工作日"),
} as const;

/** 第15条. */
export const FEEDBACK_SETTINGS = {
  "feedback.classifyMinutes": feedback.product("15", "R15-01", "工作时间内留言多久未分类即告知团队负责人", 30, "分钟"),
  "feedback.signFor": feedback.product<Span>("15", "R15-02", "接收部门签收时限", { workingHours: 4 }),
  "feedback.shortReviewByCategory": feedback.product("15", "R15-03", "答复内容可按分类走简化审核", true),
  "feedback.jumpFactor": feedback.product("15", "R15-07", "30 分钟内同类留言增至几倍时建议改为敏感", 5, "倍"),
} as const;
