import { Livestream } from "../../entities/livestream.js";
import { PatrolMember, type PatrolRole } from "../../entities/patrol.js";
import { Person } from "../../entities/person.js";
import { closing } from "../deadlines/closing.js";
import { namesOf, type Actor } from "../identity/actor.js";
import { hasLeft, trainingLapse } from "../identity/qualification.js";
import { instantOf, localDay } from "../kernel/local-time.js";
import type { Refusal } from "../kernel/refusal.js";
import { changeRows, rowsWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { closedByProgram, LANE, recordAct, type LivestreamDesk } from "./desk.js";
import { loadLivestream, type LivestreamFacts } from "./facts.js";
import type { Inviting } from "./inviting.js";
import { poolFor, runners } from "./pool.js";
import { changedMeanwhile, over, refuse } from "./refusals.js";
import { placesOf, readSeats, type Seat } from "./rules/drawing.js";
import { isPublicity } from "./rules/standing.js";
import { teamLacks, teamRefusal, type Wanted } from "./rules/team.js";
import { openTask, patrolDueOf, stillAhead } from "./tasks.js";

/** The team that 宣传部 wants; the lead is one of the members, a reserve that is not named is proposed. */
export interface TeamWish {
  members: readonly string[];
  lead: string;
  reserve: string | null;
}

/** 抽调人员组建直播巡查队伍 (R14-05). */
export class Drawing {
  constructor(
    private readonly desk: LivestreamDesk,
    private readonly inviting: Inviting,
    private readonly follow: (tx: Tx, livestreamId: string) => Promise<void>,
  ) {}

  /** When 宣传部 is asked to form the team: on the morning of the day on which it has to stand. */
  opensAt(startAt: Date): Date {
    return instantOf(patrolDueOf(this.desk, startAt).day, this.desk.settings.value("reminder.workingHours").start);
  }

  /** Asks 宣传部 for the team once its day has come, while it lacks somebody; false: nobody is asked now. Safe to do twice. */
  async ask(tx: Tx, livestreamId: string): Promise<boolean> {
    const facts = await loadLivestream(this.desk, tx, livestreamId);
    const { startAt, status, patrolWaiver } = facts.livestream;
    const awaited = (status === "filed" || status === "ready") && patrolWaiver === null && this.#lacks(facts).length > 0;
    if (!awaited || this.desk.clock.now() < this.opensAt(startAt) || this.desk.clock.now() >= startAt) return false;
    const { at, words } = patrolDueOf(this.desk, startAt);
    const due = stillAhead(this.desk, at, words, startAt);
    await openTask(this.desk, tx, facts, { duty: "formPatrol", holders: facts.people.publicity, due, lane: LANE - 1 });
    return true;
  }

  /** Who is proposed for the places that are still free. */
  proposal(tx: Tx, facts: LivestreamFacts): Promise<Seat[]> {
    return this.inviting.proposal(tx, facts, this.#free(facts));
  }

  /** The button 按建议抽调: asks those whom the card shows (`seatsWords`), and nobody where one of them cannot any more. */
  async drawIn(tx: Tx, actor: Actor, livestreamId: string, shown: string): Promise<Refusal | null> {
    const facts = await loadLivestream(this.desk, tx, livestreamId);
    const refusal = standing(facts, actor);
    if (refusal) return refusal;
    const free = this.#free(facts);
    if (free.length === 0) return refuse("all-asked", "conflict", "人员已经齐备或都在等答复，不用再抽调。", "formPatrol");
    const { seats, gone } = readSeats(shown, free, await poolFor(this.desk, tx, facts));
    if (gone.length > 0 || seats.length === 0) return proposalChanged(await namesOf(tx, gone), gone);
    for (const seat of seats) await this.inviting.invite(tx, actor, facts, seat);
    return null;
  }

  /** Calls in the team that 宣传部 names; whoever was on it or asked and is not named is let go. */
  async form(actor: Actor, livestreamId: string, wish: TeamWish): Promise<void> {
    const refusal = await this.desk.uow.run(async (tx) => {
      const facts = await loadLivestream(this.desk, tx, livestreamId);
      const seats = seatsOf(wish);
      const wrong = standing(facts, actor) ?? (await this.#fault(tx, facts, wish, [...seats.keys()]));
      if (wrong) return wrong;
      await this.#letGo(tx, actor, facts, seats);
      for (const [userid, role] of seats) await this.#seat(tx, actor, facts, { userid, role });
      if (wish.reserve === null) {
        const after = await loadLivestream(this.desk, tx, livestreamId);
        const missing = this.#free(after).filter((role) => role === "reserve");
        for (const seat of await this.inviting.proposal(tx, after, missing)) await this.inviting.invite(tx, actor, after, seat);
      }
      await this.settle(tx, livestreamId);
      return null;
    });
    if (refusal) throw refusal;
  }

  /** 宣传部 puts on record why this livestream runs without a team. */
  async waive(actor: Actor, livestreamId: string, reason: string): Promise<void> {
    const refusal = await this.desk.uow.run(async (tx) => {
      const facts = await loadLivestream(this.desk, tx, livestreamId);
      const wrong = standing(facts, actor);
      if (wrong) return wrong;
      const { id, version } = facts.livestream;
      const waived = { patrolWaiver: reason, updatedAt: this.desk.clock.now(), version: version + 1 };
      if ((await changeRows(tx, Livestream, { id, version }, waived)) !== 1) return changedMeanwhile();
      recordAct(this.desk, tx, actor, facts.livestream, "livestream.patrol-waived", { comment: reason });
      const task = await this.desk.deadlines.openOne(tx, "formPatrol", id);
      if (task) await this.desk.deadlines.discharge(tx, task, closing(actor, "livestream.patrol-waived"));
      await this.follow(tx, id);
      return null;
    });
    if (refusal) throw refusal;
  }

  /** What follows where somebody came to the team or left it. */
  async settle(tx: Tx, livestreamId: string): Promise<void> {
    const facts = await loadLivestream(this.desk, tx, livestreamId);
    const task = await this.desk.deadlines.openOne(tx, "formPatrol", livestreamId);
    if (task && this.#lacks(facts).length === 0) {
      recordAct(this.desk, tx, null, facts.livestream, "livestream.patrol-formed", { members: facts.team.map(({ userid }) => userid) });
      await this.desk.deadlines.discharge(tx, task, closedByProgram("livestream.patrol-formed"));
    }
    await this.follow(tx, livestreamId);
  }

  #lacks(facts: LivestreamFacts): string[] {
    return teamLacks(facts, this.desk.settings.value("livestream.patrolMembers"));
  }

  /** The places for which nobody is on the team or asked. */
  #free({ team, invitations }: LivestreamFacts): PatrolRole[] {
    const taken = [...team, ...invitations.filter(({ state }) => state === "asked")].map(({ role }) => role);
    return placesOf(this.desk.settings.value("livestream.patrolMembers")).filter((role) => {
      const at = taken.indexOf(role);
      if (at >= 0) taken.splice(at, 1);
      return at < 0;
    });
  }

  async #fault(tx: Tx, facts: LivestreamFacts, { lead, reserve }: TeamWish, userids: readonly string[]): Promise<Refusal | null> {
    const day = localDay(facts.livestream.startAt);
    const known = new Map((await rowsWhere(tx, Person, { userid: userids })).map((person) => [person.userid, person]));
    const busy = runners(facts);
    const people = userids.map((userid): Wanted => {
      const person = known.get(userid);
      const left = person ? hasLeft(person, day) : false;
      const trained = person ? trainingLapse(person, day) === null : false;
      return { userid, name: person?.name ?? null, unitId: person?.unitId ?? "", left, trained, runsIt: busy.includes(userid) };
    });
    const members = this.desk.settings.value("livestream.patrolMembers");
    return teamRefusal({ people, lead, reserve }, members, facts.livestream.initiatingUnitId);
  }

  async #letGo(tx: Tx, actor: Actor, facts: LivestreamFacts, seats: ReadonlyMap<string, PatrolRole>): Promise<void> {
    const gone = facts.team.filter(({ userid }) => !seats.has(userid));
    for (const { id, userid } of gone) {
      await changeRows(tx, PatrolMember, { id, leftAt: null }, { leftAt: this.desk.clock.now() });
      recordAct(this.desk, tx, actor, facts.livestream, "livestream.let-go", { userid });
    }
    const asked = facts.invitations.filter(({ state, userid, role }) => state === "asked" && seats.get(userid) !== role);
    await this.inviting.withdraw(
      tx,
      actor,
      facts,
      asked.map(({ userid }) => userid),
    );
  }

  /** On the team already: has the role. Asked already: stays asked. Else: is asked. */
  async #seat(tx: Tx, actor: Actor, facts: LivestreamFacts, { userid, role }: Seat): Promise<void> {
    const member = facts.team.find((each) => each.userid === userid);
    if (member) await changeRows(tx, PatrolMember, { id: member.id }, { role });
    else if (!facts.invitations.some((each) => each.userid === userid && each.state === "asked" && each.role === role))
      await this.inviting.invite(tx, actor, facts, { userid, role });
  }
}

const seatsOf = ({ members, lead, reserve }: TeamWish): Map<string, PatrolRole> => {
  const seats = new Map<string, PatrolRole>([[lead, "lead"]]);
  for (const userid of members) if (!seats.has(userid)) seats.set(userid, "member");
  if (reserve !== null) seats.set(reserve, "reserve");
  return seats;
};

const proposalChanged = (name: (userid: string) => { name: string }, gone: readonly string[]): Refusal => {
  const who = gone.length === 0 ? "" : `（${gone.map((userid) => name(userid).name).join("、")} 现已不可抽调）`;
  return refuse("proposal-changed", "conflict", `建议的人选有变化${who}，没有抽调任何人。请点「自行指定」查看现在的建议。`, "formPatrol");
};

/** Why nobody, or not this person, calls in a team now; null: they may. */
const standing = (facts: LivestreamFacts, actor: Actor): Refusal | null => {
  const { status } = facts.livestream;
  if (!isPublicity(facts, actor.userid))
    return refuse("not-publicity", "forbidden", "巡查队伍由宣传部值班或宣传部负责人组建。", "formPatrol");
  if (status === "ended" || status === "cancelled") return over(status);
  if (status === "draft" || status === "agreed")
    return refuse("not-filed", "conflict", "这场直播还没有备案，备案后再组建巡查队伍。", "formPatrol");
  return null;
};
