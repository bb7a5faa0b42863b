import type { OfficeRole } from "../../entities/appointment.js";
import { Recipient } from "../../entities/outbox-message.js";
import { DESKS, Handover, Shift, type Desk } from "../../entities/shift.js";
import { holdersOf, present } from "../identity/offices.js";
import { addDays, localDay } from "../kernel/local-time.js";
import { lastWhere, rowsWhere, rowWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { SettingValues } from "../regulation/settings.js";
import { answering, seated, shiftDayAt } from "./rules/cover.js";

/** The office whose holders answer where the rota has nobody. */
const DESK_OFFICES: Readonly<Record<Desk, OfficeRole>> = { publicity: "publicityDuty", dataCentre: "dataCentreDuty" };

/** Who answers at a desk at this moment; see `answering`. */
export const coverAt = async (tx: Tx, desk: Desk, at: Date, settings: SettingValues): Promise<string[]> => {
  const day = shiftDayAt(at, settings.value("rota.shiftStartsAt"));
  const shift = await publishedShift(tx, desk, day);
  const handover = await rowWhere(tx, Handover, { desk, day });
  const taken = handover !== null && handover.takenOverAt !== null && handover.takenOverAt <= at ? handover : null;
  const former = taken ? null : (handover?.fromUserid ?? (await formerOf(tx, desk, day, shift)));
  const officeHolders = await holdersOf(tx, DESK_OFFICES[desk], localDay(at));
  const takenOverBy = taken?.takenOverBy ?? null;
  const named = [former, takenOverBy, shift?.userid ?? null, shift?.standInUserid ?? null];
  const active = new Set(await present(tx, named, localDay(at)));
  return answering({ shift, former, takenOverBy, officeHolders, active, unreachable: await unreachableOf(tx, active) }, at);
};

/** The offices of the desks at which somebody answers at this moment by the rota; none for whom it does not name around this day. */
export const officesOnShift = async (tx: Tx, userid: string, at: Date, settings: SettingValues): Promise<OfficeRole[]> => {
  const day = shiftDayAt(at, settings.value("rota.shiftStartsAt"));
  const shifts = await rowsWhere(tx, Shift, { day: [addDays(day, -1), day], state: "published" });
  const handovers = await rowsWhere(tx, Handover, { day });
  const named = (desk: Desk): boolean =>
    shifts.some((shift) => shift.desk === desk && [shift.userid, shift.standInUserid].includes(userid)) ||
    handovers.some((handover) => handover.desk === desk && [handover.fromUserid, handover.takenOverBy].includes(userid));
  const offices: OfficeRole[] = [];
  for (const desk of DESKS) if (named(desk) && (await coverAt(tx, desk, at, settings)).includes(userid)) offices.push(DESK_OFFICES[desk]);
  return offices;
};

/** Who of a shift answers at this moment; nobody where both are gone. */
export const seatedAt = async (tx: Tx, shift: Shift, at: Date): Promise<string[]> => {
  const active = new Set(await present(tx, [shift.userid, shift.standInUserid], localDay(at)));
  return seated(shift, at, { active, unreachable: new Set() });
};

/** The shift in force of a desk and day; null: nobody was published for it. */
export const publishedShift = (tx: Tx, desk: Desk, day: string): Promise<Shift | null> =>
  rowWhere(tx, Shift, { desk, day, state: "published" });

/** So many days are looked back at for a desk that nobody took over: beyond them it is not a handover any more. */
export const DAYS_BACK = 14;

/**
 * Who hands the desk over to the shift of this day; null: nobody had it, or the same person goes on. A shift that begins after days without one takes
 * over from whoever had the desk last, also where the program was down meanwhile.
 */
export const formerOf = async (tx: Tx, desk: Desk, day: string, shift: Pick<Shift, "userid"> | null): Promise<string | null> => {
  let former: string | null = null;
  for (let back = 1; former === null && back <= (shift ? DAYS_BACK : 1); back += 1) former = await lastOn(tx, desk, addDays(day, -back));
  return former === (shift?.userid ?? null) ? null : former;
};

/** Who had the desk at the end of a day: of its shift, or who took it over or could not hand it over where it had none. */
const lastOn = async (tx: Tx, desk: Desk, day: string): Promise<string | null> => {
  const shift = await publishedShift(tx, desk, day);
  if (shift) return shift.standsInSince === null ? shift.userid : shift.standInUserid;
  const handover = await rowWhere(tx, Handover, { desk, day });
  return handover && (handover.takenOverBy ?? handover.fromUserid);
};

/** Those of the people of whom WeCom's last word was that nothing reached them. */
export const unreachableOf = async (tx: Tx, userids: Iterable<string>): Promise<Set<string>> => {
  const lost = new Set<string>();
  for (const userid of userids) {
    const last = await lastWhere(tx, Recipient, { userid, state: ["sent", "failed"] }, "id");
    if (last?.state === "failed") lost.add(userid);
  }
  return lost;
};
