import type { Domain } from "../domain.js";
import { applicationParts } from "./application-parts.js";
import { livestreamEntries } from "./calendar-entries.js";
import { closingParts } from "./closing-parts.js";
import type { LivestreamDesk } from "./desk.js";
import { partsOf } from "./duty-parts.js";
import { OWN_DUTIES } from "./own-duties.js";
import { livestreamRoutes } from "./routes.js";
import { patrolRoutes } from "./patrol-routes.js";
import { patrolParts } from "./patrol-parts.js";
import { sentence } from "./sentences.js";
import type { Livestreams } from "./service.js";
import { followUpTitles, invitationTitles, livestreamTitles } from "./titles.js";

/** Article 14 as the program takes it in. */
export const livestreamDomain = (desk: LivestreamDesk, livestreams: Livestreams): Domain => ({
  rows: OWN_DUTIES,
  parts: partsOf(desk, {
    ...applicationParts(livestreams.agreeing, livestreams.filing, livestreams.venue),
    ...closingParts(livestreams.running),
    ...patrolParts(livestreams.drawing, livestreams.inviting, livestreams.training),
  }),
  sentence,
  titles: { livestream: livestreamTitles, patrolInvitation: invitationTitles, patrolFollowUp: followUpTitles },
  startedBy: livestreams.reading.startedBy,
  routes: [...livestreamRoutes(livestreams), ...patrolRoutes(livestreams)],
  rounds: livestreams.rounds,
  calendar: (tx, userid, from) => livestreamEntries(desk, tx, userid, from),
});
