import { IsNull, MoreThan, Not } from "typeorm";
import { AuditEntry } from "../../entities/audit-entry.js";
import { Verification } from "../../entities/seal.js";
import type { Foundation } from "../domain.js";
import { holdersOf } from "../identity/offices.js";
import { newId } from "../kernel/ids.js";
import { addDays, dailyMoment, instantOf, localClock, localDay } from "../kernel/local-time.js";
import { changeRows, insertRows } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { brokenCard } from "./cards.js";
import type { ChainReport } from "./chain.js";
import { WalkEnded } from "./inspection.js";
import { systemActor, type RecordedActor } from "./record.js";

/** A walk that gave no sign of life for so long has lost its process. */
const DEAD_MS = 60_000;
/** Pages between two signs of life. */
const SIGN_EVERY = 10;
const BEFORE_OTHERS = 2;

/** Who has the record looked through: a person on the page, or the program at night. */
export type Asker = RecordedActor & { via: "page" | "system" };

/** When the program looks by itself: as a time of the day, and as its job's schedule. */
export const NIGHT = { clock: "03:11", schedule: "11 3 * * *" } as const;

const NIGHTLY: Asker = { ...systemActor("记录链"), via: "system" };

/** Keeps what verifications of the record found, and tells at once whom it concerns where the record is broken. */
export class Seal {
  #walking: Promise<void> | null = null;
  #stopping = false;

  constructor(
    private readonly desk: Foundation,
    private readonly pageLink: string,
  ) {}

  /** Walks the whole record and keeps what it found; joins a walk that is under way here, and leaves one of another process alone. */
  check(asker: Asker): Promise<void> {
    this.#walking ??= this.#check(asker).finally(() => (this.#walking = null));
    return this.#walking;
  }

  /** The program's own look at the record, each night. */
  checkByItself(): Promise<void> {
    return this.check(NIGHTLY);
  }

  /** The look of the last night, where the clock was moved past it and nobody has looked since; safe to run twice. */
  async checkDue(): Promise<void> {
    const now = this.desk.clock.now();
    const night = instantOf(addDays(localDay(now), localClock(now) >= NIGHT.clock ? 0 : -1), NIGHT.clock);
    const since = await this.desk.uow.read(
      async (tx) => (await this.last(tx))?.startedAt ?? (await tx.findOneBy(AuditEntry, { seq: 1 }))?.at,
    );
    if (since && since < night) await this.checkByItself();
  }

  /** When the program looks next by itself, after one moment and not after the other; null: not before then. */
  nextMoment(after: Date, until: Date): Date | null {
    return dailyMoment(NIGHT.clock, after, until);
  }

  /** Ends a walk under way, so that the program can stop. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#walking?.catch(() => undefined);
  }

  /** The walk under way in whichever process; null: none. */
  under(tx: Tx): Promise<Verification | null> {
    const alive = new Date(this.desk.clock.wallNow().getTime() - DEAD_MS);
    return tx.findOne(Verification, { where: { finishedAt: IsNull(), aliveAt: MoreThan(alive) }, order: { startedAt: "DESC" } });
  }

  /** The last walk that came to an end; null: never yet. */
  last(tx: Tx): Promise<Verification | null> {
    return tx.findOne(Verification, { where: { finishedAt: Not(IsNull()) }, order: { startedAt: "DESC", id: "DESC" } });
  }

  async #check(asker: Asker): Promise<void> {
    const row = await this.desk.uow.run(async (tx) => ((await this.under(tx)) ? null : this.#begin(tx, asker)));
    if (!row) return;
    let pages = 0;
    const onPage = async (walked: number): Promise<boolean> => {
      pages += 1;
      if (pages % SIGN_EVERY === 0) await this.#sign(row.id, { walked });
      return !this.#stopping;
    };
    try {
      const report = await this.desk.audit.verify({ onPage });
      await this.desk.uow.run((tx) => this.#finish(tx, row, asker, report));
    } catch (error) {
      await this.#sign(row.id, { aliveAt: new Date(this.desk.clock.wallNow().getTime() - DEAD_MS) });
      if (!(error instanceof WalkEnded)) throw error;
    }
  }

  async #begin(tx: Tx, { userid, name, post }: Asker): Promise<Pick<Verification, "id" | "startedAt">> {
    const head = await this.desk.audit.inspection.headIn(tx);
    const row = { id: newId(), startedAt: this.desk.clock.now(), aliveAt: this.desk.clock.wallNow(), walked: 0, total: head.seq };
    await insertRows(tx, Verification, [{ ...row, byUserid: userid, byName: name, byPost: post, headHash: head.hash }]);
    return row;
  }

  async #sign(id: string, changes: Partial<Verification>): Promise<void> {
    await this.desk.uow.run((tx) =>
      changeRows(tx, Verification, { id, finishedAt: null }, { aliveAt: this.desk.clock.wallNow(), ...changes }),
    );
  }

  async #finish(tx: Tx, { id }: Pick<Verification, "id">, asker: Asker, { entries, head, broken }: ChainReport): Promise<void> {
    const before = await this.last(tx);
    const known = broken !== null && before?.brokenSeq === broken.seq && before.brokenWhy === broken.why;
    await changeRows(
      tx,
      Verification,
      { id },
      {
        finishedAt: this.desk.clock.now(),
        walked: entries,
        total: head.seq,
        headHash: head.hash,
        brokenSeq: broken?.seq ?? null,
        brokenWhy: broken?.why ?? null,
        finding: broken === null ? null : known ? before.finding : id,
      },
    );
    const news = broken !== null && !known;
    if (news) await this.#alarm(tx, id, broken);
    if (!news && asker.via === "system") return;
    const { via, ...actor } = asker;
    const subject = { type: "record", id: localDay(this.desk.clock.now()) };
    const action = broken === null ? "record.verified" : "record.broken";
    this.desk.audit.record(tx, { action, subject, actor, via, article: "26", facts: { entries, head: head.seq, broken } });
  }

  /** Once for each break: whoever looks after the program, and the discipline office. */
  async #alarm(tx: Tx, finding: string, broken: { seq: number; why: string }): Promise<void> {
    const today = localDay(this.desk.clock.now());
    const to = [...(await holdersOf(tx, "administrator", today)), ...(await holdersOf(tx, "discipline", today))];
    const subject = { type: "record", id: today };
    await this.desk.outbox.notice(tx, {
      key: `record-broken:${finding}`,
      subject,
      to,
      lane: BEFORE_OTHERS,
      notice: brokenCard(broken, this.pageLink),
    });
  }
}
