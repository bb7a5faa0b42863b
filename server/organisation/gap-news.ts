import { In, LessThan } from "typeorm";
import { GapRound, GapTold } from "../../entities/gap-news.js";
import type { Foundation } from "../domain.js";
import { sha256 } from "../kernel/ids.js";
import { addDays, dailyMoment, localClock, localDay } from "../kernel/local-time.js";
import { insertRows } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { gapCard } from "./cards.js";
import { factsOf } from "./facts.js";
import { answeringFor } from "./rules/answering.js";
import { gapsOf, type Gap } from "./rules/gaps.js";

/** Nobody is told of the same gap again within so many days. */
const SILENT_DAYS = 7;
const OTHERS = 3;

/** Tells each morning of a working day whoever answers for gaps of the organisation what is new, one card a person (R11-09, R17-01, OPS-03). */
export class GapNews {
  constructor(
    private readonly desk: Foundation,
    private readonly pageLink: string,
  ) {}

  /** Tells what is owed by now: once a day however often and in however many processes, later in the day where nothing ran in the morning. */
  async tellDue(): Promise<number> {
    const now = this.desk.clock.now();
    const today = localDay(now);
    const { start, end } = this.desk.settings.value("reminder.workingHours");
    if (localClock(now) < start || localClock(now) > end || !this.desk.calendar.isWorkingDay(today, "earliest")) return 0;
    if (await this.desk.uow.read((tx) => tx.existsBy(GapRound, { day: today }))) return 0;
    return (await this.desk.uow.once((tx) => this.#tell(tx, today, now))) ?? 0;
  }

  /** When the next morning's round is due, after one moment and not after the other; null: not before then. */
  nextMoment(after: Date, until: Date): Date | null {
    return dailyMoment(this.desk.settings.value("reminder.workingHours").start, after, until);
  }

  async #tell(tx: Tx, today: string, toldAt: Date): Promise<number> {
    await insertRows(tx, GapRound, [{ day: today, toldAt }]);
    await tx.delete(GapTold, { toldOn: LessThan(addDays(today, 1 - SILENT_DAYS)) });
    const news = await this.#news(tx, today);
    for (const [userid, gaps] of news) {
      await insertRows(
        tx,
        GapTold,
        gaps.map((gap) => ({ id: toldId(gap, userid), userid, toldOn: today })),
      );
      const subject = { type: "organisation", id: "organisation" };
      const notice = gapCard(gaps, this.pageLink);
      await this.desk.outbox.notice(tx, { key: `gaps:${today}:${userid}`, subject, to: [userid], lane: OTHERS, notice });
    }
    return news.size;
  }

  /** For each person the gaps that are theirs to close and that they were not told of lately. */
  async #news(tx: Tx, today: string): Promise<ReadonlyMap<string, Gap[]>> {
    const facts = await factsOf(tx, this.desk.settings);
    const owed = gapsOf(facts, today).flatMap((gap) => answeringFor(gap, facts, today).map((userid) => ({ userid, gap })));
    const told = await tx.findBy(GapTold, { userid: In([...new Set(owed.map(({ userid }) => userid))]) });
    const known = new Set(told.map(({ id }) => id));
    const news = new Map<string, Gap[]>();
    for (const { userid, gap } of owed) if (!known.has(toldId(gap, userid))) news.set(userid, [...(news.get(userid) ?? []), gap]);
    return news;
  }
}

const toldId = (gap: Gap, userid: string): string => sha256(`${gap.key}\n${userid}`);
