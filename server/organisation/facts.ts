import { Account } from "../../entities/account.js";
import { Appointment } from "../../entities/appointment.js";
import { Person } from "../../entities/person.js";
import { Unit } from "../../entities/unit.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { SettingValues } from "../regulation/settings.js";
import type { FileRows } from "./rows.js";
import type { OrganisationFacts } from "./rules/gaps.js";

/** Everybody and everything, in a fixed order. */
export const factsOf = async (tx: Tx, settings: SettingValues): Promise<OrganisationFacts> => ({
  units: await tx.find(Unit, { order: { id: "ASC" } }),
  people: await tx.find(Person, { order: { unitId: "ASC", userid: "ASC" } }),
  accounts: await tx.find(Account, { order: { id: "ASC" } }),
  appointments: await tx.find(Appointment, { order: { role: "ASC", scopeId: "ASC", position: "ASC" } }),
  leagueAgeLimit: settings.value("people.leagueAgeLimit"),
});

/** The facts as they would be once the rows of a file are stored: who and what it does not list stays. */
export const afterImport = (before: OrganisationFacts, rows: FileRows): OrganisationFacts => {
  const left = new Map(before.people.map((person) => [person.userid, person.leftAt]));
  const people = rows.people.map((person) => ({ ...person, leftAt: left.get(person.userid) ?? null }));
  const kept = before.appointments.filter((post) => !rows.scopeIds.includes(post.scopeId));
  return {
    ...before,
    units: [...notListed(before.units, rows.units, (unit) => unit.id), ...rows.units],
    people: [...notListed(before.people, people, (person) => person.userid), ...people],
    accounts: [...notListed(before.accounts, rows.accounts, (account) => account.id), ...rows.accounts],
    appointments: [...kept, ...rows.posts.map((post) => ({ id: "", ...post }))],
  };
};

/** Those of the stored rows that a file does not list. */
export const notListed = <T>(stored: readonly T[], listed: readonly T[], keyOf: (row: T) => string): T[] => {
  const keys = new Set(listed.map(keyOf));
  return stored.filter((row) => !keys.has(keyOf(row)));
};
