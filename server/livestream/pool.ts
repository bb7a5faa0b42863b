import { In, MoreThan } from "typeorm";
import type { Role } from "../../entities/appointment.js";
import { COMING_STATUSES, Livestream } from "../../entities/livestream.js";
import { Person } from "../../entities/person.js";
import { PatrolInvitation, PatrolMember } from "../../entities/patrol.js";
import { Shift } from "../../entities/shift.js";
import { directoryOf } from "../identity/directory.js";
import { hasLeft, trainingLapse } from "../identity/qualification.js";
import { localDay } from "../kernel/local-time.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { HOUR_MS, today, type LivestreamDesk } from "./desk.js";
import type { LivestreamFacts } from "./facts.js";
import type { Candidate } from "./rules/drawing.js";

/** The load is counted over so many days. */
const LOAD_DAYS = 60;
/** Nobody patrols two livestreams less than this apart. */
const APART_MS = HOUR_MS;

/** Leaders are not proposed; 宣传部 may name them by hand. */
const LEADERS: readonly Role[] = ["topLeader", "secretariat", "publicityHead", "dataCentreHead", "finalReviewer"];

/** Those who answer for something of the livestream itself. */
export const runners = ({ livestream }: Pick<LivestreamFacts, "livestream">): (string | null)[] => [
  ...[livestream.applicantUserid, livestream.hostUserid, livestream.onSiteUserid],
  ...[livestream.commentControlUserid, livestream.stopButtonUserid],
];

/** Everybody who could be asked to patrol this livestream: trained on the day, there, free, never asked for it before. */
export const poolFor = async (desk: LivestreamDesk, tx: Tx, facts: LivestreamFacts): Promise<Candidate[]> => {
  const directory = await directoryOf(tx);
  const day = localDay(facts.livestream.startAt);
  const asked = await loads(desk, tx);
  const bound = new Set([
    ...runners(facts),
    ...facts.team.map(({ userid }) => userid),
    ...facts.invitations.map(({ userid }) => userid),
    ...(await onShift(tx, day)),
    ...(await elsewhere(tx, facts)),
  ]);
  const people = await tx.find(Person, { order: { userid: "ASC" } });
  const heads = new Set(directory.units.flatMap(({ headUserid, leaderInChargeUserid }) => [headUserid, leaderInChargeUserid]));
  const leads = (userid: string): boolean => heads.has(userid) || directory.postsOf(userid).some(({ role }) => LEADERS.includes(role));
  return people
    .filter((person) => !bound.has(person.userid) && !leads(person.userid))
    .filter((person) => !hasLeft(person, day) && !hasLeft(person, today(desk)) && trainingLapse(person, day) === null)
    .map(({ userid, unitId }) => ({ userid, unitId, load: asked.get(userid)?.count ?? 0, lastAt: asked.get(userid)?.lastAt ?? 0 }));
};

/** How often and when last each person was on a team lately. */
const loads = async (desk: LivestreamDesk, tx: Tx): Promise<Map<string, { count: number; lastAt: number }>> => {
  const since = new Date(desk.clock.now().getTime() - LOAD_DAYS * 24 * HOUR_MS);
  const loads = new Map<string, { count: number; lastAt: number }>();
  for (const { userid, joinedAt } of await tx.findBy(PatrolMember, { joinedAt: MoreThan(since) })) {
    const known = loads.get(userid) ?? { count: 0, lastAt: 0 };
    loads.set(userid, { count: known.count + 1, lastAt: Math.max(known.lastAt, joinedAt.getTime()) });
  }
  return loads;
};

/** Those whose shift it is on the day. */
const onShift = async (tx: Tx, day: string): Promise<string[]> =>
  (await tx.findBy(Shift, { day, state: "published" })).map(({ userid }) => userid);

/** Those who patrol, or are asked to patrol, another livestream at about the same time. */
const elsewhere = async (tx: Tx, { livestream }: LivestreamFacts): Promise<string[]> => {
  const others = await tx.findBy(Livestream, {
    status: In([...COMING_STATUSES]),
    endAt: MoreThan(new Date(livestream.startAt.getTime() - APART_MS)),
  });
  const until = livestream.endAt.getTime() + APART_MS;
  const ids = others.filter(({ id, startAt }) => id !== livestream.id && startAt.getTime() < until).map(({ id }) => id);
  if (ids.length === 0) return [];
  const members = await tx.findBy(PatrolMember, { livestreamId: In(ids) });
  const invited = await tx.findBy(PatrolInvitation, { livestreamId: In(ids), state: "asked" });
  return [...members.filter(({ leftAt }) => leftAt === null), ...invited].map(({ userid }) => userid);
};
