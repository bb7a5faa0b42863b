import { holdersOf } from "../identity/offices.js";
import type { Tx } from "../kernel/unit-of-work.js";

/** Who looks after the program on this local day; where nobody holds that office, the publicity department; nobody where that is vacant, too. */
export const keepersOf = async (tx: Tx, today: string): Promise<string[]> => {
  for (const office of ["administrator", "publicityDuty", "publicityHead"] as const) {
    const holders = await holdersOf(tx, office, today);
    if (holders.length > 0) return holders;
  }
  return [];
};
