import { Handover, type Desk } from "../../entities/shift.js";
import { newId } from "../kernel/ids.js";
import { addDays } from "../kernel/local-time.js";
import { insertRows, rowsWhere, rowThere, rowWhere } from "../kernel/rows.js";
import { isDuplicate, type Tx } from "../kernel/unit-of-work.js";
import { DAYS_BACK, formerOf, publishedShift } from "./cover.js";
import type { RotaDesk } from "./desk.js";
import { deskDuties, listed, type ListedDuty } from "./desk-duties.js";

/** The handover as subject of deadlines, messages and the record. */
export const aboutHandover = (handover: Pick<Handover, "id">): { type: string; id: string } => ({ type: "handover", id: handover.id });

/** The handover to the shift of this day, made where somebody has something to hand over; null: nobody has. */
export const handoverTo = async (tx: Tx, which: Desk, day: string): Promise<Handover | null> => {
  const known = await rowWhere(tx, Handover, { desk: which, day });
  if (known) return known;
  const fromUserid = await formerOf(tx, which, day, await publishedShift(tx, which, day));
  if (fromUserid === null) return null;
  await insertRows(tx, Handover, [{ id: newId(), desk: which, day, fromUserid }]).catch((error: unknown) => {
    if (!isDuplicate(error)) throw error;
  });
  return rowThere(tx, Handover, { desk: which, day });
};

/** Who may still hold what the desk owes: whoever hands over, and everybody who had it before without its being taken over from them. */
export const peopleBefore = async (tx: Tx, handover: Handover): Promise<string[]> => {
  const seats: (string | null | undefined)[] = [handover.fromUserid];
  for (let back = 1; back <= DAYS_BACK; back += 1) {
    const day = addDays(handover.day, -back);
    const shift = await publishedShift(tx, handover.desk, day);
    seats.push(shift?.userid, shift?.standInUserid);
    const earlier = await rowWhere(tx, Handover, { desk: handover.desk, day });
    if (earlier && earlier.takenOverAt !== null) break;
    seats.push(earlier?.fromUserid);
  }
  return [...new Set(seats.filter((userid) => typeof userid === "string"))];
};

/** What the desk would pass on now. */
export const openDutiesOf = async (desk: RotaDesk, tx: Tx, handover: Handover): Promise<ListedDuty[]> =>
  listed(desk, tx, await deskDuties(desk, tx, handover.desk, await peopleBefore(tx, handover)));

/** Takes back what is asked about the handover to a shift that is over. */
export const stopAskingAbout = async (desk: RotaDesk, tx: Tx, which: Desk, day: string): Promise<void> => {
  for (const handover of await rowsWhere(tx, Handover, { desk: which, day }))
    for (const deadline of await desk.deadlines.openOn(tx, aboutHandover(handover)))
      await desk.deadlines.cancel(tx, deadline, { by: "system:值班", how: "rota.shift-over" });
};
