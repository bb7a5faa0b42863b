import { holdersOf, present } from "../identity/offices.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { Office } from "../regulation/offices.js";
import { today, type ReviewDesk } from "./desk.js";
import type { DraftFacts } from "./facts.js";
import { editorsNow } from "./qualification.js";

/** Who is told when a duty on a draft needs somebody else (R11-06, R11-20). Where a unit has no head, the publicity duty answers for it. */
export const audienceOf = async (desk: ReviewDesk, tx: Tx, facts: DraftFacts, office: Office): Promise<string[]> => {
  const on = today(desk);
  const publicity = () => holdersOf(tx, "publicityDuty", on);
  switch (office) {
    case "editor":
      return editorsNow(facts, on);
    case "firstReviewer":
      return present(tx, facts.seats.first, on);
    case "unitHead": {
      const head = await present(tx, [facts.unit.headUserid], on);
      return head.length > 0 ? head : publicity();
    }
    case "publicityDepartment":
      return publicity();
    default:
      return [];
  }
};
