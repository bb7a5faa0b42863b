import type { LivestreamVerb } from "../../http/contract.js";
import type { LivestreamFacts } from "../facts.js";
import { attends } from "./running.js";
import { agreedAt, filingChoices, isPublicity, lacksFiling, mayChange, sidesOf } from "./standing.js";

type Facts = LivestreamFacts;

/** What this person may do with the livestream now. The phone draws exactly these. */
export const verbsOf = (facts: Facts, userid: string): LivestreamVerb[] => {
  const { status } = facts.livestream;
  if (status === "cancelled") return [];
  return [
    ...applicationVerbs(facts, userid),
    ...publicityVerbs(facts, userid),
    ...patrolVerbs(facts, userid),
    ...closingVerbs(facts, userid),
  ];
};

/** The lead sums up, once. */
const closingVerbs = (facts: Facts, userid: string): LivestreamVerb[] => {
  if (facts.summarised) return [];
  const lead = facts.team.find(({ role }) => role === "lead") ?? facts.team[0];
  return facts.livestream.status === "ended" && lead?.userid === userid ? ["summarise"] : [];
};

const patrolVerbs = (facts: Facts, userid: string): LivestreamVerb[] => {
  const { livestream, invitations, people, team } = facts;
  if (livestream.status === "ended") return [];
  const asked = invitations.some((each) => each.userid === userid && each.state === "asked");
  const trains = people.dataCentre.includes(userid) && team.some((each) => each.trainedAt === null && each.userid !== userid);
  const near = attends(facts, userid);
  const begins = near && (livestream.status === "filed" || livestream.status === "ready");
  return [
    ...(asked ? (["joinPatrol"] as const) : []),
    ...(trains ? (["train"] as const) : []),
    ...(begins ? (["start"] as const) : []),
    ...(near && livestream.status === "live" ? (["end", "interrupt"] as const) : []),
  ];
};

const applicationVerbs = (facts: Facts, userid: string): LivestreamVerb[] => {
  const { livestream } = facts;
  const { status } = livestream;
  const sides = sidesOf(facts, userid);
  const agrees = status === "draft" && sides.some((side) => agreedAt(facts, side) === null);
  const bothAgreed = livestream.initiatingAgreedAt !== null && livestream.operatingAgreedAt !== null;
  const confirms = status === "draft" && livestream.late && livestream.lateConfirmedAt === null && bothAgreed;
  const changes = mayChange(facts, userid) && status !== "ended";
  return [
    ...(agrees ? (["agree"] as const) : []),
    ...(confirms && sides.includes("initiating") ? (["confirmLate"] as const) : []),
    ...(lacksFiling(facts) && mayChange(facts, userid) ? (["fileLate"] as const) : []),
    ...(changes ? (["change"] as const) : []),
    ...(status !== "ended" && status !== "live" && (changes || isPublicity(facts, userid)) ? (["cancel"] as const) : []),
  ];
};

const publicityVerbs = (facts: Facts, userid: string): LivestreamVerb[] => {
  const { livestream, venue } = facts;
  if (!isPublicity(facts, userid)) return [];
  const reported = venue !== null && venue.state !== "registered" && livestream.status !== "ended";
  const forms = ["filed", "ready", "live"].includes(livestream.status);
  return [
    ...(forms ? (["formPatrol"] as const) : []),
    ...(forms && livestream.patrolWaiver === null ? (["waivePatrol"] as const) : []),
    ...filingChoices(facts),
    ...(reported ? (["registerVenue"] as const) : []),
    ...(reported && venue.state === "asked" ? (["adjustVenue"] as const) : []),
  ];
};
