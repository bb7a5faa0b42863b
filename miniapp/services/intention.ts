import { ref, type Ref } from "vue";
import { troubleOf, worthRetrying } from "./trouble.js";

const hex = (length: number): string => Array.from({ length }, () => Math.floor(Math.random() * 16).toString(16)).join("");

/** A random UUID (v4); mini programs have no crypto.randomUUID. It only has to be unlike others, not secret. */
export const newKey = (): string =>
  `${hex(8)}-${hex(4)}-4${hex(3)}-${(8 + Math.floor(Math.random() * 4)).toString(16)}${hex(3)}-${hex(12)}`;

/** One thing a person wants to be done. `busy` is true from the tap to the answer. */
export interface Intention {
  busy: Ref<boolean>;
  /**
   * Sends `what` once: a second tap while the first is under way does nothing (undefined).
   * The key given to `send` stays the same across retries of the same `what` until the server has decided.
   */
  carryOut<T>(what: unknown, send: (key: string) => Promise<T>): Promise<T | undefined>;
}

export function useIntention(): Intention {
  const busy = ref(false);
  let pending: { what: string; key: string } | null = null;
  return {
    busy,
    async carryOut(what, send) {
      if (busy.value) return undefined;
      busy.value = true;
      const words = JSON.stringify(what);
      if (pending?.what !== words) pending = { what: words, key: newKey() };
      try {
        const answer = await send(pending.key);
        pending = null;
        return answer;
      } catch (caught) {
        if (!worthRetrying(troubleOf(caught))) pending = null;
        throw caught;
      } finally {
        busy.value = false;
      }
    },
  };
}
