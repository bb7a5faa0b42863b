import type { Desk } from "../../entities/shift.js";
import { dayWords, weekday } from "../kernel/local-time.js";

/** The desks as people call them. */
export const DESK_NAMES: Readonly<Record<Desk, string>> = { publicity: "宣传部值班", dataCentre: "大数据中心值班" };

const WEEKDAYS = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];

/** 12月3日（周四） */
export const dayName = (day: string): string => `${dayWords(day)}（${WEEKDAYS[weekday(day)]}）`;
