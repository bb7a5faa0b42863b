import { Counter } from "../../entities/housekeeping.js";
import { isDuplicate, type Tx } from "./unit-of-work.js";

/** The next of a series that never repeats, from 1; two at once get two numbers. */
export const nextNumber = async (tx: Tx, name: string): Promise<number> => {
  const raised = await tx.increment(Counter, { name }, "value", 1);
  if (raised.affected !== 1) await begin(tx, name);
  const { value } = await tx.findOneByOrFail(Counter, { name });
  return value;
};

/** Two first of a series at once: the one that comes second counts on. */
const begin = async (tx: Tx, name: string): Promise<void> => {
  try {
    await tx.insert(Counter, { name, value: 1 });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    await tx.increment(Counter, { name }, "value", 1);
  }
};
