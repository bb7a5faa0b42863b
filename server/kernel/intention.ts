import { AsyncLocalStorage } from "node:async_hooks";
import type { Tx } from "./unit-of-work.js";

/** What somebody wants done once, however often it is sent: it notes that it is done in the transaction that does it. */
export interface Intention {
  done(tx: Tx, subjectId: string): Promise<void>;
}

const current = new AsyncLocalStorage<Intention>();

/** Runs `work` for the sake of this intention. */
export const intending = <T>(intention: Intention, work: () => Promise<T>): Promise<T> => current.run(intention, work);

/** The intention that is being carried out; undefined where the program acts by itself. */
export const currentIntention = (): Intention | undefined => current.getStore();

/** Runs what follows from an act but is no part of it. */
export const beyondIntention = (work: () => void): void => current.exit(work);
