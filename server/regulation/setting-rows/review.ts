import { settingsOf } from "../setting-rule.js";
import type { Span } from "../span.js";

const { product } = settingsOf();
const later = settingsOf("review");

/** 第10至13条: review, publication, stand-in, slots on other units' accounts, unclear lines. */
export const REVIEW_SETTINGS = {
  "review.target.normal": product<Span>("11", "R11-06", "普通稿件每级审核时限", { workingHours: 4 }),
  "review.target.urgent": product<Span>("11", "R11-06", "加急稿件每级审核时限", { hours: 1 }),
  "review.target.critical": product<Span>("11", "R11-06", "特急稿件每级审核时限", { minutes: 15 }),
  "review.escalateAtTimes": product("11", "R11-06", "超过时限几倍时告知主要负责人或宣传部值班", 1.5, "倍"),
  "review.nudgeMinutes": product("11", "R11-06", "责任编辑两次催办的最短间隔", 30, "分钟"),
  "review.categories": product<readonly string[]>("11", "R11-01", "内容分级分类", ["一般", "重要", "重大"]),
  "review.sendBackMinimum": product("11", "R11-02", "在页面退回时说明的最少字数", 5, "字"),
  "review.sendBackFromCardByGateAlone": product("11", "R11-02", "从卡片退回可只选关口（编辑看到“未填写说明”）", true),
  "review.allGatesInOneTap": product("11", "R11-04", "审核页可一键五关全部通过", true),
  "review.permitHours": product("11", "R11-04", "发布许可在计划时间之后的有效时间", 72, "小时"),
  "review.cardPassWithoutReading.first": product("11", "R11-05", "初审可不打开全文在卡片上通过", true),
  "review.cardPassWithoutReading.second": product("11", "R11-05", "二审可不打开全文在卡片上通过", true),
  "review.cardPassWithoutReading.final": product("11", "R11-05", "终审可不打开全文在卡片上通过", false),
  "review.oneLevelPerPerson": product("11", "R11-07", "同一人不得在同一版本审核两级", true),
  "review.editInvalidates": product("11", "R11-15", "改动内容后原有审核失效并从初审重来", true),
  "review.publicationDueHours": product("11", "R11-20", "计划时间后多久仍未登记发布即提醒", 2, "小时"),
  "review.publicationEscalation": product<Span>("11", "R11-20", "仍未登记发布多久后告知团队负责人", { workingDays: 1 }),
  "review.takeDownMinutes": later.product("11", "R11-21", "撤稿完成时限", 30, "分钟"),
  "review.takeDownRedMinutes": later.product("11", "R11-21", "红色警报中撤稿完成时限", 10, "分钟"),
  "review.majorConsultsPublicity": later.product("11", "R11-23", "重大类内容终审前先会商宣传部", true),
  "review.finalWhenHeadIsAuthor": later.question("Q2", "11", "R11-08", "主要负责同志本人撰稿时由谁终审", "部门的分管领导"),
  "standIn.maximumDays": later.product("11", "R11-10", "授权代审最长时间", 7, "天"),
  "standIn.oneItemHours": later.product("11", "R11-10", "单篇授权代审最长时间", 24, "小时"),
  "standIn.sameSecondReviewer": later.question("Q3", "11", "R11-11", "二审与代终审可否为同一人", "没有其他二审责任人时可以，并作标记"),
  "standIn.tellPublicity": later.product("11", "R11-11", "二审与代终审为同一人时知会宣传部", true),
  "standIn.responsibilityStays": later.question("Q4", "11", "R11-11", "代审后主要责任仍在授权的终审责任人，两人均留名", true),
  "standIn.conditionalGrant": later.question("Q5", "11", "R11-13", "终审责任人可预先作附条件授权", false),
  "meeting.acknowledgeWorkingDays": later.product("10", "R10-01", "例会纪要几个工作日内应点收到（再过同样时间列入名单）", 1, "个工作日"),
  "slot.answerWorkingDays": later.product("12", "R12-01", "账号所属单位答复排期的时间", 2, "个工作日"),
  "slot.signaturesOnDelivery": later.product("12", "R12-02", "交付定稿须发起部门主要负责人确认、责任编辑签收", true),
  "slot.releaseWorkingDaysBefore": later.product("12", "R12-03", "发布前几个工作日仍无定稿即释放排期", 1, "个工作日"),
  "consultation.target.normal": later.product<Span>("13", "R13-01", "宣传部首次答复口径的时限", { workingHours: 4 }),
  "consultation.target.critical": later.product<Span>("13", "R13-01", "特急稿件首次答复口径的时限", { minutes: 30 }),
} as const;
