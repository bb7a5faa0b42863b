import type { LivestreamView, PatrolPool, PatrolRole } from "../../server/http/contract.js";

/** Somebody who can be called in, and as what. */
export interface Seat {
  userid: string;
  name: string;
  /** unit, and how often they patrolled lately */
  hint: string;
  role: PatrolRole | "";
}

/** Those on the team and asked keep their places, the proposal fills the rest; the others of the pool stand below. */
export function seatsOf({ team, invitations }: Pick<LivestreamView, "team" | "invitations">, pool: PatrolPool): Seat[] {
  const seats: Seat[] = [
    ...team.map(({ person, unit, role }) => ({ ...person, hint: `${unit} · 已在队伍`, role })),
    ...invitations.filter(({ state }) => state === "asked").map(({ person, role }) => ({ ...person, hint: "已邀请，等答复", role })),
  ];
  const proposed = new Map(pool.proposal.map(({ userid, role }) => [userid, role]));
  const others = pool.items.map(({ userid, name, unit, load }): Seat => ({
    ...{ userid, name, role: proposed.get(userid) ?? "" },
    hint: `${unit} · ${load === 0 ? "近 60 天没有巡查" : `近 60 天巡查 ${load} 场`}`,
  }));
  const known = new Set(seats.map(({ userid }) => userid));
  const rest = others.filter(({ userid }) => !known.has(userid));
  return [...seats, ...rest.filter(({ role }) => role !== ""), ...rest.filter(({ role }) => role === "")].map(
    ({ userid, name, hint, role }) => ({ userid, name, hint, role }),
  );
}

/** Gives somebody a place, or takes it where they hold it already; there is one lead and one reserve. */
export const seated = (seats: readonly Seat[], userid: string, role: PatrolRole): Seat[] =>
  seats.map((seat) => {
    if (seat.userid === userid) return { ...seat, role: seat.role === role ? "" : role };
    return role !== "member" && seat.role === role ? { ...seat, role: "member" } : seat;
  });

/** What is still missing before the team can be called in; null: nothing. */
export function teamObstacle(seats: readonly Seat[]): string | null {
  if (!seats.some(({ role }) => role === "lead")) return "请指定一名组长";
  return seats.some(({ role }) => role === "member") ? null : "巡查队伍至少两人，请再选一名组员";
}

/** The team as it is sent. */
export const teamBody = (seats: readonly Seat[]): { members: string[]; lead: string; reserve: string | null } => ({
  members: seats.filter(({ role }) => role === "lead" || role === "member").map(({ userid }) => userid),
  lead: seats.find(({ role }) => role === "lead")?.userid ?? "",
  reserve: seats.find(({ role }) => role === "reserve")?.userid ?? null,
});
