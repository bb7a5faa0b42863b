import type { AccountRole, OfficeRole } from "../../entities/appointment.js";
import type { OrganisationFacts } from "./rules/gaps.js";
import type { OrganisationFile } from "./schema.js";

/** The present state as an organisation file, so that people correct what they have; who left is in it only where they still hold something. */
export const fileOfFacts = (facts: OrganisationFacts): OrganisationFile => {
  const holders = (role: AccountRole | OfficeRole, scopeId = "organisation"): string[] =>
    facts.appointments
      .filter((post) => post.role === role && post.scopeId === scopeId)
      .sort((one, other) => one.position - other.position)
      .map((post) => post.userid);
  const holder = (role: AccountRole | OfficeRole, scopeId?: string): string | null => holders(role, scopeId)[0] ?? null;
  const needed = new Set(facts.appointments.map((post) => post.userid));
  for (const unit of facts.units)
    for (const userid of [unit.headUserid, unit.leaderInChargeUserid]) if (userid !== null) needed.add(userid);
  return {
    units: facts.units.map(({ id, name, kind, wecomDepartmentId, headUserid, leaderInChargeUserid }) => ({
      ...{ id, name, kind, wecomDepartmentId },
      ...{ head: headUserid, leaderInCharge: leaderInChargeUserid },
    })),
    people: facts.people
      .filter((person) => person.leftAt === null || needed.has(person.userid))
      .map(({ userid, name, unitId, membership, birthOn, established, trainedUntil, leavesOn }) => ({
        ...{ userid, name, unit: unitId, membership, birthOn, established, trainedUntil, leavesOn },
      })),
    accounts: facts.accounts.map(({ id, platform, name, unitId, status, certifiedAs, lastPublishedOn }) => ({
      ...{ id, platform, name, unit: unitId, status, certifiedAs, lastPublishedOn },
      roles: {
        editors: holders("editor", id),
        firstReviewers: holders("firstReviewer", id),
        secondReviewers: holders("secondReviewer", id),
        finalReviewer: holder("finalReviewer", id),
        custodian: holder("custodian", id),
      },
    })),
    offices: {
      topLeader: holder("topLeader"),
      secretariat: holders("secretariat"),
      publicityHead: holder("publicityHead"),
      publicityDuty: holders("publicityDuty"),
      dataCentreHead: holder("dataCentreHead"),
      dataCentreDuty: holders("dataCentreDuty"),
      generalOffice: holders("generalOffice"),
      discipline: holders("discipline"),
      administrators: holders("administrator"),
    },
  };
};
