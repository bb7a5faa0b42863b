import { LessThan } from "typeorm";
import { ProgramPresence } from "../../entities/operations.js";
import type { Clock } from "../kernel/clock.js";
import { newId } from "../kernel/ids.js";
import { changeRows, insertRows } from "../kernel/rows.js";
import type { Tx, UnitOfWork } from "../kernel/unit-of-work.js";

/** Who has given no sign of life for so long is gone, and no longer worth showing. */
const FORGOTTEN_MS = 60 * 60_000;

/** Which processes of the program run. Each says so itself, each minute, and takes leave when it stops. */
export class Presence {
  readonly #id = newId();
  readonly #startedAt: Date;

  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly who: { name: string; version: string },
  ) {
    this.#startedAt = clock.wallNow();
  }

  /** A sign of life; forgets those who have given none for an hour. */
  async beat(): Promise<void> {
    const beatAt = this.clock.wallNow();
    await this.uow.run(async (tx) => {
      const alive = await changeRows(tx, ProgramPresence, { id: this.#id }, { beatAt });
      if (alive === 0) await insertRows(tx, ProgramPresence, [{ id: this.#id, ...this.who, startedAt: this.#startedAt, beatAt }]);
      await tx.delete(ProgramPresence, { beatAt: LessThan(new Date(beatAt.getTime() - FORGOTTEN_MS)) });
    });
  }

  /** This process is about to end. */
  async leave(): Promise<void> {
    await this.uow.run((tx) => tx.delete(ProgramPresence, { id: this.#id }));
  }

  /** Those of the last hour, the longest running first. */
  all(tx: Tx): Promise<ProgramPresence[]> {
    return tx.find(ProgramPresence, { order: { startedAt: "ASC", id: "ASC" } });
  }
}
