import { IsNull, LessThanOrEqual } from "typeorm";
import { SharedToken } from "../../entities/shared-token.js";
import { newId } from "../kernel/ids.js";
import { changeRows, insertRows, rowWhere } from "../kernel/rows.js";
import { SecretBox } from "../kernel/secret-box.js";
import { isDuplicate, type Tx, type UnitOfWork } from "../kernel/unit-of-work.js";
import type { Asked, KeptToken, TokenStore } from "../wecom/token.js";

/** The access tokens of all processes, in the database and sealed there: of several that need a new one, one asks WeCom. */
export class SharedTokens implements TokenStore {
  readonly #box: SecretBox;

  constructor(
    private readonly uow: UnitOfWork,
    sessionSecret: string,
  ) {
    this.#box = new SecretBox(sessionSecret, "wecom access token");
  }

  /** Whether there is a token, and until when; never the token. */
  async standing(key: string): Promise<Pick<KeptToken, "refusal"> & { token: { refreshAt: number } | null }> {
    const { token, refusal } = await this.read(key);
    return { token: token && { refreshAt: token.refreshAt }, refusal };
  }

  async read(key: string): Promise<KeptToken> {
    const row = await this.uow.read((tx) => rowWhere(tx, SharedToken, { app: key }));
    return row ? this.#opened(row) : { token: null, refusal: null, version: 0 };
  }

  async claim(key: string, seen: number, { now, until }: { now: number; until: number }): Promise<string | null> {
    const asker = newId();
    const claim = { asker, askedUntil: new Date(until), version: seen + 1 };
    const taken = await this.uow.run((tx) => (seen === 0 ? inserted(tx, { app: key, ...claim }) : updated(tx, key, seen, now, claim)));
    return taken ? asker : null;
  }

  async settle(key: string, leave: string, asked: Asked): Promise<void> {
    await this.uow.run(async (tx) => {
      const row = await rowWhere(tx, SharedToken, { app: key, asker: leave });
      if (!row) return;
      const change = { asker: null, askedUntil: null, version: row.version + 1, ...this.#kept(key, asked) };
      await changeRows(tx, SharedToken, { app: key, asker: leave, version: row.version }, change);
    });
  }

  async drop(key: string, value: string): Promise<void> {
    await this.uow.run(async (tx) => {
      const row = await rowWhere(tx, SharedToken, { app: key });
      if (!row || this.#opened(row).token?.value !== value) return;
      await changeRows(tx, SharedToken, { app: key, version: row.version }, { sealed: null, refreshAt: null, version: row.version + 1 });
    });
  }

  #kept(key: string, asked: Asked): Partial<SharedToken> {
    if (asked === "nothing") return {};
    if ("refusal" in asked) {
      const { errcode, until } = asked.refusal;
      return { sealed: null, refreshAt: null, refusedWith: errcode, refusedUntil: new Date(until) };
    }
    const { value, refreshAt } = asked.token;
    return { sealed: this.#box.close(value, key), refreshAt: new Date(refreshAt), refusedWith: null, refusedUntil: null };
  }

  /** A token sealed with another SESSION_SECRET is none. */
  #opened({ app, sealed, refreshAt, refusedWith, refusedUntil, version }: SharedToken): KeptToken {
    const value = sealed === null ? null : this.#box.open(sealed, app);
    return {
      token: value === null || refreshAt === null ? null : { value, refreshAt: refreshAt.getTime() },
      refusal: refusedWith === null || refusedUntil === null ? null : { errcode: refusedWith, until: refusedUntil.getTime() },
      version,
    };
  }
}

const inserted = async (tx: Tx, row: Partial<SharedToken>): Promise<boolean> => {
  try {
    await insertRows(tx, SharedToken, [row]);
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
};

const updated = async (tx: Tx, app: string, version: number, now: number, claim: Partial<SharedToken>): Promise<boolean> => {
  const free = [{ askedUntil: IsNull() }, { askedUntil: LessThanOrEqual(new Date(now)) }];
  for (const condition of free) if ((await tx.update(SharedToken, { app, version, ...condition }, claim)).affected === 1) return true;
  return false;
};
