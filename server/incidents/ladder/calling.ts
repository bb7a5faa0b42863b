import type { Deadline } from "../../../entities/deadline.js";
import type { VoiceCall } from "../../../entities/voice-call.js";
import { systemActor } from "../../audit/record.js";
import type { Attempt, DutyPart } from "../../deadlines/duty-part.js";
import { namesOf } from "../../identity/actor.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import { recordAct, subjectOf, type Acting, type IncidentsDesk } from "../desk.js";
import { loadIncident } from "../facts.js";
import { rowOf } from "../own-duties.js";
import { acknowledgementsOf } from "../rules/discharge.js";
import { drillMark } from "../words.js";

/** The program itself, where the ladder climbs without anybody's act. */
export const LADDER: Acting = { ...systemActor("警报阶梯"), via: "system" };

/** Rings people about a duty; `key` makes it one call to each. Whoever has tapped 收到 by then is not rung. */
export const ring = async (
  desk: IncidentsDesk,
  tx: Tx,
  task: Deadline,
  call: { key: string; userids: readonly string[]; words: string },
): Promise<void> => {
  const { incident } = await loadIncident(desk, tx, task.subjectId);
  await desk.outbox.call(tx, {
    key: `${call.key}:${task.id}`,
    subject: subjectOf(task.subjectId),
    deadline: task,
    userids: call.userids,
    lane: task.lane,
    words: `${drillMark(incident)}${call.words}`,
  });
};

/** 不在服务区、停机、拒接、关机、空号、受限 [91628]: ringing once more now would not help, unlike a line that is busy or nobody who picks up. */
const OUT_OF_REACH: readonly number[] = [5, 6, 7, 8, 9, 10];

/** True where the call cannot have reached this person, so that the ladder climbs at once instead of after its minutes. */
export const isOutOfReach = ({ state, reason }: Pick<VoiceCall, "state" | "reason">): boolean =>
  state === "unanswered" && reason !== null && OUT_OF_REACH.includes(reason);

/** What every duty on an incident says to the mechanism about attempts to reach somebody: what came of each is on record. */
export const heardOf = (desk: IncidentsDesk): Required<Pick<DutyPart, "called" | "unreachable">> => ({
  called: (tx, task, call) => recordCall(desk, tx, task, call),
  unreachable: (tx, task, userids, by) => recordUnreached(desk, tx, task, userids, by),
});

/** Whoever has tapped 收到 of the present alert is not rung about it any more, though what was asked of them may still be owed. */
export const seenAlert =
  (desk: IncidentsDesk): Required<DutyPart>["acknowledged"] =>
  async (tx, task, userid) =>
    acknowledgementsOf(await loadIncident(desk, tx, task.subjectId)).some((said) => said.byUserid === userid);

const recordCall = async (desk: IncidentsDesk, tx: Tx, task: Deadline, call: VoiceCall): Promise<void> => {
  const name = await namesOf(tx, [call.userid]);
  recordAct(desk, tx, LADDER, task.subjectId, "incidents.called", {
    facts: {
      to: name(call.userid).name,
      words: call.words,
      result: call.result,
      answered: call.state === "answered",
      title: rowOf(task.duty).title,
    },
  });
};

const BY: Readonly<Record<Attempt, string>> = { duty: "卡片", notice: "通知", call: "电话" };

const recordUnreached = async (desk: IncidentsDesk, tx: Tx, task: Deadline, userids: readonly string[], by: Attempt): Promise<void> => {
  const name = await namesOf(tx, userids);
  recordAct(desk, tx, LADDER, task.subjectId, "incidents.unreached", {
    facts: { to: userids.map((userid) => name(userid).name).join("、"), by: BY[by], title: rowOf(task.duty).title },
  });
};
