import { Livestream, LivestreamFiling, type FilingDecision } from "../../entities/livestream.js";
import { closing } from "../deadlines/closing.js";
import { namesOf, type Actor } from "../identity/actor.js";
import { newId } from "../kernel/ids.js";
import { localMoment } from "../kernel/local-time.js";
import type { Refusal } from "../kernel/refusal.js";
import { changeRows, insertRows } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { dueBy, recordAct, type LivestreamDesk } from "./desk.js";
import { loadLivestream, type LivestreamFacts } from "./facts.js";
import { others, tell } from "./notices.js";
import { alreadyDecided, changedMeanwhile, refuse } from "./refusals.js";
import { furtherReason } from "./rules/application.js";
import { filingChoices, isPublicity, lacksFiling, mayChange } from "./rules/standing.js";
import { dropTasks, filingDueOf, openTask, stillAhead } from "./tasks.js";

/** What 宣传部 does with a report: 备案 or 退回补正. There is nothing to approve (R14-01). */
export type Decision = Exclude<FilingDecision, "withdrawn">;

const WORDS: Readonly<Record<FilingDecision, string>> = { file: "备案", sendBack: "退回补正", withdrawn: "撤回" };

/** 报宣传部备案 and what comes of it. */
export class Filing {
  constructor(
    private readonly desk: LivestreamDesk,
    /** what follows of a livestream that is filed now */
    private readonly filed: (tx: Tx, livestreamId: string) => Promise<void>,
  ) {}

  /** Takes a livestream that both sides have agreed to into 宣传部's hands. */
  async take(tx: Tx, actor: Actor, facts: LivestreamFacts): Promise<void> {
    const { livestream, date, filing, people } = facts;
    const handedInAt = this.desk.clock.now();
    const due = filingDueOf(this.desk, livestream.startAt);
    const round = (filing?.round ?? 0) + 1;
    const row = { id: newId(), livestreamId: livestream.id, round, dateRevision: date.revision, handedInAt, late: handedInAt > due.at };
    await insertRows(tx, LivestreamFiling, [row]);
    const { id, version } = livestream;
    const agreed = { status: "agreed" as const, updatedAt: handedInAt, version: version + 1 };
    if ((await changeRows(tx, Livestream, { id, version, status: "draft" }, agreed)) !== 1) throw changedMeanwhile();
    recordAct(this.desk, tx, actor, livestream, "livestream.handed-in", { round, late: row.late });
    await openTask(this.desk, tx, facts, {
      duty: "fileLivestream",
      holders: people.publicity,
      due: stillAhead(this.desk, due.at, due.words, livestream.startAt),
    });
    await tell(this.desk, tx, facts, {
      key: `handed-in:${round}`,
      to: others([livestream.applicantUserid], actor),
      title: "双方已商定，已报宣传部备案",
      rows: [["报备时间", localMoment(handedInAt)]],
    });
  }

  /** 补报备案 of one that began before it was with 宣传部, e.g. while sent back: late, with an explanation, and nothing is agreed anew. */
  async afterwards(actor: Actor, livestreamId: string, reason: string): Promise<void> {
    const refusal = await this.desk.uow.run(async (tx) => {
      const facts = await loadLivestream(this.desk, tx, livestreamId);
      if (!mayChange(facts, actor.userid))
        return refuse("not-yours", "forbidden", "补报备案由申请人或双方部门主要负责同志办理，请联系他们。");
      if (!lacksFiling(facts)) return refuse("not-to-file-late", "conflict", "这场直播已报宣传部，或还没有开播，不用补报。");
      return this.#takeLate(tx, actor, facts, reason);
    });
    if (refusal) throw refusal;
  }

  async #takeLate(tx: Tx, actor: Actor, facts: LivestreamFacts, reason: string): Promise<Refusal | null> {
    const { livestream, date, filing, people } = facts;
    const { id, version } = livestream;
    const handedInAt = this.desk.clock.now();
    const lateReason = furtherReason(livestream.lateReason, reason, handedInAt);
    const late = { late: true, lateReason, updatedAt: handedInAt, version: version + 1 };
    if ((await changeRows(tx, Livestream, { id, version }, late)) !== 1) return changedMeanwhile();
    const round = (filing?.round ?? 0) + 1;
    await insertRows(tx, LivestreamFiling, [{ id: newId(), livestreamId: id, round, dateRevision: date.revision, handedInAt, late: true }]);
    recordAct(this.desk, tx, actor, livestream, "livestream.handed-in", { round, late: true, comment: reason });
    await dropTasks(this.desk, tx, id, "livestream.handed-in", ["completeLivestream", "agreeLivestream", "confirmLateFiling"]);
    const after = await loadLivestream(this.desk, tx, id);
    const due = dueBy(this.desk, null, "已开播，尽快补办备案");
    await openTask(this.desk, tx, after, { duty: "fileLivestream", holders: people.publicity, due });
    await tell(this.desk, tx, after, {
      key: `handed-in:${round}`,
      to: others([livestream.applicantUserid, ...people.heads.initiating, ...people.heads.operating], actor),
      title: "开播后已补报备案",
      rows: [["说明", reason]],
    });
    return null;
  }

  /** The verb for the page. */
  async decide(actor: Actor, livestreamId: string, decision: Decision, note: string | null): Promise<void> {
    const refusal = await this.desk.uow.run((tx) => this.decideIn(tx, actor, livestreamId, decision, note));
    if (refusal) throw refusal;
  }

  async decideIn(tx: Tx, actor: Actor, livestreamId: string, decision: Decision, note: string | null): Promise<Refusal | null> {
    const facts = await loadLivestream(this.desk, tx, livestreamId);
    const { livestream, filing } = facts;
    if (!isPublicity(facts, actor.userid)) return refuse("not-publicity", "forbidden", "备案由宣传部值班或宣传部负责人办理。");
    const choices = filingChoices(facts);
    if (!filing || choices.length === 0) return this.#notWaiting(tx, facts);
    if (!choices.includes(decision)) return refuse("begun", "conflict", "这场直播已经开播，不能再退回补正：请补办备案，要改进的写进小结。");
    const at = this.desk.clock.now();
    const decided = { decision, note, decidedAt: at, decidedByUserid: actor.userid };
    if ((await changeRows(tx, LivestreamFiling, { id: filing.id, decision: null }, decided)) !== 1) return changedMeanwhile();
    const after =
      decision === "file"
        ? { filedAt: at, ...(livestream.status === "agreed" ? { status: "filed" as const } : {}) }
        : { status: "draft" as const };
    const { id, version } = livestream;
    if ((await changeRows(tx, Livestream, { id, version }, { ...after, updatedAt: at, version: version + 1 })) !== 1)
      throw changedMeanwhile();
    const how = decision === "file" ? "livestream.filed" : "livestream.sent-back";
    recordAct(this.desk, tx, actor, livestream, how, { round: filing.round, ...(note === null ? {} : { comment: note }) });
    const task = await this.desk.deadlines.openOne(tx, "fileLivestream", id);
    if (task) await this.desk.deadlines.discharge(tx, task, closing(actor, how));
    await (decision === "file" ? this.#tellFiled(tx, actor, facts, at) : this.#askToComplete(tx, actor, facts, note));
    if (decision === "file") await this.filed(tx, id);
    return null;
  }

  async #tellFiled(tx: Tx, actor: Actor, facts: LivestreamFacts, at: Date): Promise<void> {
    const { livestream, people, filing } = facts;
    await tell(this.desk, tx, facts, {
      key: `filed:${filing?.round ?? 0}`,
      to: others([livestream.applicantUserid, livestream.onSiteUserid, ...people.heads.initiating, ...people.heads.operating], actor),
      title: "直播已备案",
      rows: [
        ["备案人", actor.name],
        ["时间", localMoment(at)],
      ],
    });
  }

  async #askToComplete(tx: Tx, actor: Actor, facts: LivestreamFacts, note: string | null): Promise<void> {
    const { livestream, people } = facts;
    await openTask(this.desk, tx, facts, {
      duty: "completeLivestream",
      holders: [livestream.applicantUserid],
      due: dueBy(this.desk, null, "补正后尽快重新报备案"),
    });
    await tell(this.desk, tx, facts, {
      key: `sent-back:${facts.filing?.round ?? 0}`,
      to: others([...people.heads.initiating, ...people.heads.operating], actor).filter((userid) => userid !== livestream.applicantUserid),
      title: "宣传部退回补正",
      rows: [
        ["退回人", actor.name],
        ["原因", note ?? "未填写说明"],
      ],
    });
  }

  async #notWaiting(tx: Tx, { filing, livestream }: LivestreamFacts): Promise<Refusal> {
    if (filing?.decision && filing.decidedByUserid !== null && filing.decidedAt !== null && livestream.status !== "cancelled") {
      const by = (await namesOf(tx, [filing.decidedByUserid]))(filing.decidedByUserid).name;
      return alreadyDecided(by, filing.decidedAt, WORDS[filing.decision]);
    }
    return refuse("not-handed-in", "conflict", "这场直播还没有报到宣传部，或已撤回：双方主要负责同志商定后才能备案。");
  }
}
