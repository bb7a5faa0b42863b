import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

const DEBOUNCE_MS = 100;

/** Keeps a snapshot in one file: written soon after each change, atomically, one write at a time. Without a path it keeps nothing. */
export class StateFile {
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(private readonly path: string | undefined) {}

  /** The last snapshot; null when there is none yet. A damaged file is an error, never silently an empty one. */
  async read(): Promise<unknown> {
    if (!this.path) return null;
    let text: string;
    try {
      text = await readFile(this.path, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
      throw error;
    }
    try {
      return JSON.parse(text) as unknown;
    } catch {
      throw new Error(`沙箱状态文件已损坏，请删除后重启：${this.path}`);
    }
  }

  writeSoon(snapshot: () => unknown): void {
    if (!this.path || this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#write(snapshot);
    }, DEBOUNCE_MS);
  }

  /** Writes at once and waits for it. */
  async flush(snapshot: () => unknown): Promise<void> {
    if (!this.path) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#write(snapshot);
    await this.#writing;
  }

  #write(snapshot: () => unknown): void {
    const path = this.path;
    if (!path) return;
    this.#writing = this.#writing.then(async () => {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(`${path}.new`, JSON.stringify(snapshot()), { mode: 0o600 });
      await rename(`${path}.new`, path);
    });
    this.#writing.catch((error: unknown) => console.error("沙箱状态无法保存", error));
  }
}
