import type { Shift } from "../../entities/shift.js";
import { systemActor, type Act } from "../audit/record.js";
import type { DutyRegister } from "../deadlines/register.js";
import type { Deadlines } from "../deadlines/service.js";
import type { Foundation } from "../domain.js";
import { recorded, type Actor } from "../identity/actor.js";
import { holdersOf } from "../identity/offices.js";
import { localDay } from "../kernel/local-time.js";
import type { Due } from "../kernel/due.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { shiftDayAt, shiftTimes } from "./rules/cover.js";

/** What every verb of the rota stands on: it opens duties of the rule only. */
export interface RotaDesk extends Foundation {
  deadlines: Deadlines;
  /** the duties of every domain, for what passes from one shift to the next */
  duties: DutyRegister;
}

export const MINUTE_MS = 60_000;
/** Whoever is asked late still has this long before others are told. */
export const LEAST_MS = 30 * MINUTE_MS;
/** Nothing of the rota goes before an alert. */
export const LANE = 3;

/** The local day now. */
export const today = (desk: RotaDesk): string => localDay(desk.clock.now());

/** The day of the shift that runs now. */
export const currentDay = (desk: RotaDesk): string => shiftDayAt(desk.clock.now(), desk.settings.value("rota.shiftStartsAt"));

/** When the shift of a day runs. */
export const timesOf = (desk: RotaDesk, day: string): { startsAt: Date; endsAt: Date } =>
  shiftTimes(day, desk.settings.value("rota.shiftStartsAt"));

/** A fixed moment as a due time. */
export const dueBy = (desk: RotaDesk, at: Date, words: string): Due => ({
  at,
  words,
  span: "open",
  provisional: false,
  calendarVersion: desk.calendar.version,
});

/** Who answers for the rota and hears of what is wrong with it: 宣传部负责人, and the administrators where there is none. */
export const publicityOf = async (desk: RotaDesk, tx: Tx): Promise<string[]> => {
  const heads = await holdersOf(tx, "publicityHead", today(desk));
  return heads.length > 0 ? heads : holdersOf(tx, "administrator", today(desk));
};

/** Puts an act on record, with article 16; by the program itself where there is no actor. */
export const recordAct = (
  desk: RotaDesk,
  tx: Tx,
  actor: Actor | null,
  subject: Act["subject"],
  action: string,
  facts: Readonly<Record<string, unknown>> = {},
  onBehalfOf: string | null = null,
): void => {
  const by = actor ? { actor: recorded(actor), via: actor.via } : { actor: systemActor("值班"), via: "system" as const };
  desk.audit.record(tx, { action, subject, ...by, article: "16", facts, onBehalfOf });
};

/** The shift as subject of deadlines, messages and the record. */
export const aboutShift = (shift: Pick<Shift, "id">): { type: string; id: string } => ({ type: "shift", id: shift.id });
