/** Does one piece of work each second, and at once when nudged, never beside itself. Does nothing before `start` and after `stop`. */
export class Pulse {
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<unknown> | null = null;
  #again = false;

  constructor(
    private readonly work: () => Promise<unknown>,
    private readonly failed: (error: unknown) => void,
    private readonly everyMs = 1000,
  ) {}

  start(): void {
    this.#timer ??= setInterval(() => this.nudge(), this.everyMs).unref();
  }

  /** Works now, or once more if it is working already. */
  nudge(): void {
    if (!this.#timer) return;
    this.#again = true;
    this.#running ??= this.#round().finally(() => (this.#running = null));
  }

  /** Begins nothing more and waits for what is being done. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    await this.#running;
  }

  async #round(): Promise<void> {
    while (this.#again && this.#timer) {
      this.#again = false;
      await this.work().catch(this.failed);
    }
  }
}
