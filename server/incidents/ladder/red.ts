import type { Deadline } from "../../../entities/deadline.js";
import type { DutyPart } from "../../deadlines/duty-part.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import type { IncidentsDesk } from "../desk.js";
import { loadIncident, type IncidentFacts } from "../facts.js";
import { tellOutOfReach } from "../notices.js";
import { whoHolds } from "../rules/who-holds.js";
import { acknowledgementsOf } from "../rules/discharge.js";
import { redLeaders } from "../rules/standing.js";
import { openTask } from "../tasks.js";
import { heardOf, isOutOfReach, ring } from "./calling.js";

const MINUTE_MS = 60_000;
const NEXT = /^next\.(\d+)$/;

/** R24-05: 主要领导 is rung in the transaction that raises the alert, and what follows without their word is planned. */
export const startRed = async (desk: IncidentsDesk, tx: Tx, task: Deadline, facts: IncidentFacts): Promise<void> => {
  await ring(desk, tx, task, { key: "first", userids: redLeaders(facts), words: "红色警报：请立即查看" });
  const at = (key: "incidents.redOthersMinutes" | "incidents.redThirdCallMinutes" | "incidents.redByHandMinutes"): Date =>
    new Date(task.openedAt.getTime() + desk.settings.value(key) * MINUTE_MS);
  await desk.deadlines.planStep(tx, task, { name: "others", at: at("incidents.redOthersMinutes") });
  await desk.deadlines.planStep(tx, task, { name: "next.1", at: at("incidents.redThirdCallMinutes") });
  await desk.deadlines.planStep(tx, task, { name: "byHand", at: at("incidents.redByHandMinutes") });
};

/** R24-06: what happens while 主要领导 has not confirmed. Nothing of it ends duty ①. */
export const redSteps = (desk: IncidentsDesk): Required<Pick<DutyPart, "step" | "unreachable" | "called">> => ({
  step: async (tx, task, name) => {
    const facts = await loadIncident(desk, tx, task.subjectId);
    const { people } = facts;
    if (name === "others")
      await goThere(desk, tx, facts, [...whoHolds(people, "leaderInCharge"), ...whoHolds(people, "publicityHead")], name);
    if (name === "byHand") await goThere(desk, tx, facts, whoHolds(people, "publicityDepartment"), null);
    const turn = NEXT.exec(name)?.[1];
    if (turn !== undefined) await nextLeader(desk, tx, task, facts, Number(turn));
  },
  unreachable: async (tx, task, userids, by) => {
    await heardOf(desk).unreachable(tx, task, userids, by);
    const facts = await loadIncident(desk, tx, task.subjectId);
    const leaders = userids.filter((userid) => redLeaders(facts).includes(userid));
    if (by !== "duty" || leaders.length === 0) return;
    await desk.deadlines.hasten(tx, task, "others");
    await tellOutOfReach(desk, tx, facts, { task, userids: leaders, why: "企业微信收不到卡片" });
  },
  called: climbing(desk, (tx, task) => desk.deadlines.hasten(tx, task, "others")),
});

/** What came of a call is on record; where it cannot have reached its leader, who has not answered otherwise, the ladder climbs at once. */
const climbing =
  (desk: IncidentsDesk, climb: (tx: Tx, task: Deadline) => Promise<unknown>): Required<DutyPart>["called"] =>
  async (tx, task, call) => {
    await heardOf(desk).called(tx, task, call);
    if (!isOutOfReach(call)) return;
    const facts = await loadIncident(desk, tx, task.subjectId);
    if (acknowledgementsOf(facts).some((said) => said.byUserid === call.userid)) return;
    await climb(tx, task);
    await tellOutOfReach(desk, tx, facts, { task, userids: [call.userid], why: call.result ?? "" });
  };

/** R24-06: whoever was asked to go to 主要领导 and cannot be rung is followed by the next of 书记班子 at once. */
export const byHandCalls = (desk: IncidentsDesk): Required<Pick<DutyPart, "called">> => ({
  called: climbing(desk, async (tx, task) => {
    const red = await desk.deadlines.openOne(tx, "reportRed", task.subjectId);
    const next = red?.steps?.filter(({ name, at }) => NEXT.test(name) && red.nextStepAt !== null && new Date(at) >= red.nextStepAt).at(0);
    if (red && next) await desk.deadlines.hasten(tx, red, next.name);
  }),
});

/** The next of 书记班子 in order, every few minutes, until one of them has tapped 收到. */
const nextLeader = async (desk: IncidentsDesk, tx: Tx, task: Deadline, facts: IncidentFacts, turn: number): Promise<void> => {
  const { secretariat, leaderInCharge } = facts.people;
  const seen = acknowledgementsOf(facts).map((said) => said.byUserid);
  if ([...secretariat, ...leaderInCharge].some((userid) => seen.includes(userid))) return;
  const [next, ...rest] = secretariat.filter((userid) => !leaderInCharge.includes(userid)).slice(turn - 1);
  if (next === undefined) return;
  await goThere(desk, tx, facts, [next], `next.${turn}`);
  const pause = desk.settings.value("incidents.nextLeaderMinutes") * MINUTE_MS;
  if (rest.length > 0)
    await desk.deadlines.planStep(tx, task, { name: `next.${turn + 1}`, at: new Date(desk.clock.now().getTime() + pause) });
};

/** Asks people to tell 主要领导 in person or by phone, and rings them; `call` null: they are at the desk and the card is enough. */
const goThere = async (desk: IncidentsDesk, tx: Tx, facts: IncidentFacts, who: readonly string[], call: string | null): Promise<void> => {
  const asked = who.filter((userid) => !redLeaders(facts).includes(userid));
  if (asked.length === 0) return;
  const open = await desk.deadlines.openOne(tx, "reportRedByHand", facts.incident.id);
  const going =
    open ?? (await openTask(desk, tx, facts, { duty: "reportRedByHand", holders: asked, within: "open", from: desk.clock.now() }));
  if (open) {
    const holders = await desk.deadlines.holders(tx, open.id);
    await desk.deadlines.reassign(tx, open, [...new Set([...holders, ...asked])]);
  }
  if (call !== null) await ring(desk, tx, going, { key: call, userids: asked, words: "主要领导未确认红色警报，请当面或电话报告" });
};
