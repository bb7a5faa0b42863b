import { IsNull, LessThanOrEqual } from "typeorm";
import { CheckIn } from "../../entities/patrol.js";
import { PatrolSummary } from "../../entities/patrol-summary.js";
import type { HoldsFiles } from "../domain.js";
import { changeRows, rowsWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { CheckInDesk } from "./check-in-desk.js";
import { recordAct } from "./desk.js";

/** Livestreams in one night; the rest has time until the next. */
const MOST = 200;

/**
 * 打卡照片的保存期限 (R26-05): so many years after its summary the photos of a livestream are cleared, except what an incident, its evidence or a
 * report refers to. What is left of a photo is its hash, when it was cleared, and an act on the livestream's record.
 */
export class PhotoClearing {
  constructor(
    private readonly desk: CheckInDesk,
    private readonly holds: HoldsFiles,
  ) {}

  /** Clears what is due by now; safe to run twice, and in several processes. One livestream that fails holds up no other; the first failure is thrown. */
  async run(): Promise<void> {
    const failures: unknown[] = [];
    for (const { livestreamId } of await this.desk.uow.read((tx) => this.#due(tx)))
      await this.desk.uow.run((tx) => this.#clear(tx, livestreamId)).catch((error: unknown) => void failures.push(error));
    await this.desk.files.dropCleared();
    if (failures.length > 0) throw failures[0];
  }

  #due(tx: Tx): Promise<PatrolSummary[]> {
    const term = new Date(this.desk.clock.now());
    term.setUTCFullYear(term.getUTCFullYear() - this.desk.settings.value("livestream.photoYears"));
    return tx.find(PatrolSummary, {
      where: { photosClearedAt: IsNull(), submittedAt: LessThanOrEqual(term) },
      order: { submittedAt: "ASC" },
      take: MOST,
    });
  }

  async #clear(tx: Tx, livestreamId: string): Promise<void> {
    const cleared = { photosClearedAt: this.desk.clock.now() };
    if ((await changeRows(tx, PatrolSummary, { livestreamId, photosClearedAt: null }, cleared)) !== 1) return;
    const ids = [...new Set((await rowsWhere(tx, CheckIn, { livestreamId })).flatMap(({ files }) => files))];
    const held = new Set(await this.holds(tx, ids));
    const photos = await this.desk.files.clear(
      tx,
      ids.filter((id) => !held.has(id)),
    );
    if (photos.length === 0) return;
    const gone = photos.map(({ id, sha256 }) => ({ id, sha256 }));
    recordAct(this.desk, tx, null, { id: livestreamId }, "livestream.photos-cleared", {
      count: gone.length,
      kept: held.size,
      photos: gone,
    });
  }
}
