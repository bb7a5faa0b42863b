import type { Person } from "../../entities/person.js";
import { mayEdit } from "../regulation/review-chain.js";

/** True where the person is of the organisation no more: WeCom said so, or the last day of their contract is over. `today` is a local day. */
export const hasLeft = (person: Person, today: string): boolean =>
  person.leftAt !== null || (person.leavesOn !== null && person.leavesOn < today);

/** The day on which a league member reaches the age at which membership ends (R11-09, a setting); null where the birthday is not recorded. */
export const leagueEndsOn = (person: Person, ageLimit: number): string | null =>
  person.birthOn === null ? null : `${Number(person.birthOn.slice(0, 4)) + ageLimit}${person.birthOn.slice(4)}`;

/** What of Article 11's 政治面貌 an editor does not meet; `ofAge`: a league member past the age. */
export type MembershipLapse = "notMember" | "birthUnknown" | "ofAge";

/** Why this person's membership does not let them be 责任编辑 today (Article 11); null: it does. */
export const membershipLapse = (person: Person, today: string, ageLimit: number): MembershipLapse | null => {
  if (!mayEdit(person.membership)) return "notMember";
  if (person.membership !== "league") return null;
  const endsOn = leagueEndsOn(person, ageLimit);
  if (endsOn === null) return "birthUnknown";
  return endsOn <= today ? "ofAge" : null;
};

/** What of Article 17's training is missing today: `never` trained, or the certificate `ended`; null: nothing. */
export const trainingLapse = (person: Person, today: string): "never" | "ended" | null => {
  if (person.trainedUntil === null) return "never";
  return person.trainedUntil < today ? "ended" : null;
};
