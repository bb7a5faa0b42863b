import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

export interface Head {
  seq: number;
  hash: string;
}

/** The chain's head kept outside the database, so that a cut tail is noticed. Written after each batch of commits, never backwards. */
export class HeadFile {
  #wanted: Head | null = null;
  #writing: Promise<void> | null = null;

  constructor(
    private readonly path: string,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Asks for a head to be kept; several asked for while one is being written become one write. */
  keep(head: Head): void {
    if (!this.#wanted || head.seq > this.#wanted.seq) this.#wanted = head;
    this.#writing ??= this.#write()
      .catch(this.onError)
      .finally(() => (this.#writing = null));
  }

  /** The head kept last; null where none was kept yet. */
  async read(): Promise<Head | null> {
    await this.settled();
    const text = await readFile(this.path, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    });
    return text === null ? null : (JSON.parse(text) as Head);
  }

  /** Resolves when everything asked for so far is on disk. */
  async settled(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  async #write(): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    while (this.#wanted) {
      const head = this.#wanted;
      this.#wanted = null;
      const kept = await readFile(this.path, "utf8").then(
        (text) => (JSON.parse(text) as Head).seq,
        () => 0,
      );
      if (kept >= head.seq) continue;
      await writeFile(`${this.path}.new`, `${JSON.stringify(head)}\n`);
      await rename(`${this.path}.new`, this.path);
    }
  }
}
