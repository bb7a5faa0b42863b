import { MoreThanOrEqual } from "typeorm";
import { Shift } from "../../entities/shift.js";
import { localDay } from "../kernel/local-time.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { CalendarEntry } from "../subscription/feed.js";
import { timesOf, type RotaDesk } from "./desk.js";
import { DESK_NAMES } from "./words.js";

/** Somebody's published shifts for their calendar; those in which they only stand in do not make them busy. */
export const shiftEntries = async (desk: RotaDesk, tx: Tx, userid: string, from: Date): Promise<CalendarEntry[]> => {
  const where = { day: MoreThanOrEqual(localDay(from)), state: "published" as const };
  const shifts = await tx.find(Shift, {
    where: [
      { ...where, userid },
      { ...where, standInUserid: userid },
    ],
    order: { day: "ASC", desk: "ASC" },
  });
  return shifts.map((shift) => {
    const own = shift.userid === userid;
    const title = own ? DESK_NAMES[shift.desk] : DESK_NAMES[shift.desk].replace("值班", "替班");
    return { id: shift.id, title, ...timesOf(desk, shift.day), changes: shift.version, busy: own, link: desk.link("rota", shift.id) };
  });
};
