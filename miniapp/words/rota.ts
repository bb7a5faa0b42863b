import type {
  DeskName,
  DeskToday,
  DeskVerb,
  Instant,
  RotaDay,
  RotaMonth,
  RotaPerson,
  ShiftView,
  SwapView,
} from "../../server/http/contract.js";
import type { Label } from "./labels.js";
import { instantOf, millis, momentText } from "./moment.js";

export const deskNames: Record<DeskName, string> = { publicity: "宣传部值班", dataCentre: "大数据中心值班" };
/** For narrow columns. */
export const shortDeskNames: Record<DeskName, string> = { publicity: "宣传部", dataCentre: "数据中心" };
export const desks = ["publicity", "dataCentre"] as const satisfies readonly DeskName[];

const weekdays = ["日", "一", "二", "三", "四", "五", "六"];
const noon = (day: string): number => millis(instantOf(day, "12:00"));

/** 0 Sunday … 6 Saturday of a local day. */
export const weekdayOf = (day: string): number => new Date(noon(day)).getUTCDay();

/** `12月3日 周四` */
export const dayText = (day: string): string => `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日 周${weekdays[weekdayOf(day)]}`;

/** `2026年12月` */
export const monthText = (month: string): string => `${month.slice(0, 4)}年${Number(month.slice(5))}月`;

/** The month so many months later. */
export function monthAfter(month: string, n: number): string {
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + n;
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, "0")}`;
}

/** How things stand at a desk, in a word. */
export function deskLabel(desk: DeskToday): Label {
  if (desk.because === "former") return { text: "等待接班", tone: "yellow" };
  if (!desk.shift)
    return { text: desk.because === "shift" ? "已代接班" : "今天没有排班", tone: desk.because === "shift" ? "green" : "orange" };
  if (desk.shift.standsInSince !== null) return { text: "替班已顶班", tone: "yellow" };
  return desk.shift.arrivedAt === null ? { text: "未点到岗", tone: "grey" } : { text: "已到岗", tone: "green" };
}

/** Since when and until when: `今天 08:30 起，至明天 08:30`. */
export function spanText(shift: Pick<ShiftView, "startsAt" | "endsAt">, nowMs: number): string {
  return `${momentText(shift.startsAt, nowMs)} 起，至 ${momentText(shift.endsAt, nowMs)}`;
}

export interface DeskAction {
  verb: DeskVerb;
  text: string;
  main: boolean;
}

const actionTexts: Record<DeskVerb, string> = {
  takeOver: "已接班",
  arrive: "到岗",
  standIn: "我来顶班",
  resume: "我已回岗",
  handOver: "写交班说明",
};
const order: readonly DeskVerb[] = ["handOver", "standIn", "arrive", "resume", "takeOver"];

/** The buttons of a desk in the order of the screen, the one main action last; 已接班 counts as 到岗, so that both are not asked. */
export function deskActions(desk: Pick<DeskToday, "may" | "shift" | "handover" | "nextHandover">): DeskAction[] {
  const verbs = order.filter((verb) => desk.may.includes(verb) && !(verb === "arrive" && desk.may.includes("takeOver")));
  const noteIsDue = [desk.handover, desk.nextHandover].some((each) => each !== null && each.note === null && each.takenOverAt === null);
  const main = verbs.filter((verb) => verb !== "standIn" && (verb !== "handOver" || noteIsDue)).slice(-1)[0];
  return verbs.map((verb) => ({
    verb,
    text: verb === "takeOver" && !desk.shift ? "由我接班" : actionTexts[verb],
    main: verb === main,
  }));
}

/** Those who have shifts at this desk first, since they are whom one swaps with. */
export function nearestFirst(people: readonly RotaPerson[], shifts: readonly ShiftView[], desk: DeskName | undefined): RotaPerson[] {
  const near = new Set(shifts.filter((shift) => shift.desk === desk).flatMap(({ person, standIn }) => [person.userid, standIn?.userid]));
  return [...people.filter(({ userid }) => near.has(userid)), ...people.filter(({ userid }) => !near.has(userid))];
}

/** What a shift of the month shows beside its name; null: nothing is worth a word. */
export function shiftLabel(shift: ShiftView): Label | null {
  if (!shift.published) return { text: "草稿", tone: "grey" };
  return shift.mine === null ? null : { text: shift.mine === "person" ? "我" : "我替班", tone: "blue" };
}

/** True where a day to come has nobody at a desk for which the month has somebody. */
export function isGap(month: RotaMonth, day: RotaDay, desk: DeskName): boolean {
  return day[desk] === null && day.day >= month.today && month.days.some((each) => each[desk]?.published ?? false);
}

export const swapLabels: Record<SwapView["state"], Label> = {
  asked: { text: "等待答复", tone: "blue" },
  agreed: { text: "已生效", tone: "green" },
  declined: { text: "不同意", tone: "grey" },
  withdrawn: { text: "已撤回", tone: "grey" },
  lapsed: { text: "未答复作废", tone: "grey" },
  void: { text: "已作废", tone: "grey" },
  reversed: { text: "已撤销", tone: "grey" },
};

/** A swap in a line: `12月2日 周三由甲改为乙，12月3日 周四换回`. */
export const swapText = ({ shift, other, from, to }: SwapView): string =>
  `${dayText(shift.day)} 由 ${from.name} 改为 ${to.name}${other ? `，${dayText(other.day)} 换回` : ""}`;

/** Which period a page address names: a month, or the first month of a year; null: neither. */
export function periodOf(id: string): string | null {
  if (/^\d{4}-\d{2}$/.test(id)) return id;
  return /^\d{4}$/.test(id) ? `${id}-01` : null;
}

/** What stands in the way of a change; null: nothing. */
export function changeObstacle(wish: { userid: string; standIn: string | null; reason: string }, published: boolean): string | null {
  if (wish.userid === "") return "请选择值班人";
  if (wish.userid === wish.standIn) return "值班人和替班人不能是同一人";
  return published && [...wish.reason.trim()].length < 2 ? "已公布的班次，改动要写明原因" : null;
}

/** `11月25日 08:41` or less, of an instant that may be missing. */
export const when = (at: Instant | null, nowMs: number): string => (at === null ? "" : momentText(at, nowMs));
