import { PatrolMember, type PatrolRole } from "../../entities/patrol.js";
import { Person } from "../../entities/person.js";
import { namesOf } from "../identity/actor.js";
import { hasLeft } from "../identity/qualification.js";
import { changeRows, rowsWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { LANE, recordAct, today, type LivestreamDesk } from "./desk.js";
import { loadLivestream, lockLivestream, type LivestreamFacts } from "./facts.js";
import type { Inviting } from "./inviting.js";
import { tell } from "./notices.js";
import { patrolling } from "./rules/team.js";
import { ROLE_NAMES } from "./words.js";

/** What is done about a place that fell free. */
interface Filled {
  /** who is asked for it; null: nobody is left, or nobody is asked yet */
  asked: string | null;
  /** the reserve who owes its check-ins from here on; null: none */
  reserve: string | null;
  /** who leads from here on, where the lead left; null: stays */
  lead: string | null;
}

/** Patrollers who have left the organisation are followed as those who decline are, at once, on the air as well (R14-05, R11-18). */
export class Replacing {
  constructor(
    private readonly desk: LivestreamDesk,
    private readonly inviting: Inviting,
    private readonly team: {
      /** what follows where somebody came to a team or left it */
      changed: (tx: Tx, livestreamId: string) => Promise<void>;
      /** asks 宣传部 to complete it, where its day has come; true: they have a card for it */
      completed: (tx: Tx, livestreamId: string) => Promise<boolean>;
    },
  ) {}

  /** Of these livestreams those with somebody on the team who is here no more. */
  async withLeavers(tx: Tx, livestreamIds: readonly string[]): Promise<Set<string>> {
    const members = await rowsWhere(tx, PatrolMember, { livestreamId: livestreamIds, leftAt: null });
    return new Set((await this.#leavers(tx, members)).map(({ livestreamId }) => livestreamId));
  }

  /** Takes whoever has left from the team and fills their places. Safe to do twice. */
  async replace(tx: Tx, livestreamId: string): Promise<void> {
    await lockLivestream(tx, livestreamId);
    const { team } = await loadLivestream(this.desk, tx, livestreamId);
    const leavers = await this.#leavers(tx, team);
    for (const leaver of leavers) await this.#leave(tx, leaver);
    if (leavers.length === 0) return;
    await this.team.changed(tx, livestreamId);
    await this.#tellShort(tx, livestreamId, leavers);
  }

  async #leavers(tx: Tx, members: readonly PatrolMember[]): Promise<PatrolMember[]> {
    const people = await rowsWhere(tx, Person, { userid: [...new Set(members.map(({ userid }) => userid))] });
    const gone = new Set(people.filter((person) => hasLeft(person, today(this.desk))).map(({ userid }) => userid));
    return members.filter(({ userid }) => gone.has(userid));
  }

  async #leave(tx: Tx, leaver: PatrolMember): Promise<void> {
    const { id, livestreamId, userid, role } = leaver;
    const leftAt = this.desk.clock.now();
    if ((await changeRows(tx, PatrolMember, { id, leftAt: null }, { leftAt })) !== 1) return;
    const facts = await loadLivestream(this.desk, tx, livestreamId);
    const who = (await namesOf(tx, [userid]))(userid).name;
    recordAct(this.desk, tx, null, facts.livestream, "livestream.patroller-left", { who, role: ROLE_NAMES[role] });
    const lead = role === "lead" ? await this.#newLead(tx, facts) : null;
    const reserve = facts.livestream.status === "live" && role !== "reserve" ? await this.#callReserve(tx, facts, userid, who) : null;
    const asks = ["filed", "ready", "live"].includes(facts.livestream.status);
    const asked = asks ? await this.inviting.askNext(tx, { livestreamId, userid, role: lead === null ? role : "member" }) : null;
    await this.#tellLead(tx, { who, role, key: `${userid}:${leftAt.getTime()}`, livestreamId }, { asked, reserve, lead });
  }

  /** The first of the others leads, so that nobody has to be waited for. */
  async #newLead(tx: Tx, { livestream, team }: LivestreamFacts): Promise<string | null> {
    const next = team.find(({ role }) => role === "member");
    if (!next) return null;
    await changeRows(tx, PatrolMember, { id: next.id, leftAt: null }, { role: "lead" });
    const who = (await namesOf(tx, [next.userid]))(next.userid).name;
    recordAct(this.desk, tx, null, livestream, "livestream.new-lead", { who });
    return next.userid;
  }

  /** On the air nobody is waited for: the reserve owes the check-ins of whoever left, and is told so. */
  async #callReserve(tx: Tx, facts: LivestreamFacts, userid: string, who: string): Promise<string | null> {
    const free = facts.team.find((each) => each.role === "reserve" && each.standsInForUserid === null && each.trainedAt !== null);
    if (!free) return null;
    await changeRows(tx, PatrolMember, { id: free.id, standsInForUserid: null }, { standsInForUserid: userid });
    recordAct(this.desk, tx, null, facts.livestream, "livestream.reserve-called", { who });
    await tell(this.desk, tx, facts, {
      key: `reserve-called:${userid}:${free.userid}`,
      to: [free.userid],
      title: "请您接替巡查",
      rows: [
        ["已离任", who],
        ["请", "从现在起按计划打卡"],
      ],
      duty: "formPatrol",
      lane: LANE - 1,
    });
    return free.userid;
  }

  async #tellLead(
    tx: Tx,
    { who, role, key, livestreamId }: { who: string; role: PatrolRole; key: string; livestreamId: string },
    { asked, reserve, lead }: Filled,
  ): Promise<void> {
    const facts = await loadLivestream(this.desk, tx, livestreamId);
    const name = await namesOf(
      tx,
      [asked, reserve, lead].flatMap((userid) => userid ?? []),
    );
    const row = (title: string, userid: string | null): [string, string][] => (userid === null ? [] : [[title, name(userid).name]]);
    await tell(this.desk, tx, facts, {
      key: `left:${key}`,
      to: facts.team.filter((member) => member.role === "lead").map(({ userid }) => userid),
      title: "巡查人员已离任",
      rows: [["离任", `${who}（${ROLE_NAMES[role]}）`], ...row("接任组长", lead), ...row("候补接替", reserve), ...row("已邀请", asked)],
      duty: "formPatrol",
      lane: LANE - 1,
    });
  }

  /** Fewer are left than have to patrol: 宣传部, and 大数据中心 that can train others, as where no team comes about. */
  async #tellShort(tx: Tx, livestreamId: string, leavers: readonly PatrolMember[]): Promise<void> {
    const facts = await loadLivestream(this.desk, tx, livestreamId);
    const short = this.desk.settings.value("livestream.patrolMembers") - patrolling(facts.team).length;
    if (short <= 0 || facts.livestream.patrolWaiver !== null) return;
    const { publicity, dataCentre } = facts.people;
    const carded = await this.team.completed(tx, livestreamId);
    await tell(this.desk, tx, facts, {
      key: `short:${leavers.map(({ userid }) => userid).join()}:${this.desk.clock.now().getTime()}`,
      to: [...new Set(carded ? dataCentre.filter((userid) => !publicity.includes(userid)) : [...publicity, ...dataCentre])],
      title: "巡查人员离任，人数不足",
      rows: [
        ["还差", `${short} 人`],
        ["请", "在直播页另行指定，或先培训人员"],
      ],
      duty: "formPatrol",
      lane: LANE - 1,
    });
  }
}
