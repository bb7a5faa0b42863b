import { ExpectedCheckIn, PatrolFinding } from "../../entities/patrol.js";
import type { Domain } from "../domain.js";
import { namesOf } from "../identity/actor.js";
import { rowsWhere } from "../kernel/rows.js";
import { arrivalReminders } from "./arriving.js";
import type { CheckInDesk } from "./check-in-desk.js";
import { CHECK_IN_DUTIES } from "./check-in-duties.js";
import { checkInParts } from "./check-in-parts.js";
import { checkInRoutes } from "./check-in-routes.js";
import { sentence } from "./check-in-sentences.js";
import { CheckIns } from "./check-ins.js";
import { livestreamDomain } from "./domain.js";
import { partsOf } from "./duty-parts.js";
import type { Livestreams } from "./service.js";
import { checkInWords, FINDING_NAMES } from "./words.js";

/** Article 14 as the program takes it in: a livestream from its application to its summary, and what goes on while it runs. */
export const livestreamDomains = (desk: CheckInDesk, livestreams: Livestreams): Domain[] => [
  livestreamDomain(desk, livestreams),
  checkInDomain(desk, new CheckIns(desk, livestreams)),
];

const checkInDomain = (desk: CheckInDesk, checkIns: CheckIns): Domain => ({
  rows: CHECK_IN_DUTIES,
  parts: partsOf(desk, checkInParts(desk, checkIns)),
  sentence,
  titles: {
    expectedCheckIn: async (tx, ids) => {
      const rows = await rowsWhere(tx, ExpectedCheckIn, { id: ids });
      const name = await namesOf(
        tx,
        rows.map(({ userid }) => userid),
      );
      return new Map(rows.map((row) => [row.id, `${name(row.userid).name} ${checkInWords(row)}`]));
    },
    patrolFinding: async (tx, ids) =>
      new Map((await rowsWhere(tx, PatrolFinding, { id: ids })).map(({ id, level, words }) => [id, `${FINDING_NAMES[level]}：${words}`])),
  },
  routes: checkInRoutes(checkIns),
  rounds: [checkIns.missed, arrivalReminders(desk)],
});
