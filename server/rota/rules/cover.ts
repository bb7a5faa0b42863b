import type { Shift } from "../../../entities/shift.js";
import { addDays, instantOf, localDay } from "../../kernel/local-time.js";

/** The day of the shift that runs at this moment: before its start the shift of the day before still runs. */
export const shiftDayAt = (at: Date, startsAt: string): string => {
  const day = localDay(at);
  return at < instantOf(day, startsAt) ? addDays(day, -1) : day;
};

/** When the shift of a day runs. */
export const shiftTimes = (day: string, startsAt: string): { startsAt: Date; endsAt: Date } => ({
  startsAt: instantOf(day, startsAt),
  endsAt: instantOf(addDays(day, 1), startsAt),
});

type Seat = Pick<Shift, "userid" | "standInUserid" | "standsInSince">;

/** What decides who answers at a desk at one moment. */
export interface DeskFacts {
  /** the published shift of the moment; null: the rota has no entry for it */
  shift: Seat | null;
  /** who has the desk of the shift before; null: nobody, or it was taken over from them */
  former: string | null;
  /** who took over where the rota has no entry; null: nobody did */
  takenOverBy: string | null;
  /** the holders of the office that the desk belongs to */
  officeHolders: readonly string[];
  /** of the people named here those who are of the organisation on that day */
  active: ReadonlySet<string>;
  /** of the people named here those whom WeCom last failed to reach */
  unreachable: ReadonlySet<string>;
}

/** Who of a shift answers at this moment: the person; the stand-in for somebody away, and beside somebody who cannot be reached. */
export const seated = (shift: Seat, at: Date, { active, unreachable }: Pick<DeskFacts, "active" | "unreachable">): string[] => {
  const { userid, standInUserid, standsInSince } = shift;
  const standIn = standInUserid !== null && active.has(standInUserid) ? [standInUserid] : [];
  const away = !active.has(userid) || (standsInSince !== null && standsInSince <= at && standIn.length > 0);
  if (away) return standIn;
  return unreachable.has(userid) ? [userid, ...standIn] : [userid];
};

/**
 * Who answers at a desk, the one responsible first: until the desk is taken over whoever had it before, and beside them those of the running shift;
 * the holders of the office where the rota has nobody for the moment.
 */
export const answering = (facts: DeskFacts, at: Date): string[] => {
  const former = facts.former !== null && facts.active.has(facts.former) ? [facts.former] : [];
  const onShift = facts.shift ? seated(facts.shift, at, facts) : [];
  const instead = facts.takenOverBy !== null && facts.active.has(facts.takenOverBy) ? [facts.takenOverBy] : facts.officeHolders;
  return [...new Set([...former, ...(onShift.length > 0 ? onShift : instead)])];
};
