import { ROLE_NAMES } from "../identity/roles.js";
import type { OrganisationFacts } from "./rules/gaps.js";

/** A person as lists show them. */
export interface PersonListing {
  userid: string;
  name: string;
  unit: { id: string; name: string; wecomDepartmentId: number | null };
  /** Chinese words of the posts held, each once */
  posts: string[];
  /** nothing is open to them any more */
  left: boolean;
}

/** Everybody with unit and posts, in the order of the facts. */
export const listingsOf = (facts: OrganisationFacts): PersonListing[] => {
  const units = new Map(facts.units.map((unit) => [unit.id, unit]));
  const held = new Map<string, Set<string>>();
  const add = (userid: string, post: string): unknown => held.set(userid, (held.get(userid) ?? new Set()).add(post));
  for (const unit of facts.units) if (unit.headUserid !== null) add(unit.headUserid, `${unit.name}主要负责同志`);
  for (const post of facts.appointments) add(post.userid, ROLE_NAMES[post.role]);
  return facts.people.map((person) => {
    const unit = units.get(person.unitId);
    return {
      userid: person.userid,
      name: person.name,
      unit: { id: person.unitId, name: unit?.name ?? person.unitId, wecomDepartmentId: unit?.wecomDepartmentId ?? null },
      posts: [...(held.get(person.userid) ?? [])],
      left: person.leftAt !== null,
    };
  });
};
