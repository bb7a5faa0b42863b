import { In, IsNull } from "typeorm";
import type { Deadline } from "../../entities/deadline.js";
import { PatrolMember } from "../../entities/patrol.js";
import { closing } from "../deadlines/closing.js";
import type { Actor } from "../identity/actor.js";
import { directoryOf } from "../identity/directory.js";
import type { Refusal } from "../kernel/refusal.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { closedByProgram, dueBy, LANE, recordAct, type LivestreamDesk } from "./desk.js";
import { loadLivestream, lockLivestream, type LivestreamFacts } from "./facts.js";
import { others, tell } from "./notices.js";
import { reviewReadiness } from "./readiness.js";
import { refuse } from "./refusals.js";
import { openTask } from "./tasks.js";

/** 直播前巡查队伍的业务培训: confirmed person by person by 大数据中心, never by oneself; without it nobody checks in (R14-06). */
export class Training {
  constructor(private readonly desk: LivestreamDesk) {}

  /** Asks 大数据中心 as long as somebody on the team is not confirmed, and stops where everybody is. Safe to do twice. */
  async ask(tx: Tx, livestreamId: string): Promise<void> {
    const facts = await loadLivestream(this.desk, tx, livestreamId);
    const { startAt, status } = facts.livestream;
    const open = await this.desk.deadlines.openOne(tx, "trainPatrol", livestreamId);
    if (untrained(facts).length === 0) {
      if (open) await this.desk.deadlines.cancel(tx, open, closedByProgram("livestream.nobody-to-train"));
      return;
    }
    if (status === "cancelled" || status === "ended" || open) return;
    const due = dueBy(this.desk, startAt, "开播前完成培训，未确认的人员不能打卡");
    await openTask(this.desk, tx, facts, { duty: "trainPatrol", holders: facts.people.dataCentre, due, lane: LANE - 1 });
  }

  /** The verb for the page. */
  async confirm(actor: Actor, livestreamId: string, userids: readonly string[]): Promise<void> {
    const refusal = await this.desk.uow.run((tx) => this.confirmIn(tx, actor, livestreamId, userids));
    if (refusal) throw refusal;
  }

  /**
   * The button 全部已完成培训: confirms those whom the card shows (`shown`), except oneself and whoever is not on the team any more. Whoever joined since
   * is asked for by a card of their own.
   */
  async confirmShown(tx: Tx, actor: Actor, card: Deadline, shown: string): Promise<Refusal | null> {
    const livestreamId = card.subjectId;
    await lockLivestream(tx, livestreamId);
    const facts = await loadLivestream(this.desk, tx, livestreamId);
    const listed = shown.split(",");
    const missing = untrained(facts).map(({ userid }) => userid);
    const wanted = missing.filter((userid) => listed.includes(userid) && userid !== actor.userid);
    const refusal = await this.#confirm(tx, actor, facts, wanted);
    if (refusal) return refusal;
    // a card that was closed meanwhile has been followed by another already
    const joined = missing.some((userid) => !listed.includes(userid));
    if (joined && (await this.desk.deadlines.discharge(tx, card, closing(actor, "livestream.trained")))) {
      await this.ask(tx, livestreamId);
      return null;
    }
    return wanted.length === 0 ? nobodyLeft() : null;
  }

  /** Confirms these people. Confirming again changes nothing. */
  async confirmIn(tx: Tx, actor: Actor, livestreamId: string, userids: readonly string[]): Promise<Refusal | null> {
    // two who confirm at once: whoever comes last sees that nobody is missing
    await lockLivestream(tx, livestreamId);
    return this.#confirm(tx, actor, await loadLivestream(this.desk, tx, livestreamId), userids);
  }

  async #confirm(tx: Tx, actor: Actor, facts: LivestreamFacts, userids: readonly string[]): Promise<Refusal | null> {
    const livestreamId = facts.livestream.id;
    const missing = untrained(facts).map(({ userid }) => userid);
    const refusal = await trainingRefusal(tx, facts, actor, userids);
    if (refusal) return refusal;
    const confirmed = userids.filter((userid) => missing.includes(userid));
    if (confirmed.length === 0) return null;
    const trained = { trainedAt: this.desk.clock.now(), trainedByUserid: actor.userid };
    await tx.update(PatrolMember, { livestreamId, userid: In(confirmed), leftAt: IsNull(), trainedAt: IsNull() }, trained);
    recordAct(this.desk, tx, actor, facts.livestream, "livestream.trained", { members: confirmed });
    const task = await this.desk.deadlines.openOne(tx, "trainPatrol", livestreamId);
    if (task && missing.length === confirmed.length) await this.desk.deadlines.discharge(tx, task, closing(actor, "livestream.trained"));
    await tell(this.desk, tx, facts, {
      key: `trained:${confirmed.join()}`,
      to: others(confirmed, actor),
      title: "已确认完成巡查培训",
      rows: [
        ["确认人", actor.name],
        ["请", "按时到岗打卡"],
      ],
      duty: "trainPatrol",
    });
    await reviewReadiness(this.desk, tx, livestreamId);
    return null;
  }
}

/** Those on the team whose training is not confirmed. */
export const untrained = ({ team }: Pick<LivestreamFacts, "team">): readonly PatrolMember[] =>
  team.filter(({ trainedAt }) => trainedAt === null);

const nobodyLeft = (): Refusal =>
  refuse("nobody-to-train", "conflict", "没有待您确认的人员：本人的培训由大数据中心其他同志确认。", "trainPatrol");

/** True for whoever trains: 大数据中心's desk, its head, and everybody who works there. */
export const isTrainer = async (
  tx: Tx,
  { people }: Pick<LivestreamFacts, "people">,
  actor: Pick<Actor, "userid" | "unitId">,
): Promise<boolean> => people.dataCentre.includes(actor.userid) || (await directoryOf(tx)).unit(actor.unitId)?.kind === "dataCentre";

const trainingRefusal = async (tx: Tx, facts: LivestreamFacts, actor: Actor, wanted: readonly string[]): Promise<Refusal | null> => {
  if (!(await isTrainer(tx, facts, actor)))
    return refuse("not-trainer", "forbidden", "巡查培训由大数据中心的培训人员确认，请联系大数据中心值班。", "trainPatrol");
  if (wanted.includes(actor.userid))
    return refuse("own-training", "forbidden", "不能确认自己的培训，请由大数据中心其他同志确认。", "trainPatrol");
  const strangers = wanted.filter((userid) => !facts.team.some((member) => member.userid === userid));
  if (strangers.length === 0) return null;
  return refuse("not-on-team", "invalid", `${strangers.join("、")} 不在巡查队伍中，接受邀请后才能确认培训。`, "trainPatrol");
};
