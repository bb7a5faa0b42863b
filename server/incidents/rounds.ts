import type { Rounds } from "../domain.js";

/** Several rounds as one: each sweeps whatever becomes of the others, and the first failure is thrown at the end. */
export const together = (...all: readonly Rounds[]): Rounds => ({
  sweep: async () => {
    const swept = await Promise.allSettled(all.map((each) => each.sweep()));
    const failed = swept.find(({ status }) => status === "rejected");
    if (failed?.status === "rejected") throw failed.reason;
  },
  nextMoment: async (after, until) => {
    let next: Date | null = null;
    for (const each of all) next = (await each.nextMoment(after, next ?? until)) ?? next;
    return next;
  },
});
