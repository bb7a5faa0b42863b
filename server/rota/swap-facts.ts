import { In } from "typeorm";
import { Person } from "../../entities/person.js";
import { Shift, type ShiftSwap } from "../../entities/shift.js";
import { hasLeft, trainingLapse } from "../identity/qualification.js";
import { changeRows, rowWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { timesOf, type RotaDesk } from "./desk.js";
import { changedMeanwhile } from "./refusals.js";
import type { SwapFacts } from "./rules/swap.js";

type Asked = Pick<ShiftSwap, "shiftId" | "otherShiftId" | "fromUserid" | "toUserid">;

/** What decides a swap, fresh; null where the shifts are no longer those that it names. */
export const factsOf = async (desk: RotaDesk, tx: Tx, swap: Asked): Promise<SwapFacts | null> => {
  const shift = await rowWhere(tx, Shift, { id: swap.shiftId, state: "published" });
  const other = swap.otherShiftId === null ? null : await rowWhere(tx, Shift, { id: swap.otherShiftId });
  const from = await rowWhere(tx, Person, { userid: swap.fromUserid });
  if (!shift || shift.userid !== swap.fromUserid || !from || (swap.otherShiftId !== null && !other)) return null;
  const days = [shift.day, ...(other ? [other.day] : [])];
  const elsewhere = (await tx.findBy(Shift, { day: In(days), state: "published" })).filter(({ desk: which }) => which !== shift.desk);
  const now = desk.clock.now();
  return {
    shift,
    other,
    from,
    to: await rowWhere(tx, Person, { userid: swap.toUserid }),
    begun: (day) => timesOf(desk, day).startsAt <= now,
    left: hasLeft,
    untrained: (person, day) => trainingLapse(person, day) !== null,
    busy: (userid, day) => elsewhere.some((each) => each.day === day && each.userid === userid),
  };
};

/** A shift and who is to have it. */
export interface Passing {
  shift: Shift;
  to: string;
}

/** Both shifts with their new people; somebody who stood in for a shift they now have stands in no more. */
export const crossed = (swap: Asked, { shift, other }: SwapFacts): Passing[] => [
  { shift, to: swap.toUserid },
  ...(other ? [{ shift: other, to: swap.fromUserid }] : []),
];

/** Puts the people on their new shifts. Throws where one of them changed at the same moment. */
export const pass = async (tx: Tx, passings: readonly Passing[]): Promise<void> => {
  for (const { shift, to } of passings) {
    const standInUserid = shift.standInUserid === to ? null : shift.standInUserid;
    const after = { userid: to, standInUserid, version: shift.version + 1 };
    if ((await changeRows(tx, Shift, { id: shift.id, version: shift.version }, after)) !== 1) throw changedMeanwhile();
  }
};
