/** The parts of a round: one that fails holds up no other, and the first failure is thrown at the end. */
export class Parts {
  readonly #failures: unknown[] = [];

  async run(work: () => Promise<unknown>): Promise<void> {
    await work().catch((error: unknown) => void this.#failures.push(error));
  }

  /** Throws what failed first. */
  end(): void {
    if (this.#failures.length > 0) throw this.#failures[0];
  }
}
