import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Head } from "./head.js";

/** Whether a head is a link of the record as it stands in the database. */
type IsLink = (head: Head) => Promise<boolean>;

/**
 * The chain's head kept outside the database, so that a cut tail is noticed. Written after each batch of commits, never backwards, and never over a
 * head that the record no longer contains: that one is the proof of the cut and stays until a person has looked.
 */
export class HeadFile {
  #wanted: (Head & { after: string }) | null = null;
  #writing: Promise<void> | null = null;
  #isLink: IsLink = () => Promise.resolve(true);

  constructor(
    private readonly path: string,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Tells whom to ask about a head that is not the one before those asked for, e.g. because another process wrote it. */
  comparedBy(isLink: IsLink): void {
    this.#isLink = isLink;
  }

  /** Asks for a head to be kept, `after` being the hash before its links; several asked for while one is being written become one write. */
  keep(head: Head, after: string): void {
    if (!this.#wanted || head.seq > this.#wanted.seq) this.#wanted = { ...head, after: this.#wanted?.after ?? after };
    this.#writing ??= this.#write()
      .catch(this.onError)
      .finally(() => {
        this.#writing = null;
        if (this.#wanted) this.keep(this.#wanted, this.#wanted.after);
      });
  }

  /** The head kept last; null where none was kept yet. Throws where the file cannot be read or says nothing of the kind. */
  async read(): Promise<Head | null> {
    await this.settled();
    return this.#kept();
  }

  /** Resolves when everything asked for so far is on disk. */
  async settled(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  async #kept(): Promise<Head | null> {
    const text = await readFile(this.path, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    });
    if (text === null) return null;
    const { seq, hash } = JSON.parse(text) as Partial<Head>;
    if (!Number.isInteger(seq) || typeof hash !== "string") throw new Error("the head kept outside is unreadable");
    return { seq: seq as number, hash };
  }

  async #write(): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    while (this.#wanted) {
      const { after, ...head } = this.#wanted;
      this.#wanted = null;
      const kept = await this.#kept();
      if (kept && kept.seq > 0 && kept.hash !== after && !(await this.#isLink(kept)))
        throw new Error(`the head kept outside (${kept.seq}) is no link of the record and is left as it is: run npm run audit:verify`);
      if (kept && kept.seq >= head.seq) continue;
      const draft = `${this.path}.${process.pid}.new`;
      await writeFile(draft, `${JSON.stringify(head)}\n`);
      await rename(draft, this.path);
    }
  }
}
