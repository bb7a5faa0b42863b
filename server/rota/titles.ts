import { In } from "typeorm";
import { Handover, Shift, ShiftSwap } from "../../entities/shift.js";
import type { Teller, Titles } from "../audit/story.js";
import { dayWords } from "../kernel/local-time.js";
import { DESK_NAMES } from "./words.js";

const place = ({ desk, day }: Pick<Shift, "desk" | "day">): string => `${dayWords(day)}${DESK_NAMES[desk]}`;

const shiftTitles: Titles = async (tx, ids) => {
  const shifts = await tx.findBy(Shift, { id: In([...ids]) });
  return new Map(shifts.map((shift) => [shift.id, place(shift)]));
};

const handoverTitles: Titles = async (tx, ids) => {
  const handovers = await tx.findBy(Handover, { id: In([...ids]) });
  return new Map(handovers.map((handover) => [handover.id, `${place(handover)}交接班`]));
};

const swapTitles: Titles = async (tx, ids) => {
  const swaps = await tx.findBy(ShiftSwap, { id: In([...ids]) });
  const titles = await shiftTitles(
    tx,
    swaps.map(({ shiftId }) => shiftId),
  );
  return new Map(swaps.map((swap) => [swap.id, `${titles.get(swap.shiftId) ?? ""}换班`]));
};

/** How the rota's subjects are called: a shift, a handover, a swap, and a month or year of the plan. */
export const titles: Teller["titles"] = {
  shift: shiftTitles,
  handover: handoverTitles,
  swap: swapTitles,
  rota: (_tx, periods) => Promise.resolve(new Map(periods.map((period) => [period, `${period} 值班安排`]))),
};
