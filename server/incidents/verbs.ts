import type { IncidentVerb } from "../http/contract.js";
import type { IncidentFacts } from "./facts.js";

/** The verbs open to this person now; phones and cards draw exactly these. */
export const verbsOf = (facts: IncidentFacts, userid: string): IncidentVerb[] => {
  const { incident, people } = facts;
  const publicity = people.publicityDuty.includes(userid) || people.publicityHead.includes(userid);
  const verbs: IncidentVerb[] = [];
  if (publicity && incident.status === "reported") verbs.push("setLevel");
  return verbs;
};
