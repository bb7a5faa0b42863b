import type { Livestream } from "../../../entities/livestream.js";

/** What of a livestream can be different after a change. */
export type Changed = "times" | "venue" | "people" | "script" | "words";

const FIELDS: Readonly<Record<Changed, readonly (keyof Livestream)[]>> = {
  times: ["startAt", "endAt"],
  venue: ["inOffice", "officeEquipment", "venueNote"],
  people: ["host", "onSite", "commentControl", "stopButton", "guests"],
  script: ["scriptDraftId", "livingId"],
  words: ["title", "rehearsalAt", "contingency", "lateReason"],
};

const valueOf = (value: unknown): unknown => (value instanceof Date ? value.getTime() : value);

/** In which ways two states of a livestream differ. */
export const differences = (before: Livestream, after: Livestream): Changed[] =>
  (Object.keys(FIELDS) as Changed[]).filter((which) => FIELDS[which].some((field) => valueOf(before[field]) !== valueOf(after[field])));

/** True where both sides have to agree anew and 宣传部 to file anew: when or where it is. */
export const needsAgreement = (changed: readonly Changed[]): boolean => changed.includes("times") || changed.includes("venue");
