import { In, IsNull, LessThanOrEqual, MoreThan, Not } from "typeorm";
import { Channel } from "../../entities/channel.js";
import { InboxEvent } from "../../entities/inbox-event.js";
import { OutboxMessage, Recipient } from "../../entities/outbox-message.js";
import type { AuditRecord } from "../audit/record.js";
import type { Seal } from "../audit/seal.js";
import { adviceOn } from "../delivery/failures.js";
import type { SharedTokens } from "../delivery/shared-tokens.js";
import { lastSent, troubleNow } from "../delivery/standing.js";
import type { OperationsView, QueueView, UnreachedView } from "../http/contract.js";
import { namesOf, type Actor } from "../identity/actor.js";
import { may } from "../identity/permissions.js";
import type { WorkingCalendar } from "../kernel/calendar.js";
import type { Clock } from "../kernel/clock.js";
import { localDay, localIso } from "../kernel/local-time.js";
import type { Tx, UnitOfWork } from "../kernel/unit-of-work.js";
import { deadTaps } from "./facts.js";
import type { JobWatch } from "./job-watch.js";
import type { Letters } from "./letters.js";
import type { Presence } from "./presence.js";
import { calendarCover } from "./rules.js";
import { findingView, jobView, letterView, processView, shutView, tapView, tokenView } from "./views.js";
import type { Watchdog } from "./watchdog.js";

const DAY_MS = 24 * 3_600_000;
const LANES = [
  { lane: 0, name: "红色警报" },
  { lane: 1, name: "橙色警报" },
  { lane: 2, name: "特急审核" },
  { lane: 3, name: "其他" },
] as const;

/** What the page of the program's own state stands on. */
export interface OperationsDesk {
  uow: UnitOfWork;
  clock: Clock;
  calendar: WorkingCalendar;
  audit: AuditRecord;
  seal: Seal;
  tokens: SharedTokens;
  /** key of our app's token */
  app: string;
  watchdog: Watchdog;
  jobs: JobWatch;
  letters: Letters;
  presence: Presence;
  version: string;
}

/** 运行状态: on one page what is not healthy, and what to do about it. It looks at this very moment, not at what the last sweep found. */
export class Operations {
  constructor(private readonly desk: OperationsDesk) {}

  async view(actor: Actor): Promise<OperationsView> {
    const { desk } = this;
    const problems = await desk.watchdog.problems();
    const jobs = await desk.jobs.state();
    const token = await desk.tokens.standing(desk.app);
    const mends = may(actor, "operations.write");
    return desk.uow.read(async (tx) => {
      const now = desk.clock.now();
      const since = new Map((await desk.watchdog.open(tx)).map((finding) => [finding.openKey, finding.foundAt]));
      const letters = await desk.letters.open(tx);
      const taps = await deadTaps(tx);
      const name = await namesOf(
        tx,
        [...letters.flatMap((letter) => letter.missed), ...taps.map((tap) => ({ userid: tap.fromUser }))].map((one) => one.userid),
      );
      const trouble = await troubleNow(tx);
      const sentAt = await lastSent(tx);
      const shut = await tx.find(Channel, { where: { errcode: Not(IsNull()) }, order: { since: "ASC" } });
      return {
        now: localIso(now),
        healthy: problems.length + letters.length + shut.length === 0 && trouble === null,
        findings: problems
          .filter(({ kind }) => kind !== "letter" && kind !== "tap")
          .map((problem) => findingView(problem, since.get(problem.key) ?? now)),
        queue: await this.#queue(tx, now),
        jobs: jobs.map(jobView),
        wecom: {
          lastSentAt: sentAt && localIso(sentAt),
          trouble: trouble && { since: localIso(trouble.since), reason: trouble.reason },
          token: tokenView(token, desk.clock.wallNow()),
          shut: shut.map(shutView),
        },
        letters: letters.map((letter) => letterView(letter, name, mends)),
        taps: { ...(await waitingTaps(tx, now)), dead: taps.map((tap) => tapView(tap, name, mends)) },
        unreached: await this.#unreached(tx, now),
        calendar: calendarCover(localDay(now), (day) => desk.calendar.covers(day)),
        record: await this.#record(tx),
        program: {
          version: desk.version,
          processes: (await desk.presence.all(tx)).map((process) => processView(process, desk.clock.wallNow())),
        },
      };
    });
  }

  async #queue(tx: Tx, now: Date): Promise<QueueView[]> {
    const queue: QueueView[] = [];
    for (const { lane, name } of LANES) {
      const state = In(["pending", "sending"]);
      const waiting = await tx.countBy(OutboxMessage, { state, lane });
      const due = { state, lane, dueAt: LessThanOrEqual(now) };
      const [oldest] =
        waiting === 0
          ? []
          : await tx.find(OutboxMessage, { select: { id: true, dueAt: true }, where: due, order: { dueAt: "ASC" }, take: 1 });
      queue.push({ lane, name, waiting, oldestSeconds: oldest ? seconds(now, oldest.dueAt) : 0 });
    }
    return queue;
  }

  /** Who got nothing in the last day, however it went on. */
  async #unreached(tx: Tx, now: Date): Promise<UnreachedView[]> {
    const failed = await tx.find(Recipient, {
      where: { failedAt: MoreThan(new Date(now.getTime() - DAY_MS)) },
      order: { failedAt: "DESC" },
      take: 1000,
    });
    const name = await namesOf(
      tx,
      failed.map((copy) => copy.userid),
    );
    const people = [...new Set(failed.map((copy) => copy.userid))];
    return people.map((userid) => {
      const theirs = failed.filter((copy) => copy.userid === userid);
      const [last] = theirs;
      return {
        person: name(userid),
        count: new Set(theirs.map((copy) => copy.messageId)).size,
        lastAt: localIso(last?.failedAt ?? now),
        why: last?.detail ?? "企业微信没有收下",
        advice: adviceOn(last?.detail ?? null),
      };
    });
  }

  async #record(tx: Tx): Promise<OperationsView["record"]> {
    const { seq } = await this.desk.audit.inspection.headIn(tx);
    const last = await this.desk.seal.last(tx);
    const broken = last?.brokenWhy ?? null;
    return { entries: seq, verifiedAt: last?.finishedAt ? localIso(last.finishedAt) : null, broken };
  }
}

const seconds = (now: Date, since: Date): number => Math.max(0, Math.floor((now.getTime() - since.getTime()) / 1000));

const waitingTaps = async (tx: Tx, now: Date): Promise<{ waiting: number; oldestSeconds: number }> => {
  const waiting = await tx.countBy(InboxEvent, { state: "pending" });
  const [oldest] = waiting === 0 ? [] : await tx.find(InboxEvent, { where: { state: "pending" }, order: { receivedAt: "ASC" }, take: 1 });
  return { waiting, oldestSeconds: oldest ? seconds(now, oldest.receivedAt) : 0 };
};
