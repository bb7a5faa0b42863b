import { In, IsNull, LessThan, Not } from "typeorm";
import { Finding, type FindingKind } from "../../entities/operations.js";
import type { Outbox } from "../delivery/outbox.js";
import type { Clock } from "../kernel/clock.js";
import { newId } from "../kernel/ids.js";
import { localDay } from "../kernel/local-time.js";
import { changeRows, insertRows } from "../kernel/rows.js";
import { isDuplicate, type Tx, type UnitOfWork } from "../kernel/unit-of-work.js";
import { findingsCard } from "./cards.js";
import { OPERATIONS, type WatchReader } from "./facts.js";
import type { JobWatch } from "./job-watch.js";
import { keepersOf } from "./keepers.js";
import { isOfTheProgram, problemsOf, type Problem } from "./rules.js";

const MINUTE_MS = 60_000;
const KEPT_MS = 30 * 24 * 3_600_000;
/** Administrators get one card for all that is found within this time, at once where an alert is concerned. */
const QUIET_MS = 10 * MINUTE_MS;
/** What did not arrive is told once an hour at most. */
const UNDELIVERED_QUIET_MS = 60 * MINUTE_MS;
const CRITICAL_LANE = 2;
const OTHERS_LANE = 3;

const UNDELIVERED: readonly FindingKind[] = ["letter", "tap"];
/** That WeCom takes nothing is not among them: no card about it would get through, so banner, page and the silent heartbeat say it. */
const OF_THE_PROGRAM: readonly FindingKind[] = ["step", "message", "job", "ownerless", "vacant"];

/** Looks each minute whether the program does what it should (stories §2.3), keeps what it finds and tells those who look after it, each finding once. */
export class Watchdog {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly reader: WatchReader,
    private readonly jobs: JobWatch,
    private readonly pageLink: string,
  ) {}

  /** Safe to run twice and beside itself. */
  async look(): Promise<void> {
    const problems = await this.problems();
    await this.uow.run((tx) => this.#keep(tx, problems));
    await this.uow.run((tx) => this.#tell(tx, OF_THE_PROGRAM, QUIET_MS));
    await this.uow.run((tx) => this.#tell(tx, UNDELIVERED, UNDELIVERED_QUIET_MS));
  }

  /** Everything that is not as it should be at this moment. */
  async problems(): Promise<Problem[]> {
    const jobs = await this.jobs.state();
    return this.uow.read(async (tx) => problemsOf(await this.reader.read(tx, jobs)));
  }

  /** True while the program itself keeps up: what the heartbeat says. */
  async isWell(): Promise<boolean> {
    return !(await this.problems()).some(isOfTheProgram);
  }

  /** What lasts, oldest first. */
  open(tx: Tx): Promise<Finding[]> {
    return tx.find(Finding, { where: { openKey: Not(IsNull()) }, order: { foundAt: "ASC", id: "ASC" } });
  }

  /** Notes what is new, the words of what lasts as they are now, and the end of what is over. */
  async #keep(tx: Tx, problems: readonly Problem[]): Promise<void> {
    const now = this.clock.now();
    const known = new Map((await this.open(tx)).map((finding) => [finding.openKey, finding]));
    for (const { key, kind, words, urgent } of problems) {
      const finding = known.get(key);
      known.delete(key);
      if (!finding) await insertedOnce(tx, { id: newId(), openKey: key, kind, words, urgent, foundAt: now });
      else if (finding.words !== words) await changeRows(tx, Finding, { id: finding.id }, { words });
    }
    for (const { id } of known.values()) await changeRows(tx, Finding, { id }, { openKey: null, endedAt: now });
    await tx.delete(Finding, { endedAt: LessThan(new Date(now.getTime() - KEPT_MS)) });
  }

  async #tell(tx: Tx, kinds: readonly FindingKind[], quietMs: number): Promise<void> {
    const now = this.clock.now();
    const [last] = await tx.find(Finding, { where: { kind: In([...kinds]), toldAt: Not(IsNull()) }, order: { toldAt: "DESC" }, take: 1 });
    const untold = (await this.open(tx)).filter((finding) => finding.toldAt === null && kinds.includes(finding.kind));
    const quiet = last?.toldAt && now.getTime() - last.toldAt.getTime() < quietMs;
    if (quiet && !untold.some((finding) => finding.urgent)) return;
    const to = await keepersOf(tx, localDay(now));
    // stays owed, and on the page, until somebody holds the office
    if (to.length === 0) return;
    const news: Finding[] = [];
    for (const finding of untold) {
      if ((await changeRows(tx, Finding, { id: finding.id, toldAt: null }, { toldAt: now })) === 1) news.push(finding);
    }
    const [first] = news;
    if (!first) return;
    const urgent = news.some((finding) => finding.urgent);
    await this.outbox.notice(tx, {
      key: `findings:${first.id}`,
      subject: { type: OPERATIONS, id: first.id },
      to,
      lane: urgent ? CRITICAL_LANE : OTHERS_LANE,
      notice: findingsCard(news, kinds === UNDELIVERED, this.pageLink),
    });
  }
}

/** Another process may have found the same at the same moment. */
const insertedOnce = async (tx: Tx, finding: Partial<Finding>): Promise<void> => {
  try {
    await insertRows(tx, Finding, [finding]);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
};
