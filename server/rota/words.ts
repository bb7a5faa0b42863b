import type { Desk } from "../../entities/shift.js";

/** The desks as people call them. */
export const DESK_NAMES: Readonly<Record<Desk, string>> = { publicity: "宣传部值班", dataCentre: "大数据中心值班" };
