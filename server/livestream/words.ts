import type { Livestream } from "../../entities/livestream.js";
import type { CheckInKind, FindingLevel, PatrolRole } from "../../entities/patrol.js";
import { dayName, localClock, localDay, localMoment } from "../kernel/local-time.js";

/** 组长, 组员, 候补. */
export const ROLE_NAMES: Readonly<Record<PatrolRole, string>> = { lead: "组长", member: "组员", reserve: "候补" };

export const LATE_LABEL = "逾期申报";

/** 10月8日（周四）15:00–16:30; with the day of the end where it is another */
export const timeWords = ({ startAt, endAt }: Pick<Livestream, "startAt" | "endAt">): string => {
  const [from, to] = [localDay(startAt), localDay(endAt)];
  return `${dayName(from)}${localClock(startAt)}–${from === to ? localClock(endAt) : localMoment(endAt)}`;
};

/** Where it departs from 办公区域、办公设备; empty where it does not. */
export const venueWords = ({ inOffice, officeEquipment }: Pick<Livestream, "inOffice" | "officeEquipment">): string =>
  [inOffice ? "" : "不在办公区域", officeEquipment ? "" : "不用办公设备"].filter((part) => part !== "").join("，");

const KIND_NAMES: Readonly<Record<CheckInKind, string>> = {
  arrival: "到岗",
  start: "开播",
  round: "巡查",
  end: "结束",
  offAir: "下播确认",
};

/** 到岗, 第 2 轮巡查. */
export const checkInWords = ({ kind, round }: { kind: CheckInKind; round: number }): string =>
  kind === "round" && round > 0 ? `第 ${round} 轮巡查` : KIND_NAMES[kind];

/** 正常, 提醒, 须立即纠正, 建议中断. */
export const FINDING_NAMES: Readonly<Record<FindingLevel, string>> = {
  normal: "正常",
  remind: "提醒",
  correct: "须立即纠正",
  interrupt: "建议中断",
};
