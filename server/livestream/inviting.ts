import { PatrolInvitation, PatrolMember, type InvitationState, type PatrolRole } from "../../entities/patrol.js";
import { closing } from "../deadlines/closing.js";
import type { Actor } from "../identity/actor.js";
import { directoryOf } from "../identity/directory.js";
import { newId } from "../kernel/ids.js";
import { localMoment } from "../kernel/local-time.js";
import type { Refusal } from "../kernel/refusal.js";
import { changeRows, insertRows, rowWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { closedByProgram, dueBy, HOUR_MS, LANE, recordAct, type LivestreamDesk } from "./desk.js";
import { loadLivestream, lockLivestream, type LivestreamFacts } from "./facts.js";
import { tell } from "./notices.js";
import { poolFor } from "./pool.js";
import { refuse } from "./refusals.js";
import { propose, type Seat } from "./rules/drawing.js";
import { ROLE_NAMES } from "./words.js";

/** Type of an invitation as subject of deadlines and messages. */
export const INVITATION = "patrolInvitation";

/** Asking people to join a patrol team: who says no, or nothing in time, is followed by the next (R14-05). */
export class Inviting {
  constructor(
    private readonly desk: LivestreamDesk,
    /** what follows where somebody came to a team or left it */
    private readonly teamChanged: (tx: Tx, livestreamId: string) => Promise<void>,
  ) {}

  /** Asks somebody; `actor` null: in the place of somebody who said no. */
  async invite(tx: Tx, actor: Actor | null, { livestream }: Pick<LivestreamFacts, "livestream">, { userid, role }: Seat): Promise<void> {
    const askedAt = this.desk.clock.now();
    const hours = this.desk.settings.value("livestream.invitationHours");
    // before it begins, and on the air as long as it goes on
    const last = (livestream.startAt > askedAt ? livestream.startAt : livestream.endAt).getTime();
    const answerBy = new Date(Math.max(askedAt.getTime(), Math.min(askedAt.getTime() + hours * HOUR_MS, last)));
    const invitation: PatrolInvitation = {
      ...{
        id: newId(),
        livestreamId: livestream.id,
        userid,
        role,
        state: "asked",
        askedAt,
        askedByUserid: actor?.userid ?? null,
        answerBy,
      },
      ...{ answeredAt: null, reason: null, openKey: `${livestream.id}:${userid}` },
    };
    await insertRows(tx, PatrolInvitation, [invitation]);
    recordAct(this.desk, tx, actor, livestream, "livestream.invited", { userid, role: ROLE_NAMES[role] });
    await this.desk.deadlines.open(tx, {
      duty: "joinPatrol",
      subject: { type: INVITATION, id: invitation.id, revision: null },
      holders: [userid],
      startedAt: askedAt,
      due: dueBy(this.desk, answerBy, `${localMoment(answerBy)} 前答复（设置），未答复即改请他人`),
      calendar: this.desk.calendar,
      lane: LANE - 1,
    });
  }

  /** The verb for the page: answers whatever invitation to this livestream is open to the person. */
  async answer(actor: Actor, livestreamId: string, accepts: boolean, reason: string | null): Promise<void> {
    const refusal = await this.desk.uow.run(async (tx) => {
      const open = await rowWhere(tx, PatrolInvitation, { livestreamId, userid: actor.userid, state: "asked" });
      if (open) return this.answerIn(tx, actor, open.id, accepts, reason);
      const member = await rowWhere(tx, PatrolMember, { livestreamId, userid: actor.userid, leftAt: null });
      if (member && accepts) return null;
      return refuse("not-invited", "conflict", "您没有待答复的巡查邀请，可能已超过答复时间并改请他人。", "formPatrol");
    });
    if (refusal) throw refusal;
  }

  /** Accepts or declines; one answer at a time for each livestream, so that whoever comes last sees the whole team. */
  async answerIn(tx: Tx, actor: Actor, invitationId: string, accepts: boolean, reason: string | null): Promise<Refusal | null> {
    const invitation = await rowWhere(tx, PatrolInvitation, { id: invitationId });
    if (invitation?.userid !== actor.userid)
      return refuse("not-invited", "forbidden", "这是发给别人的巡查邀请，您不能答复。", "formPatrol");
    await lockLivestream(tx, invitation.livestreamId);
    const state = accepts ? ("accepted" as const) : ("declined" as const);
    if (!(await this.#settle(tx, actor, invitation, state, reason))) return settledAlready(invitation.state);
    const { livestreamId } = invitation;
    if (accepts) await this.#join(tx, invitation);
    else await this.askNext(tx, invitation);
    await this.teamChanged(tx, livestreamId);
    return null;
  }

  /** Nobody answered in time, or it could not even be delivered: the next is asked. Safe to do twice. */
  async lapse(tx: Tx, invitationId: string, why: string): Promise<void> {
    const invitation = await rowWhere(tx, PatrolInvitation, { id: invitationId });
    if (!invitation) return;
    await lockLivestream(tx, invitation.livestreamId);
    if (!(await this.#settle(tx, null, invitation, "lapsed", why))) return;
    await this.askNext(tx, invitation);
    await this.teamChanged(tx, invitation.livestreamId);
  }

  /** Takes back what was asked; absent `userids`: of everybody. */
  async withdraw(tx: Tx, actor: Actor | null, facts: Pick<LivestreamFacts, "invitations">, userids?: readonly string[]): Promise<void> {
    const open = facts.invitations.filter(({ state, userid }) => state === "asked" && (userids?.includes(userid) ?? true));
    for (const invitation of open) await this.#settle(tx, actor, invitation, "withdrawn", null);
  }

  /** Ends an invitation; false: it was settled already. */
  async #settle(
    tx: Tx,
    actor: Actor | null,
    invitation: PatrolInvitation,
    state: InvitationState,
    reason: string | null,
  ): Promise<boolean> {
    const { id, livestreamId, userid, role } = invitation;
    const settled = { state, answeredAt: this.desk.clock.now(), reason, openKey: null };
    if ((await changeRows(tx, PatrolInvitation, { id, state: "asked" }, settled)) !== 1) return false;
    const how = `livestream.invitation-${state}`;
    const facts = { userid, role: ROLE_NAMES[role], ...(reason === null ? {} : { comment: reason }) };
    recordAct(this.desk, tx, actor, { id: livestreamId }, how, facts);
    const task = await this.desk.deadlines.openOne(tx, "joinPatrol", id);
    const own = actor?.userid === userid;
    if (task && own && actor) await this.desk.deadlines.discharge(tx, task, closing(actor, how));
    else if (task) await this.desk.deadlines.cancel(tx, task, closedByProgram(how));
    return true;
  }

  async #join(tx: Tx, { livestreamId, userid, role }: PatrolInvitation): Promise<void> {
    const joinedAt = this.desk.clock.now();
    const before = await rowWhere(tx, PatrolMember, { livestreamId, userid });
    if (before) await changeRows(tx, PatrolMember, { id: before.id }, { role, joinedAt, leftAt: null });
    else await insertRows(tx, PatrolMember, [{ id: newId(), livestreamId, userid, role, joinedAt }]);
  }

  /** The next of the pool is asked for the place that this person does not take; null: nobody is left, which 宣传部 hears, or it is over. */
  async askNext(tx: Tx, place: Pick<PatrolInvitation, "livestreamId" | "role" | "userid">): Promise<string | null> {
    const { livestreamId, role, userid } = place;
    const facts = await loadLivestream(this.desk, tx, livestreamId);
    if (facts.livestream.status === "cancelled" || facts.livestream.status === "ended") return null;
    const [seat] = await this.proposal(tx, facts, [role]);
    if (seat) {
      await this.invite(tx, null, facts, seat);
      return seat.userid;
    }
    await tell(this.desk, tx, facts, {
      key: `nobody-left:${userid}:${role}`,
      to: facts.people.publicity,
      title: "没有可抽调的巡查人选",
      rows: [
        ["空缺", ROLE_NAMES[role]],
        ["请", "在直播页另行指定，或先培训人员"],
      ],
      duty: "formPatrol",
    });
    return null;
  }

  /** Who is proposed for these places, beside those who are on the team or asked. */
  async proposal(tx: Tx, facts: LivestreamFacts, free: readonly PatrolRole[]): Promise<Seat[]> {
    const seated = [...facts.team, ...facts.invitations.filter(({ state }) => state === "asked")].map(({ userid }) => userid);
    const units = await unitsOf(tx, seated);
    return propose(await poolFor(this.desk, tx, facts), { free, units, initiatingUnitId: facts.livestream.initiatingUnitId });
  }
}

const unitsOf = async (tx: Tx, userids: readonly string[]): Promise<string[]> => {
  const directory = await directoryOf(tx);
  return userids.map((userid) => directory.person(userid)?.unitId ?? "");
};

const STATE_WORDS: Readonly<Record<InvitationState, string>> = {
  asked: "还在等您答复",
  accepted: "您已接受",
  declined: "您已答复不能参加",
  lapsed: "已超过答复时间并改请他人",
  withdrawn: "已撤回",
};

const settledAlready = (state: InvitationState): Refusal =>
  refuse("invitation-settled", "conflict", `这个巡查邀请${STATE_WORDS[state]}，本次操作未生效。`, "formPatrol");
