import type { PatrolRole } from "../../../entities/patrol.js";

/** Somebody who could patrol: trained, there on the day, and not otherwise bound. */
export interface Candidate {
  userid: string;
  unitId: string;
  /** how many livestreams they were asked to patrol lately */
  load: number;
  /** when they last were, as an ordinal; 0: never */
  lastAt: number;
}

/** A place on a team and who is proposed for it. */
export interface Seat {
  userid: string;
  role: PatrolRole;
}

/** Seats as the button of a card carries them. */
export const seatsWords = (seats: readonly Seat[]): string => seats.map(({ role, userid }) => `${role}=${userid}`).join(",");

/** Of the seats that `seatsWords` wrote: those that can still be taken, and who cannot any more, since the place is not free or they are bound. */
export const readSeats = (words: string, free: readonly PatrolRole[], pool: readonly Candidate[]): { seats: Seat[]; gone: string[] } => {
  const [seats, gone, places] = [[] as Seat[], [] as string[], [...free]];
  for (const [wanted, userid] of words.split(",").map((each) => each.split("=") as [string, string?])) {
    if (userid === undefined) continue;
    const at = places.findIndex((role) => role === wanted);
    const [role] = at < 0 || !pool.some((candidate) => candidate.userid === userid) ? [] : places.splice(at, 1);
    if (role) seats.push({ userid, role });
    else gone.push(userid);
  }
  return { seats, gone };
};

/** What a proposal takes into account of the team as it stands. */
export interface Draw {
  /** the places that are still free, in the order in which they are filled */
  free: readonly PatrolRole[];
  /** the units of those who are on the team or asked */
  units: readonly string[];
  /** 发起部门 */
  initiatingUnitId: string;
}

/** How unwelcome a choice is, the most important first: a unit that has somebody already, the 发起部门, who was asked most, who was asked last. */
const rank = ({ unitId, load, lastAt, userid }: Candidate, units: readonly string[], initiatingUnitId: string): (number | string)[] => [
  units.filter((unit) => unit === unitId).length,
  unitId === initiatingUnitId ? 1 : 0,
  load,
  lastAt,
  userid,
];

const before = (one: (number | string)[], other: (number | string)[]): boolean => {
  const differing = one.findIndex((value, index) => value !== other[index]);
  return differing >= 0 && (one[differing] as number) < (other[differing] as number);
};

/** Fills the free places from the pool: from several units, the load shared, nobody twice (R14-05). Places for which nobody is left stay free. */
export const propose = (pool: readonly Candidate[], { free, units, initiatingUnitId }: Draw): Seat[] => {
  const [seats, used] = [[] as Seat[], [...units]];
  for (const role of free) {
    const left = pool.filter(({ userid }) => !seats.some((seat) => seat.userid === userid));
    const best = left.reduce<Candidate | null>((chosen, each) => {
      if (chosen === null) return each;
      return before(rank(each, used, initiatingUnitId), rank(chosen, used, initiatingUnitId)) ? each : chosen;
    }, null);
    if (best === null) break;
    seats.push({ userid: best.userid, role });
    used.push(best.unitId);
  }
  return seats;
};

/** The places of a whole team: a lead among the members, and a reserve. */
export const placesOf = (members: number): PatrolRole[] => [
  "lead",
  ...Array.from({ length: members - 1 }, () => "member" as const),
  "reserve",
];
