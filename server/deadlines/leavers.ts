import type { Tx } from "../kernel/unit-of-work.js";
import type { Leaver } from "./duty-part.js";
import type { DutyRegister } from "./register.js";
import type { Deadlines } from "./service.js";

/** What became of the duties of somebody who left. */
export interface MovedOn {
  /** put into other hands, or kept by the others who owe them */
  moved: number;
  /** nobody owes them now, and no domain said what follows */
  orphaned: number;
}

/** Puts what somebody owed into other hands once they left (R11-18). Each domain says how; what is decided already stands. */
export class Leavers {
  constructor(
    private readonly deadlines: Deadlines<string>,
    private readonly duties: DutyRegister,
  ) {}

  /** Expects that the leaver holds no post any more. Done twice, it finds nothing. */
  async moveOn(tx: Tx, leaver: Leaver): Promise<MovedOn> {
    let [moved, orphaned] = [0, 0];
    for (const { id } of await this.deadlines.heldBy(tx, leaver.userid)) {
      const deadline = await this.deadlines.held(tx, id);
      if (!deadline) continue;
      const part = this.duties.part(deadline.duty);
      if (part?.holderLeft) await part.holderLeft(tx, deadline, leaver);
      else {
        const others = (await this.deadlines.holders(tx, deadline.id)).filter((userid) => userid !== leaver.userid);
        await this.deadlines.reassign(tx, deadline, others);
        if (others.length === 0) orphaned += 1;
      }
      moved += 1;
    }
    return { moved: moved - orphaned, orphaned };
  }
}
