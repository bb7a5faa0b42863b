import { CheckIn, ExpectedCheckIn, PatrolFinding, PatrolMember } from "../../entities/patrol.js";
import { PatrolFollowUp, PatrolSummary, type PatrolCounts } from "../../entities/patrol-summary.js";
import { closing } from "../deadlines/closing.js";
import { namesOf, type Actor } from "../identity/actor.js";
import { directoryOf, type Directory } from "../identity/directory.js";
import { present } from "../identity/offices.js";
import { dueAt } from "../kernel/due.js";
import { newId } from "../kernel/ids.js";
import type { Refusal } from "../kernel/refusal.js";
import { changeRows, insertRows, rowsWhere, rowWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { LANE, recordAct, today, type LivestreamDesk } from "./desk.js";
import { loadLivestream, type LivestreamFacts } from "./facts.js";
import { others, tell } from "./notices.js";
import { alreadyDecided, changedMeanwhile, refuse } from "./refusals.js";
import { isPublicity } from "./rules/standing.js";
import { openTask } from "./tasks.js";

/** Type of a follow-up as subject of deadlines. */
export const FOLLOW_UP = "patrolFollowUp";

/** 巡查小结, with what units have to put right. */
export interface SummaryInput {
  words: string;
  followUps: readonly { unitId: string; words: string }[];
}

/** 巡查小结 by the lead within a working day, and the tasks that come of it (R14-11). */
export class SummingUp {
  constructor(private readonly desk: LivestreamDesk) {}

  /** Asks the lead for the summary; nobody on a team: nothing is owed. */
  async ask(tx: Tx, facts: LivestreamFacts): Promise<void> {
    const { livestream, team } = facts;
    const holders = team.filter(({ role }) => role === "lead").map(({ userid }) => userid);
    const [first] = team;
    if (!first || (await rowWhere(tx, PatrolSummary, { livestreamId: livestream.id }))) return;
    const days = this.desk.settings.value("livestream.summaryWorkingDays");
    const due = dueAt({ workingDays: days }, livestream.endedAt ?? this.desk.clock.now(), this.desk.calendar);
    await openTask(this.desk, tx, facts, { duty: "summarisePatrol", holders: holders.length > 0 ? holders : [first.userid], due });
  }

  /** Hands it in, once; each follow-up becomes a task of its unit's head. */
  async submit(actor: Actor, livestreamId: string, input: SummaryInput): Promise<void> {
    const refusal = await this.desk.uow.run(async (tx) => {
      const facts = await loadLivestream(this.desk, tx, livestreamId);
      const wrong = (await this.#refusal(tx, actor, facts)) ?? (await unknownUnit(tx, input));
      if (wrong) return wrong;
      const counts = await countsOf(tx, livestreamId);
      const submitted = { submittedByUserid: actor.userid, submittedAt: this.desk.clock.now() };
      await insertRows(tx, PatrolSummary, [{ id: newId(), livestreamId, counts, words: input.words, ...submitted }]);
      recordAct(this.desk, tx, actor, facts.livestream, "livestream.summarised", { counts, followUps: input.followUps.length });
      const task = await this.desk.deadlines.openOne(tx, "summarisePatrol", livestreamId);
      if (task) await this.desk.deadlines.discharge(tx, task, closing(actor, "livestream.summarised"));
      for (const followUp of input.followUps) await this.#open(tx, facts, followUp);
      await this.#tell(tx, actor, facts, counts);
      return null;
    });
    if (refusal) throw refusal;
  }

  /** 已整改, with what was done. */
  async finish(actor: Actor, livestreamId: string, followUpId: string, answer: string): Promise<void> {
    const refusal = await this.desk.uow.run((tx) => this.#finishIn(tx, actor, livestreamId, followUpId, answer));
    if (refusal) throw refusal;
  }

  async #finishIn(tx: Tx, actor: Actor, livestreamId: string, id: string, answer: string): Promise<Refusal | null> {
    const followUp = await rowWhere(tx, PatrolFollowUp, { id, livestreamId });
    if (!followUp) return refuse("follow-up-unknown", "notFound", "没有找到这项整改，请从直播页重新打开。", "formPatrol");
    const { unitId, doneAt, doneByUserid } = followUp;
    if (!answersFor(await directoryOf(tx), unitId, actor.userid))
      return refuse("not-your-unit", "forbidden", "整改由责任部门办理，您不在该部门。", "formPatrol");
    if (doneAt !== null && doneByUserid !== null)
      return alreadyDecided((await namesOf(tx, [doneByUserid]))(doneByUserid).name, doneAt, "办结这项整改");
    const done = { state: "done" as const, doneAt: this.desk.clock.now(), doneByUserid: actor.userid, answer };
    if ((await changeRows(tx, PatrolFollowUp, { id, state: "open" }, done)) !== 1) return changedMeanwhile();
    recordAct(this.desk, tx, actor, { id: livestreamId }, "livestream.followed-up", { comment: answer });
    const task = await this.desk.deadlines.openOne(tx, "followUpPatrol", id);
    if (task) await this.desk.deadlines.discharge(tx, task, closing(actor, "livestream.followed-up"));
    return null;
  }

  async #refusal(tx: Tx, actor: Actor, facts: LivestreamFacts): Promise<Refusal | null> {
    const { team, livestream } = facts;
    const lead = team.find(({ role }) => role === "lead") ?? team[0];
    if (lead?.userid !== actor.userid && !isPublicity(facts, actor.userid))
      return refuse("not-lead", "forbidden", "巡查小结由巡查队组长提交，请联系组长或宣传部。", "formPatrol");
    if (livestream.status !== "ended") return refuse("not-over", "conflict", "直播还没有下播，下播后再提交小结。", "formPatrol");
    const before = await rowWhere(tx, PatrolSummary, { livestreamId: livestream.id });
    if (!before) return null;
    const by = (await namesOf(tx, [before.submittedByUserid]))(before.submittedByUserid).name;
    return alreadyDecided(by, before.submittedAt, "提交巡查小结");
  }

  async #open(tx: Tx, { livestream, people }: LivestreamFacts, { unitId, words }: SummaryInput["followUps"][number]): Promise<void> {
    const openedAt = this.desk.clock.now();
    const followUp = { id: newId(), livestreamId: livestream.id, unitId, words, state: "open" as const, openedAt };
    await insertRows(tx, PatrolFollowUp, [followUp]);
    const unit = (await directoryOf(tx)).unit(unitId);
    const [head] = await present(tx, [unit?.headUserid ?? null, unit?.leaderInChargeUserid ?? null], today(this.desk));
    await this.desk.deadlines.open(tx, {
      duty: "followUpPatrol",
      subject: { type: FOLLOW_UP, id: followUp.id, revision: null },
      holders: head === undefined ? people.publicity : [head],
      startedAt: openedAt,
      due: dueAt({ workingDays: this.desk.settings.value("livestream.followUpWorkingDays") }, openedAt, this.desk.calendar),
      calendar: this.desk.calendar,
      lane: LANE,
    });
  }

  #tell(tx: Tx, actor: Actor, facts: LivestreamFacts, counts: PatrolCounts): Promise<void> {
    const { livestream, people } = facts;
    return tell(this.desk, tx, facts, {
      key: "summarised",
      to: others([...people.publicity, ...people.heads.initiating, ...people.heads.operating, livestream.applicantUserid], actor),
      title: "巡查小结已提交",
      rows: [
        ["打卡", `应 ${counts.expected} 次，按时 ${counts.done} 次，漏 ${counts.missed} 次`],
        ["发现问题", `提醒 ${counts.remind}，纠正 ${counts.correct}，建议中断 ${counts.interrupt}`],
      ],
      duty: "formPatrol",
    });
  }
}

/** True for those who may say that a follow-up of this unit is done: its people and whoever leads it. */
export const answersFor = (directory: Directory, unitId: string, userid: string): boolean =>
  directory.person(userid)?.unitId === unitId || directory.unitsUnder(userid).some((unit) => unit.id === unitId);

/** What the record counts of a patrol. */
export const countsOf = async (tx: Tx, livestreamId: string): Promise<PatrolCounts> => {
  const expected = (await rowsWhere(tx, ExpectedCheckIn, { livestreamId })).filter(({ state }) => state !== "cancelled");
  const checkIns = await rowsWhere(tx, CheckIn, { livestreamId });
  const findings = await rowsWhere(tx, PatrolFinding, { livestreamId });
  const members = await rowsWhere(tx, PatrolMember, { livestreamId, leftAt: null });
  const found = (level: PatrolFinding["level"]): number => findings.filter((finding) => finding.level === level).length;
  return {
    patrollers: members.filter(({ role, standsInForUserid }) => role !== "reserve" || standsInForUserid !== null).length,
    expected: expected.length,
    done: expected.filter(({ state }) => state === "done").length,
    missed: expected.filter(({ missedAt, state }) => missedAt !== null || state === "missed").length,
    madeUp: checkIns.filter(({ madeUp }) => madeUp).length,
    ...{ remind: found("remind"), correct: found("correct"), interrupt: found("interrupt") },
  };
};

const unknownUnit = async (tx: Tx, { followUps }: SummaryInput): Promise<Refusal | null> => {
  const directory = await directoryOf(tx);
  if (followUps.every(({ unitId }) => directory.unit(unitId) !== null)) return null;
  return refuse("unit-unknown", "invalid", "整改的责任部门不在组织名单中，请从列表中选择。", "formPatrol");
};
