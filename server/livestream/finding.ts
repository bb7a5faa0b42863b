import { CheckIn, PatrolFinding, type FindingState, type Party } from "../../entities/patrol.js";
import { closing } from "../deadlines/closing.js";
import { namesOf, type Actor } from "../identity/actor.js";
import { newId } from "../kernel/ids.js";
import { localMoment } from "../kernel/local-time.js";
import type { Refusal } from "../kernel/refusal.js";
import { changeRows, insertRows, rowWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { CheckInDesk, LivestreamVerbs } from "./check-in-desk.js";
import { dueBy, LANE, recordAct } from "./desk.js";
import { loadLivestream, type LivestreamFacts } from "./facts.js";
import { others, tell } from "./notices.js";
import { alreadyDecided, changedMeanwhile, refuse } from "./refusals.js";
import { answerRefusal, FINDING, FINDING_DUTIES, findingHolders, mayReport, type Answered } from "./rules/finding.js";
import { isPublicity } from "./rules/standing.js";
import { checkInWords, FINDING_NAMES } from "./words.js";

const MINUTE_MS = 60_000;

/** What was found. */
type NewFinding = Pick<PatrolFinding, "level" | "party" | "words" | "checkInId">;

/** 发现问题 (R14-10): 提醒, 须立即纠正 and 建议中断, each asked of those who answer for it, with its clock. */
export class Finding {
  constructor(
    private readonly desk: CheckInDesk,
    private readonly verbs: Pick<LivestreamVerbs, "endIn">,
  ) {}

  /** What a check-in found. */
  readonly found = (tx: Tx, actor: Actor, facts: LivestreamFacts, checkIn: CheckIn, { party, words }: { party: Party; words: string }) =>
    checkIn.finding === "normal"
      ? Promise.resolve()
      : this.#open(tx, actor, facts, { level: checkIn.finding, party, words, checkInId: checkIn.id });

  /** 建议中断 by 宣传部, because nobody patrols any more (R14-09). */
  async propose(tx: Tx, actor: Actor, livestreamId: string, missed: { kind: CheckIn["kind"]; round: number }): Promise<Refusal | null> {
    const facts = await loadLivestream(this.desk, tx, livestreamId);
    if (!isPublicity(facts, actor.userid))
      return refuse("not-yours", "forbidden", "漏打卡后的中断建议由宣传部提出，请联系宣传部值班。", "formPatrol");
    const { status, endedAt } = facts.livestream;
    if (status === "ended" && endedAt !== null) return alreadyDecided("现场", endedAt, "下播");
    const open = await rowWhere(tx, PatrolFinding, { livestreamId, level: "interrupt", state: "open" });
    if (open) return alreadyDecided((await namesOf(tx, [open.foundByUserid]))(open.foundByUserid).name, open.foundAt, "建议中断");
    await this.#open(tx, actor, facts, {
      ...{ level: "interrupt", party: "content", checkInId: null },
      words: `${checkInWords(missed)}漏打卡超过 15 分钟，现场无人巡查`,
    });
    return null;
  }

  async #open(tx: Tx, actor: Actor, facts: LivestreamFacts, { level, party, words, checkInId }: NewFinding): Promise<void> {
    const now = this.desk.clock.now();
    const finding: PatrolFinding = {
      ...{ id: newId(), livestreamId: facts.livestream.id, checkInId, level, party, words },
      ...{ foundByUserid: actor.userid, foundAt: now, state: "open", answeredAt: null, answeredByUserid: null, answer: null },
      ...{ incidentId: null, version: 1 },
    };
    await insertRows(tx, PatrolFinding, [finding]);
    recordAct(this.desk, tx, actor, facts.livestream, "livestream.found", { level: FINDING_NAMES[level], party, comment: words });
    const duty = FINDING_DUTIES[level];
    const minutes = duty.minutes === null ? null : this.desk.settings.value(duty.minutes);
    const due = minutes === null ? null : new Date(now.getTime() + minutes * MINUTE_MS);
    const holders = findingHolders(facts, level);
    const task = await this.desk.deadlines.open(tx, {
      duty: duty.name,
      subject: { type: FINDING, id: finding.id, revision: null },
      holders,
      startedAt: now,
      due: dueBy(this.desk, due, due === null ? "直播结束前处理" : `${minutes ?? 0} 分钟内答复`),
      calendar: this.desk.calendar,
      lane: level === "interrupt" ? 1 : LANE - 1,
    });
    if (level !== "interrupt") return;
    await this.desk.outbox.call(tx, {
      ...{ key: `finding:${finding.id}:call`, subject: { type: FINDING, id: finding.id }, deadline: task },
      ...{ userids: holders, lane: 1, words: "直播巡查建议中断，请立即决定" },
    });
  }

  /** The verb for the page. */
  async answer(actor: Actor, livestreamId: string, findingId: string, answered: Answered): Promise<void> {
    const refusal = await this.desk.uow.run(async (tx) => {
      const finding = await rowWhere(tx, PatrolFinding, { id: findingId, livestreamId });
      return finding ? this.answerIn(tx, actor, findingId, answered) : noSuchFinding();
    });
    if (refusal) throw refusal;
  }

  /** 已纠正, 已中断, or 不中断 with its reason. */
  async answerIn(tx: Tx, actor: Actor, findingId: string, answered: Answered): Promise<Refusal | null> {
    const finding = await rowWhere(tx, PatrolFinding, { id: findingId });
    if (!finding) return noSuchFinding();
    const facts = await loadLivestream(this.desk, tx, finding.livestreamId);
    if (finding.state !== "open") return this.#decided(tx, finding);
    const refusal = answerRefusal(facts, finding.level, actor.userid, answered);
    if (refusal) return refusal;
    const { state, answer } = answered;
    const closed = { state, answer, answeredAt: this.desk.clock.now(), answeredByUserid: actor.userid, version: finding.version + 1 };
    const { id, version } = finding;
    if ((await changeRows(tx, PatrolFinding, { id, version, state: "open" }, closed)) !== 1) return this.#decided(tx, finding);
    const how = `livestream.finding-${state}`;
    recordAct(this.desk, tx, actor, facts.livestream, how, {
      level: FINDING_NAMES[finding.level],
      ...(answer === null ? {} : { comment: answer }),
    });
    const task = await this.desk.deadlines.openOne(tx, FINDING_DUTIES[finding.level].name, id);
    if (task) await this.desk.deadlines.discharge(tx, task, closing(actor, how));
    await this.#tell(tx, actor, facts, finding, answered);
    // one that is over already was interrupted or ended by somebody else
    if (state === "interrupted")
      await this.verbs.endIn(tx, actor, finding.livestreamId, { at: null, note: finding.words, interrupted: true });
    return null;
  }

  async #decided(tx: Tx, { id }: PatrolFinding): Promise<Refusal> {
    const now = await rowWhere(tx, PatrolFinding, { id });
    const by = now?.answeredByUserid ?? null;
    return alreadyDecided(
      by === null ? "系统" : (await namesOf(tx, [by]))(by).name,
      now?.answeredAt ?? this.desk.clock.now(),
      ANSWERED[now?.state ?? "settled"],
    );
  }

  /** Whoever found it and the team's lead hear what came of it. */
  #tell(tx: Tx, actor: Actor, facts: LivestreamFacts, finding: PatrolFinding, { state, answer }: Answered): Promise<void> {
    const leads = facts.team.filter(({ role }) => role === "lead").map(({ userid }) => userid);
    return tell(this.desk, tx, facts, {
      key: `finding:${finding.id}:${state}`,
      to: others([finding.foundByUserid, ...leads], actor),
      title: `${FINDING_NAMES[finding.level]}：${ANSWERED[state]}`,
      rows: [["问题", finding.words], ["答复人", actor.name], ...(answer === null ? [] : [["说明", answer] as const])],
      duty: "formPatrol",
      lane: LANE - 1,
    });
  }

  /** A prefilled report to Article 24's desks, once for each finding; returns the incident's id. */
  async reportIncident(actor: Actor, livestreamId: string, findingId: string): Promise<string> {
    return this.desk.uow.run(async (tx) => {
      const finding = await rowWhere(tx, PatrolFinding, { id: findingId, livestreamId });
      if (!finding) throw noSuchFinding();
      if (finding.incidentId !== null) return finding.incidentId;
      const facts = await loadLivestream(this.desk, tx, livestreamId);
      if (!mayReport(facts, finding.level, actor.userid))
        throw refuse(
          "not-yours",
          "forbidden",
          "从巡查问题上报舆情，由巡查人员、现场和双方负责同志、宣传部办理；其他人请用「报舆情」。",
          "formPatrol",
        );
      const checkIn = finding.checkInId === null ? null : await rowWhere(tx, CheckIn, { id: finding.checkInId });
      const incidentId = await this.desk.reportIncident(tx, actor, reportOf(facts, finding, checkIn));
      if ((await changeRows(tx, PatrolFinding, { id: findingId, incidentId: null }, { incidentId })) !== 1) throw changedMeanwhile();
      recordAct(this.desk, tx, actor, facts.livestream, "livestream.incident-reported", { comment: finding.words });
      return incidentId;
    });
  }
}

const reportOf = ({ livestream, account }: LivestreamFacts, finding: PatrolFinding, checkIn: CheckIn | null) => ({
  title: `直播巡查${FINDING_NAMES[finding.level]}：${livestream.title}`.slice(0, 120),
  description: [
    `直播：${livestream.title}（${livestream.number}，${account?.name ?? ""}）`,
    `发现：${localMoment(finding.foundAt)}`,
    `问题：${finding.words}`,
    ...(checkIn?.note ? [`说明：${checkIn.note}`] : []),
    ...(finding.answer ? [`现场答复：${finding.answer}`] : []),
  ].join("\n"),
  files: checkIn?.files ?? [],
  discoveredAt: finding.foundAt,
  unitId: finding.party === "room" ? livestream.operatingUnitId : livestream.initiatingUnitId,
});

const ANSWERED: Readonly<Record<FindingState, string>> = { open: "待答复", settled: "已处理", interrupted: "已中断", continued: "不中断" };

const noSuchFinding = (): Refusal => refuse("no-finding", "notFound", "没有找到这个巡查问题，请从直播看板重新打开。", "formPatrol");
