import { Edition } from "../../entities/edition.js";
import { rowThere } from "./rows.js";
import type { Tx, UnitOfWork } from "./unit-of-work.js";

export type EditionName = "settings" | "calendar";

/** Reads what is followed from the database; what it returns puts it in force in this process, at once and without fail. */
export type Reading = (tx: Tx) => Promise<() => void>;

/**
 * What every process keeps in memory and anybody may change while it runs. The process that changes it has the change from the commit on; every
 * other one asks the database each second (and before each sweep) which edition stands there and reads anew what it has an older one of.
 */
export class Editions {
  readonly #followed = new Map<string, { held: number; read: Reading }>();

  constructor(private readonly uow: UnitOfWork) {}

  /** Names what is to be kept up to date. Nothing is read before the first `catchUp`. */
  follow(name: EditionName, read: Reading): void {
    this.#followed.set(name, { held: -1, read });
  }

  /** A new edition, by the transaction that writes it; whoever else writes one waits for its end. Returns its number. */
  async publish(tx: Tx, name: EditionName): Promise<number> {
    await tx.query("UPDATE edition SET number = number + 1 WHERE name = ?", [name]);
    const { number } = await rowThere(tx, Edition, { name });
    this.uow.beforeCommit(tx, `edition ${name}`, async () => {
      const adopt = await this.#read(tx, name);
      this.uow.afterCommit(tx, () => adopt(number));
    });
    return number;
  }

  /** Reads what another process has changed since this one last looked. */
  async catchUp(): Promise<void> {
    await this.uow.read(async (tx) => {
      for (const { name, number } of await tx.find(Edition)) {
        if ((this.#followed.get(name)?.held ?? number) < number) (await this.#read(tx, name))(number);
      }
    });
  }

  /** An edition that was overtaken while it was read is not put in force. */
  async #read(tx: Tx, name: string): Promise<(number: number) => void> {
    const followed = this.#followed.get(name);
    const adopt = await followed?.read(tx);
    return (number) => {
      if (!followed || !adopt || followed.held >= number) return;
      adopt();
      followed.held = number;
    };
  }
}
