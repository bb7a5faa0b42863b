import { And, LessThanOrEqual, MoreThan } from "typeorm";
import { Deadline } from "../../entities/deadline.js";
import { Livestream } from "../../entities/livestream.js";
import { ExpectedCheckIn, PatrolMember } from "../../entities/patrol.js";
import { closing } from "../deadlines/closing.js";
import { MISSED } from "../deadlines/plan.js";
import type { Rounds } from "../domain.js";
import { namesOf, type Actor } from "../identity/actor.js";
import { localClock } from "../kernel/local-time.js";
import type { Refusal } from "../kernel/refusal.js";
import { Parts } from "../kernel/parts.js";
import { changeRows, rowsWhere, rowThere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { memberOf, type CheckInDesk, type LivestreamVerbs } from "./check-in-desk.js";
import { closedByProgram, dueBy, LANE, recordAct } from "./desk.js";
import { EXPECTED } from "./expecting.js";
import { loadLivestream } from "./facts.js";
import { others, tell } from "./notices.js";
import { isOutside, type OnSiteCalls } from "./phoning.js";
import { refuse } from "./refusals.js";
import { isOver } from "./rules/missed.js";
import { deskBeside } from "./rules/standing.js";
import { standInRefusal } from "./rules/standing-in.js";
import { checkInWords } from "./words.js";

const GRACE_MS = 3 * 60_000;
const DUTY = "patrolCheckIn";

type Work = (tx: Tx) => Promise<unknown>;

/** 漏打卡 (R14-09): from its moment on a check-in is owed, and what follows is the steps of that duty. */
export class Missed implements Rounds {
  constructor(
    private readonly desk: CheckInDesk,
    private readonly verbs: Pick<LivestreamVerbs, "follow" | "replaceLeavers">,
    private readonly onSiteCalls: OnSiteCalls,
  ) {}

  /** Makes every check-in whose moment has come a duty, and closes those that nobody waits for any more. Safe to run twice. */
  async sweep(): Promise<void> {
    const parts = new Parts();
    for (const work of await this.desk.uow.read((tx) => this.#due(tx))) await parts.run(() => this.desk.uow.run(work));
    parts.end();
  }

  /** The next moment at which somebody is expected. */
  async nextMoment(after: Date, until: Date): Promise<Date | null> {
    const where = { state: "expected" as const, dueAt: And(MoreThan(after), LessThanOrEqual(until)) };
    const [next] = await this.desk.uow.read((tx) => tx.find(ExpectedCheckIn, { where, order: { dueAt: "ASC" }, take: 1 }));
    return next?.dueAt ?? null;
  }

  async #due(tx: Tx): Promise<Work[]> {
    const now = this.desk.clock.now();
    const rows = await tx.find(ExpectedCheckIn, { where: { state: "expected", dueAt: LessThanOrEqual(now) }, order: { dueAt: "ASC" } });
    const open = await rowsWhere(tx, Deadline, { duty: DUTY, state: "open" });
    const stale = await this.#stale(tx, open);
    // one whose moment was moved is owed anew by the same sweep that closes the former
    const owed = new Set(open.filter(({ id }) => !stale.has(id)).map(({ subjectId }) => subjectId));
    return [
      ...open
        .filter(({ id }) => stale.has(id))
        .map(
          (task): Work =>
            (tx) =>
              this.#closeStale(tx, task),
        ),
      ...rows
        .filter(({ id }) => !owed.has(id))
        .map(
          (row): Work =>
            (tx) =>
              this.#owe(tx, row.id),
        ),
    ];
  }

  /** From now on it is owed, unless the person owes a later one already, e.g. because the program stood still, or the livestream is over. */
  async #owe(tx: Tx, id: string): Promise<void> {
    if ((await changeRows(tx, ExpectedCheckIn, { id, state: "expected" }, { state: "expected" })) !== 1) return;
    const row = await rowThere(tx, ExpectedCheckIn, { id });
    const now = this.desk.clock.now();
    if (row.dueAt > now || (await this.desk.deadlines.openOne(tx, DUTY, id))) return;
    const own = await rowsWhere(tx, ExpectedCheckIn, { livestreamId: row.livestreamId, userid: row.userid }, ["dueAt", "id"]);
    const later = own.some(({ state, dueAt }) => state !== "cancelled" && dueAt > row.dueAt && dueAt <= now);
    const livestream = await rowThere(tx, Livestream, { id: row.livestreamId });
    if (later || isOver(livestream, row, now)) return this.#mark(tx, row);
    // 开播 stays owed however many rounds follow: only its check-in shows what went on air
    const passed = own.filter(({ kind }) => kind !== "start");
    for (const task of await this.desk.deadlines.openOn(tx, { type: EXPECTED, id: passed.map((each) => each.id) }))
      await this.desk.deadlines.cancel(tx, task, closedByProgram("livestream.next-check-in"));
    const graceUntil = new Date(row.dueAt.getTime() + GRACE_MS);
    await this.desk.deadlines.open(tx, {
      duty: DUTY,
      subject: { type: EXPECTED, id, revision: null },
      holders: [row.userid],
      startedAt: row.dueAt,
      due: dueBy(this.desk, graceUntil, `应于 ${localClock(row.dueAt)} 打卡，宽限 3 分钟`),
      calendar: this.desk.calendar,
      lane: LANE - 1,
      // where the program stood still for longer, the first card is this one
      quiet: now < graceUntil,
    });
  }

  async #closeStale(tx: Tx, task: Deadline): Promise<void> {
    const why = (await this.#stale(tx, [task])).get(task.id);
    if (why !== undefined) await this.desk.deadlines.cancel(tx, task, closedByProgram(why));
  }

  /** Of these those that nobody waits for any more, and why: moved or dropped, their livestream over, or their holder not on the team now. */
  async #stale(tx: Tx, tasks: readonly Deadline[]): Promise<Map<string, string>> {
    const rows = await rowsWhere(tx, ExpectedCheckIn, { id: tasks.map(({ subjectId }) => subjectId) });
    const livestreamId = [...new Set(rows.map((row) => row.livestreamId))];
    const livestreams = await rowsWhere(tx, Livestream, { id: livestreamId });
    const members = await rowsWhere(tx, PatrolMember, { livestreamId, leftAt: null });
    const why = (task: Deadline): string | null => {
      const row = rows.find(({ id }) => id === task.subjectId);
      const livestream = livestreams.find(({ id }) => id === row?.livestreamId);
      if (!row || !livestream) return "livestream.no-longer-expected";
      if (isOver(livestream, row, this.desk.clock.now())) return "livestream.over";
      const moved = row.dueAt.getTime() !== task.startedAt.getTime() || row.state === "cancelled";
      const awaited = members.some((member) => member.livestreamId === row.livestreamId && member.userid === row.userid);
      return awaited && !moved ? null : "livestream.no-longer-expected";
    };
    return new Map(tasks.flatMap((task) => [why(task)].flatMap((word) => (word === null ? [] : [[task.id, word] as const]))));
  }

  /** A step of the duty was taken: it is on the livestream's own record, and from the first on the check-in is missed. */
  async step(tx: Tx, task: Deadline, name: string): Promise<void> {
    const row = await rowThere(tx, ExpectedCheckIn, { id: task.subjectId });
    if (name === MISSED) return this.#mark(tx, row);
    const who = (await namesOf(tx, [row.userid]))(row.userid).name;
    const facts = await loadLivestream(this.desk, tx, row.livestreamId);
    const phones = name === "desk" && isOutside(facts);
    const untold = phones ? { untold: facts.livestream.onSite } : {};
    recordAct(this.desk, tx, null, facts.livestream, "livestream.chased", { step: name, who, what: checkInWords(row), ...untold });
    // once it is over there is nobody on site to look
    if (phones && facts.livestream.status !== "ended") await this.onSiteCalls.ask(tx, facts, deskBeside(facts));
  }

  async #mark(tx: Tx, row: ExpectedCheckIn): Promise<void> {
    const missed = { state: "missed" as const, missedAt: this.desk.clock.now() };
    if ((await changeRows(tx, ExpectedCheckIn, { id: row.id, state: "expected" }, missed)) !== 1) return;
    const who = (await namesOf(tx, [row.userid]))(row.userid).name;
    recordAct(this.desk, tx, null, { id: row.livestreamId }, "livestream.check-in-missed", { who, what: checkInWords(row) });
  }

  /** Whoever owed it has left the organisation: the place is filled, and it is theirs no more. */
  async holderLeft(tx: Tx, task: Deadline): Promise<void> {
    const { livestreamId } = await rowThere(tx, ExpectedCheckIn, { id: task.subjectId });
    await this.verbs.replaceLeavers(tx, livestreamId);
    await this.#closeStale(tx, task);
  }

  /** The verb for the page: stands in for whoever was silent. */
  async standIn(actor: Actor, livestreamId: string, userid: string): Promise<void> {
    const refusal = await this.desk.uow.run((tx) => this.standInIn(tx, actor, livestreamId, userid));
    if (refusal) throw refusal;
  }

  /** 我来接替: the reserve, or the lead, owes the check-ins of the silent patroller from here on; saying so again changes nothing. */
  async standInIn(tx: Tx, actor: Actor, livestreamId: string, userid: string): Promise<Refusal | null> {
    const facts = await loadLivestream(this.desk, tx, livestreamId);
    const member = memberOf(facts, actor.userid);
    if (member?.standsInForUserid === userid) return null;
    const name = await namesOf(tx, [userid, ...facts.team.map((each) => each.userid)]);
    const refusal = standInRefusal(facts, actor.userid, userid, (each) => name(each).name);
    if (refusal || !member) return refusal;
    const open = { id: member.id, leftAt: null, standsInForUserid: null };
    if ((await changeRows(tx, PatrolMember, open, { standsInForUserid: userid })) !== 1)
      return refuse("changed-meanwhile", "conflict", "巡查队伍刚有变动，本次操作未生效。请刷新后再看。", "formPatrol");
    recordAct(this.desk, tx, actor, facts.livestream, "livestream.stood-in", { who: name(userid).name });
    await this.#closeTasksOf(tx, actor, livestreamId, userid);
    await this.verbs.follow(tx, livestreamId);
    await tell(this.desk, tx, facts, {
      key: `stood-in:${userid}:${actor.userid}`,
      to: others([userid, ...facts.team.filter(({ role }) => role === "lead").map((each) => each.userid)], actor),
      title: "巡查已有人接替",
      rows: [
        ["接替人", actor.name],
        ["被接替", name(userid).name],
      ],
      duty: "formPatrol",
      lane: LANE - 1,
    });
    return null;
  }

  async #closeTasksOf(tx: Tx, actor: Actor, livestreamId: string, userid: string): Promise<void> {
    const rows = await rowsWhere(tx, ExpectedCheckIn, { livestreamId, userid });
    for (const task of await this.desk.deadlines.openOn(tx, { type: EXPECTED, id: rows.map(({ id }) => id) }))
      await this.desk.deadlines.discharge(tx, task, closing(actor, "livestream.stood-in"));
  }
}
