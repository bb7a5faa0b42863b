import { hasLeft } from "../../identity/qualification.js";
import type { Gap, OrganisationFacts } from "./gaps.js";

/** Who has to see to a gap: the head of its unit; for what is of the whole organisation, or of a unit without head, the administrators. */
export const answeringFor = (gap: Gap, facts: OrganisationFacts, today: string): string[] => {
  const present = new Set(facts.people.filter((person) => !hasLeft(person, today)).map((person) => person.userid));
  const head = facts.units.find((unit) => unit.id === gap.unitId)?.headUserid;
  if (head && present.has(head)) return [head];
  return facts.appointments
    .filter((post) => post.role === "administrator" && present.has(post.userid))
    .sort((one, other) => one.position - other.position)
    .map((post) => post.userid);
};
