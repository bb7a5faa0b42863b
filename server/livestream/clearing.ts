import { Between, IsNull, LessThanOrEqual, Not, Or, Raw, type FindOptionsWhere } from "typeorm";
import { Livestream } from "../../entities/livestream.js";
import { CheckIn } from "../../entities/patrol.js";
import { PatrolSummary } from "../../entities/patrol-summary.js";
import { StoredFile } from "../../entities/stored-file.js";
import type { HoldsFiles } from "../domain.js";
import { mentioned } from "../files/mentioned.js";
import { Parts } from "../kernel/parts.js";
import { changeRows, rowsWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { CheckInDesk } from "./check-in-desk.js";
import { HOUR_MS, recordAct } from "./desk.js";

/** Livestreams in one night; the rest has time until the next. */
const MOST = 200;
const DAY_MS = 24 * HOUR_MS;
/** Later than this no check-in comes with a photo that was uploaded: those of a livestream are taken until the day after its end. */
const UNUSED_MS = 7 * DAY_MS;
/** Nights that were left out are made up for so long. */
const MADE_UP_FOR_MS = 30 * DAY_MS;

/** Check-ins of livestreams whose photos are kept still: the term of a photo on several ends with the last. */
const KEPT: FindOptionsWhere<CheckIn> = {
  livestreamId: Raw(
    (id) =>
      `${id} NOT IN (SELECT livestreamId FROM patrol_summary WHERE photosClearedAt IS NOT NULL)` +
      ` AND ${id} NOT IN (SELECT id FROM livestream WHERE photosClearedAt IS NOT NULL)`,
  ),
};

const KEPT_STILL = { photosClearedAt: null };

/** Livestreams that were never summed up and whose photos are kept, though they were cancelled or over by then. */
const unsummed = (by: Date): FindOptionsWhere<Livestream>[] => {
  const kept = { photosClearedAt: IsNull(), id: Raw((id) => `${id} NOT IN (SELECT livestreamId FROM patrol_summary)`) };
  const before = LessThanOrEqual(by);
  // nothing of a cancelled one is changed any more
  return [
    { ...kept, status: "cancelled", updatedAt: before },
    { ...kept, status: Not("cancelled"), endAt: before, endedAt: Or(IsNull(), before) },
  ];
};

/**
 * 打卡照片的保存期限 (R26-05): so many years after its summary, or where there is none after its end or cancellation, the photos of a livestream are cleared,
 * and a week after its upload one that came with no check-in, except what an incident, its evidence or a report refers to. What is left of a photo is its
 * hash, when it was cleared, and an act on the livestream's record.
 */
export class PhotoClearing {
  constructor(
    private readonly desk: CheckInDesk,
    private readonly holds: HoldsFiles,
  ) {}

  /** Clears what is due by now; safe to run twice, and in several processes. One livestream that fails holds up no other; the first failure is thrown. */
  async run(): Promise<void> {
    const parts = new Parts();
    const clear = (work: (tx: Tx) => Promise<void>): Promise<void> => parts.run(() => this.desk.uow.run(work));
    for (const { livestreamId } of await this.desk.uow.read((tx) => this.#due(tx)))
      await clear((tx) =>
        this.#clearOver(tx, livestreamId, (cleared) => changeRows(tx, PatrolSummary, { livestreamId, ...KEPT_STILL }, cleared)),
      );
    for (const { id } of await this.desk.uow.read((tx) => tx.find(Livestream, { where: unsummed(this.#term()), take: MOST })))
      await clear((tx) => this.#clearOver(tx, id, (cleared) => changeRows(tx, Livestream, { id, ...KEPT_STILL }, cleared)));
    for (const [livestreamId, ids] of await this.desk.uow.read((tx) => this.#unused(tx)))
      await clear(async (tx) => void (await this.#clear(tx, livestreamId, ids, { unused: true })));
    await this.desk.files.dropCleared();
    parts.end();
  }

  /** What was over by then is kept no longer. */
  #term(): Date {
    const term = new Date(this.desk.clock.now());
    term.setUTCFullYear(term.getUTCFullYear() - this.desk.settings.value("livestream.photoYears"));
    return term;
  }

  #due(tx: Tx): Promise<PatrolSummary[]> {
    return tx.find(PatrolSummary, {
      where: { photosClearedAt: IsNull(), submittedAt: LessThanOrEqual(this.#term()) },
      order: { submittedAt: "ASC" },
      take: MOST,
    });
  }

  /** Photos on no check-in a week after they were uploaded, by livestream. */
  async #unused(tx: Tx): Promise<Map<string, string[]>> {
    const until = this.desk.clock.now().getTime() - UNUSED_MS;
    const uploadedAt = Between(new Date(until - MADE_UP_FOR_MS), new Date(until));
    const photos = await tx.findBy(StoredFile, { livestreamId: Not(IsNull()), uploadedAt, removedAt: IsNull() });
    const used = new Set(
      await mentioned(
        tx,
        CheckIn,
        "files",
        photos.map(({ id }) => id),
      ),
    );
    const unused = new Map<string, string[]>();
    for (const { id, livestreamId } of photos)
      if (livestreamId !== null && !used.has(id)) unused.set(livestreamId, [...(unused.get(livestreamId) ?? []), id]);
    return unused;
  }

  /** `mark` notes that the term is over, and tells how many rows it changed: none where another process was first. */
  async #clearOver(tx: Tx, livestreamId: string, mark: (cleared: { photosClearedAt: Date }) => Promise<number>): Promise<void> {
    if ((await mark({ photosClearedAt: this.desk.clock.now() })) !== 1) return;
    await this.#clear(tx, livestreamId, [...new Set((await rowsWhere(tx, CheckIn, { livestreamId })).flatMap(({ files }) => files))]);
  }

  /** Held first, so that whoever takes a check-in with one of them, or clears it for another livestream, is waited for and seen. */
  async #clear(tx: Tx, livestreamId: string, ids: readonly string[], facts: { unused?: true } = {}): Promise<void> {
    await this.desk.files.hold(tx, { id: ids });
    const held = new Set(await this.holds(tx, ids));
    const wanted = new Set([...held, ...(await mentioned(tx, CheckIn, "files", ids, KEPT))]);
    const photos = await this.desk.files.clear(
      tx,
      ids.filter((id) => !wanted.has(id)),
    );
    if (photos.length === 0) return;
    const gone = photos.map(({ id, sha256 }) => ({ id, sha256 }));
    const counted = { count: gone.length, kept: held.size, photos: gone };
    recordAct(this.desk, tx, null, { id: livestreamId }, "livestream.photos-cleared", { ...facts, ...counted });
  }
}
