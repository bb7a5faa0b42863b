import type { Office } from "../../regulation/offices.js";
import type { IncidentPeople } from "../people.js";

/** Who answers where an office is vacant: nothing about an alert goes to nobody. */
const firstOf = (...lists: (readonly string[])[]): readonly string[] => lists.find((list) => list.length > 0) ?? [];

/** The people behind an office of the rule, for cards and steps; the next one up where it is vacant. */
export const whoHolds = (people: IncidentPeople, office: Office): readonly string[] => {
  const { publicityDuty, publicityHead, dataCentreDuty, dataCentreHead, secretariat, topLeader, unitHead, leaderInCharge } = people;
  switch (office) {
    case "publicityDepartment":
      return firstOf(publicityDuty, publicityHead, leaderInCharge, topLeader);
    case "publicityHead":
      return firstOf(publicityHead, publicityDuty, leaderInCharge, topLeader);
    case "dataCentre":
      return firstOf(dataCentreDuty, dataCentreHead);
    case "dataCentreHead":
      return firstOf(dataCentreHead, dataCentreDuty);
    case "unitHead":
    case "concernedUnit":
      return firstOf(unitHead, publicityHead, publicityDuty);
    case "leaderInCharge":
      return firstOf(leaderInCharge, secretariat, topLeader);
    case "topLeader":
      return firstOf(topLeader, secretariat);
    case "secretariat":
      return [...topLeader, ...secretariat];
    default:
      return [];
  }
};

/** Whoever has a part in the incident for an office of their own, or from the other desk, whoever sits at this one. */
export const ownOffices = (people: IncidentPeople, which: "publicity" | "dataCentre"): readonly string[] => {
  const { publicityDuty, dataCentreDuty, publicityHead, dataCentreHead, secretariat, topLeader, unitHead, leaderInCharge } = people;
  const otherDesk = which === "publicity" ? dataCentreDuty : publicityDuty;
  return [...otherDesk, ...publicityHead, ...dataCentreHead, ...secretariat, ...topLeader, ...unitHead, ...leaderInCharge];
};
