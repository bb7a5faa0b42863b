import type { LivestreamFacts } from "../facts.js";

/** 发起部门 and 运营部门. */
export type Side = "initiating" | "operating";
export const SIDES: readonly Side[] = ["initiating", "operating"];

type Facts = Pick<LivestreamFacts, "livestream" | "people">;

/** The sides that this person may agree for. */
export const sidesOf = ({ people }: Pick<Facts, "people">, userid: string): Side[] =>
  SIDES.filter((side) => people.heads[side].includes(userid));

/** When the head of a side agreed to it as it is now; null: not yet. */
export const agreedAt = ({ livestream }: Pick<Facts, "livestream">, side: Side): Date | null =>
  side === "initiating" ? livestream.initiatingAgreedAt : livestream.operatingAgreedAt;

/** True for whoever files for 宣传部: its desk or its head. */
export const isPublicity = ({ people }: Pick<Facts, "people">, userid: string): boolean => people.publicity.includes(userid);

/**
 * What 宣传部 may do with the report now. One that has begun before its 备案 is filed afterwards; there is nothing to put right in it any more.
 */
export const filingChoices = ({ livestream, filing }: Pick<LivestreamFacts, "livestream" | "filing">): readonly ("file" | "sendBack")[] => {
  if (filing?.decision !== null) return [];
  const { status } = livestream;
  if (status === "agreed") return ["file", "sendBack"];
  return status === "live" || status === "ended" ? ["file"] : [];
};

/** True where it began without being with 宣传部, e.g. while sent back: it is reported afterwards, late and with an explanation. */
export const lacksFiling = ({ livestream, filing }: Pick<LivestreamFacts, "livestream" | "filing">): boolean =>
  (livestream.status === "live" || livestream.status === "ended") && livestream.filedAt === null && filing?.decision !== null;

/** True for those who may change or cancel it: the applicant and the heads of both sides. */
export const mayChange = ({ livestream, people }: Facts, userid: string): boolean =>
  livestream.applicantUserid === userid || SIDES.some((side) => people.heads[side].includes(userid));

/** True for those who run the livestream: the applicant, the 现场负责人, the host, and the heads of both sides. */
export const runsIt = (facts: Facts, userid: string): boolean =>
  mayChange(facts, userid) || facts.livestream.onSiteUserid === userid || facts.livestream.hostUserid === userid;

/** Whoever of 宣传部 hears of a silent patroller: the desk; where the desk patrols this livestream itself, the next of 宣传部. */
export const deskBeside = ({ people, team }: Pick<LivestreamFacts, "people" | "team">): readonly string[] => {
  const beside = people.publicity.filter((userid) => !team.some((member) => member.userid === userid));
  return (beside.length > 0 ? beside : people.publicity).slice(0, 1);
};
