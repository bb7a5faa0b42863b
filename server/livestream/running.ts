import { Livestream } from "../../entities/livestream.js";
import { closing } from "../deadlines/closing.js";
import type { Actor } from "../identity/actor.js";
import { localMoment } from "../kernel/local-time.js";
import type { Refusal } from "../kernel/refusal.js";
import { changeRows, rowThere, rowWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { closedByProgram, dueBy, LANE, recordAct, type LivestreamDesk } from "./desk.js";
import { lastCheckIn } from "./expecting.js";
import { loadLivestream, type LivestreamFacts } from "./facts.js";
import { others, tell } from "./notices.js";
import { changedMeanwhile } from "./refusals.js";
import { endRefusal, startRefusal, unclosedSince } from "./rules/running.js";
import { dropTasks, openTask } from "./tasks.js";
import { closeUnanswered } from "./unanswered.js";

/** What WeCom told of a 企业直播 that this app made [94145]. */
export interface LivingChange {
  livingId: string;
  /** 0 reserved, 1 live, 2 ended, 4 cancelled */
  status: number;
}

/** How it ended: as it should, or cut off. */
export interface Ending {
  /** null: now */
  at: Date | null;
  note: string | null;
  interrupted: boolean;
}

/** 开播 and 下播: said by hand for every platform, by WeCom for 企业直播, or by a check-in. */
export class Running {
  constructor(
    private readonly desk: LivestreamDesk,
    private readonly after: {
      /** the plan of check-ins keeps step */
      follow: (tx: Tx, livestreamId: string) => Promise<void>;
      /** nobody is asked to join any more, and the summary is asked for */
      ended: (tx: Tx, facts: LivestreamFacts) => Promise<void>;
    },
  ) {}

  /** The verb for the page. */
  async start(actor: Actor, livestreamId: string, at: Date | null): Promise<void> {
    const refusal = await this.desk.uow.run((tx) => this.startIn(tx, actor, livestreamId, at));
    if (refusal) throw refusal;
  }

  /** It has begun; `actor` null: WeCom said so. Saying so again changes nothing. One that was never filed runs all the same, and 宣传部 hears of it. Throws where another write came first. */
  async startIn(tx: Tx, actor: Actor | null, livestreamId: string, at: Date | null): Promise<Refusal | null> {
    const facts = await loadLivestream(this.desk, tx, livestreamId);
    const { id, version, status } = facts.livestream;
    if (status === "live") return null;
    const now = this.desk.clock.now();
    const startedAt = at ?? now;
    const refusal = startRefusal(facts, actor?.userid ?? null, startedAt, now);
    if (refusal) return refusal;
    const begun = { status: "live" as const, startedAt, updatedAt: now, version: version + 1 };
    if ((await changeRows(tx, Livestream, { id, version }, begun)) !== 1) throw changedMeanwhile();
    recordAct(this.desk, tx, actor, facts.livestream, "livestream.started", { at: startedAt, status });
    await this.after.follow(tx, id);
    await this.#tellUnprepared(tx, actor, facts);
    return null;
  }

  /** The verb for the page. */
  async end(actor: Actor, livestreamId: string, ending: Ending): Promise<void> {
    const refusal = await this.desk.uow.run((tx) => this.endIn(tx, actor, livestreamId, ending));
    if (refusal) throw refusal;
  }

  /** 下播; `actor` null: WeCom said so. Saying so again changes nothing. Throws where another write came first. */
  async endIn(tx: Tx, actor: Actor | null, livestreamId: string, { at, note, interrupted }: Ending): Promise<Refusal | null> {
    const facts = await loadLivestream(this.desk, tx, livestreamId);
    const { id, version, status, startAt, startedAt } = facts.livestream;
    if (status === "ended") return null;
    const now = this.desk.clock.now();
    const endedAt = at ?? now;
    const refusal = endRefusal(facts, actor?.userid ?? null, endedAt, now);
    if (refusal) return refusal;
    const over = {
      status: "ended" as const,
      startedAt: startedAt ?? (startAt < endedAt ? startAt : endedAt),
      endedAt,
      updatedAt: now,
      version: version + 1,
    };
    if ((await changeRows(tx, Livestream, { id, version }, over)) !== 1) throw changedMeanwhile();
    const how = interrupted ? "livestream.interrupted" : "livestream.ended";
    recordAct(this.desk, tx, actor, facts.livestream, how, { at: endedAt, ...(note === null ? {} : { comment: note }) });
    const unclosed = await this.desk.deadlines.openOne(tx, "closeLivestream", id);
    if (unclosed) await this.desk.deadlines.discharge(tx, unclosed, actor ? closing(actor, how) : closedByProgram(how));
    await dropTasks(this.desk, tx, id, "livestream.over", [
      "formPatrol",
      "trainPatrol",
      "agreeLivestream",
      "confirmLateFiling",
      "completeLivestream",
      "streamFromOffice",
      "phoneOnSite",
    ]);
    await closeUnanswered(this.desk, tx, actor, id);
    if (interrupted) await this.#tellInterrupted(tx, actor, facts, endedAt, note);
    await this.after.follow(tx, id);
    await this.after.ended(tx, await loadLivestream(this.desk, tx, id));
    return null;
  }

  /** What WeCom says of a livestream made there. What cannot be, e.g. a second start, changes nothing. */
  async living(tx: Tx, { livingId, status }: LivingChange): Promise<void> {
    const livestream = await rowWhere(tx, Livestream, { livingId });
    if (!livestream) return;
    if (status === 1) await this.startIn(tx, null, livestream.id, null);
    if (status === 2) await this.endIn(tx, null, livestream.id, { at: null, note: null, interrupted: false });
    if (status === 4 && livestream.status !== "cancelled") await this.#tellGone(tx, livestream.id);
  }

  /** Two hours past its end nobody has said that it is over, and nobody checks in: whoever runs it is asked, 宣传部 is told (R14-11). */
  async askUnclosed(tx: Tx, livestreamId: string): Promise<void> {
    const stored = await rowThere(tx, Livestream, { id: livestreamId });
    const since = unclosedSince(stored, await lastCheckIn(tx, livestreamId));
    if (since === null || this.desk.clock.now() < since || (await this.desk.deadlines.openOne(tx, "closeLivestream", livestreamId))) return;
    const facts = await loadLivestream(this.desk, tx, livestreamId);
    const { livestream, people, team } = facts;
    const leads = team.filter(({ role }) => role === "lead").map(({ userid }) => userid);
    const holders = [livestream.onSiteUserid ?? livestream.applicantUserid, ...leads];
    const due = dueBy(this.desk, null, "确认已下播，或说明仍在直播");
    await openTask(this.desk, tx, facts, { duty: "closeLivestream", holders, due, lane: LANE - 1 });
    await tell(this.desk, tx, facts, {
      key: "unclosed",
      to: others(people.publicity, null).filter((userid) => !holders.includes(userid)),
      title: "直播超时未确认下播",
      rows: [
        ["计划结束", localMoment(livestream.endAt)],
        ["打卡", "结束以后没有收到"],
        ["请", "联系现场负责人核实"],
      ],
      duty: "formPatrol",
      lane: LANE - 1,
    });
  }

  async #tellUnprepared(tx: Tx, actor: Actor | null, facts: LivestreamFacts): Promise<void> {
    const { livestream, people, team } = facts;
    const unfiled = livestream.filedAt === null;
    const unpatrolled = team.length === 0 && livestream.patrolWaiver === null;
    if (!unfiled && !unpatrolled) return;
    await tell(this.desk, tx, facts, {
      key: "unprepared",
      to: others([...people.publicity, ...(unfiled ? people.heads.initiating : [])], actor),
      title: unfiled ? "未备案已开播" : "已开播，没有巡查队伍",
      rows: [
        ["现场负责", livestream.onSite],
        ["请", unfiled ? "核实并补办备案" : "立即安排人员巡查"],
      ],
      duty: unfiled ? "fileLivestream" : "formPatrol",
      lane: LANE - 1,
    });
  }

  #tellInterrupted(tx: Tx, actor: Actor | null, facts: LivestreamFacts, at: Date, note: string | null): Promise<void> {
    const { people, team } = facts;
    return tell(this.desk, tx, facts, {
      key: "interrupted",
      to: others([...people.heads.initiating, ...people.heads.operating, ...people.publicity, ...team.map(({ userid }) => userid)], actor),
      title: "直播已中断",
      rows: [
        ["时间", localMoment(at)],
        ["说明", note ?? "未填写"],
      ],
      duty: "formPatrol",
      lane: LANE - 1,
    });
  }

  async #tellGone(tx: Tx, livestreamId: string): Promise<void> {
    const facts = await loadLivestream(this.desk, tx, livestreamId);
    recordAct(this.desk, tx, null, facts.livestream, "livestream.living-cancelled");
    await tell(this.desk, tx, facts, {
      key: "living-cancelled",
      to: others([facts.livestream.applicantUserid, facts.livestream.hostUserid], null),
      title: "企业直播已在企业微信取消",
      rows: [["请", "直播不办了请取消申请；另建直播请更新编号"]],
    });
  }
}
