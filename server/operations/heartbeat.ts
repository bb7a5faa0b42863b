const PATIENCE_MS = 5000;

/** Tells an outside watch, by a bare GET without any data, that all is well; what stops coming is noticed there though nothing works here any more. */
export class Heartbeat {
  constructor(
    /** null: there is no outside watch */
    private readonly url: string | null,
    private readonly isWell: () => Promise<boolean>,
    private readonly onError: (reason: string) => void,
  ) {}

  /** Sends one beat where all is well. Never throws: that nobody hears it is no fault of the program. Addresses may hold a key, so none is passed on. */
  async beat(): Promise<void> {
    if (this.url === null || !(await this.isWell())) return;
    try {
      const answer = await fetch(this.url, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS) });
      await answer.body?.cancel();
      if (answer.status >= 400) this.onError(`answered with ${answer.status}`);
    } catch (error) {
      this.onError(error instanceof Error ? error.name : "no answer");
    }
  }
}
