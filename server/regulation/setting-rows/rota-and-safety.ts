import { settingsOf } from "../setting-rule.js";
import type { Span } from "../span.js";

const rota = settingsOf();
const later = settingsOf("rota");
const safety = settingsOf("safety");

/** 第16至20条. */
export const ROTA_AND_SAFETY_SETTINGS = {
  "rota.shiftStartsAt": rota.product("16", "R16-01", "每班开始的时刻（至次日同一时刻为止）", "08:30"),
  "rota.arrivalMinutes": rota.product("16", "R16-01", "每班开始多久后请当班人员点到岗，并提醒次日人员", 10, "分钟"),
  "rota.absentMinutes": rota.product("16", "R16-01", "每班开始多久后仍未到岗即告知替班人员和宣传部负责人", 40, "分钟"),
  "rota.handoverMinutes": rota.product("16", "R16-02", "每班结束前多久请当班人员写交班说明", 30, "分钟"),
  "rota.takeOverMinutes": rota.product("16", "R24-13", "每班开始多久后仍未接班即告知宣传部负责人", 60, "分钟"),
  "rota.swapAnswerHours": rota.product("16", "R16-02", "换班请求的答复时限（最迟到班次开始）", 24, "小时"),
  "rota.warnDays": rota.product("16", "R16-01", "提前多少天检查空班、重复、离职、未培训和联系不上的人员", 14, "天"),
  "rota.yearlyDueOn": rota.product("16", "R16-01", "下一年全年轮值安排最迟在几月几日公布", "12-20"),
  "rota.yearlyNoticeDays": rota.product("16", "R16-01", "全年轮值安排公布期限前多久开始提醒", 15, "天"),
  "rota.roundsPerDay": later.product("16", "R16-03", "每日巡查次数", 2, "次"),
  "training.validMonths": safety.product("17", "R17-01", "培训证书有效期", 12, "个月"),
  "training.reviewersNeedCertificate": safety.question("Q6", "17", "R17-01", "二审、终审责任人没有培训证书时", "只提醒，不阻止"),
  "safety.passwordRotationDays": safety.product("18", "R18-02", "密码更新间隔", 90, "天"),
  "safety.documentReviewMonths": safety.product("18", "R18-03", "安全管理制度、保密审查制度和应急预案的复核间隔", 12, "个月"),
  "safety.freezeVoidsPermits": safety.product("18", "R18-04", "账号安全事件中冻结账号并作废发布许可", true),
  "safety.offboardingDueAt": safety.question("Q7", "18", "R18-05", "离职当天几时到期（24:00 起为逾期）", "18:00"),
  "safety.verifyImpostor": safety.product<Span>("20", "R20-01", "立即核实假冒账号的时限", { hours: 2 }),
  "safety.impostorRecheckDays": safety.product<readonly number[]>("20", "R20-01", "关停后复查假冒账号的时间", [7, 30], "天"),
} as const;
