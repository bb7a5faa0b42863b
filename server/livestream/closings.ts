import type { Deadline } from "../../entities/deadline.js";
import { namesOf } from "../identity/actor.js";
import { localClock } from "../kernel/local-time.js";
import { short } from "../kernel/short.js";
import type { Tx } from "../kernel/unit-of-work.js";

/** Closed by somebody: their name and time stand before these. */
const DONE: Readonly<Record<string, string>> = {
  "livestream.agreed": "商定",
  "livestream.late-confirmed": "确认申报",
  "livestream.filed": "备案",
  "livestream.sent-back": "退回补正",
  "livestream.venue-registered": "登记报备",
  "livestream.patrol-waived": "写明不派巡查队伍的原因",
  "livestream.trained": "确认培训",
  "livestream.ended": "登记下播",
  "livestream.interrupted": "登记中断",
  "livestream.summarised": "提交小结",
  "livestream.followed-up": "办结整改",
  "livestream.checked-in": "打卡",
  "livestream.stood-in": "接替",
  "livestream.on-site-phoned": "电话告知",
  "livestream.finding-settled": "处理",
  "livestream.finding-interrupted": "中断",
  "livestream.finding-continued": "决定不中断",
  "livestream.invitation-accepted": "接受",
  "livestream.invitation-declined": "答复不能参加",
};

/** Closed because something else happened. */
const CLOSED: Readonly<Record<string, string>> = {
  "livestream.handed-in": "已重新报备案",
  "livestream.changed": "直播安排有变，已重新发起",
  "livestream.cancelled": "直播已取消",
  "livestream.over": "直播已结束",
  "livestream.next-check-in": "已到下一次打卡",
  "livestream.no-longer-expected": "不用再打卡",
  "livestream.patrol-formed": "巡查队伍已组成",
  "livestream.nobody-to-train": "没有待确认的人员",
  "livestream.invitation-lapsed": "未及时答复，已改请他人",
  "livestream.invitation-withdrawn": "邀请已撤回",
};

/** The grey text in place of a closed card's buttons. */
export const closedWords = async (tx: Tx, deadline: Deadline): Promise<string> => {
  const how = deadline.closedHow ?? "";
  const done = DONE[how];
  if (!done || deadline.closedBy === null || deadline.closedAt === null) return CLOSED[how] ?? "已办结";
  if (deadline.closedBy.startsWith("system:")) return `${localClock(deadline.closedAt)} 已${done}`;
  const by = (await namesOf(tx, [deadline.closedBy]))(deadline.closedBy).name;
  return `${short(by, 14)} ${localClock(deadline.closedAt)} 已${done}`;
};
