import { Appointment, type OfficeRole } from "../../entities/appointment.js";
import { Person } from "../../entities/person.js";
import { rowsWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { hasLeft } from "./qualification.js";

/** Those of the people who are still of the organisation on this local day, in the order given. */
export const present = async (tx: Tx, userids: readonly (string | null)[], today: string): Promise<string[]> => {
  const wanted = [...new Set(userids.filter((userid) => userid !== null))];
  const people = await rowsWhere(tx, Person, { userid: wanted });
  const here = new Set(people.filter((person) => !hasLeft(person, today)).map((person) => person.userid));
  return wanted.filter((userid) => here.has(userid));
};

/** Who holds an office of the whole organisation today, in the order of appointment; nobody where it is vacant. */
export const holdersOf = async (tx: Tx, role: OfficeRole, today: string): Promise<string[]> => {
  const rows = await rowsWhere(tx, Appointment, { role, scopeId: "organisation" }, ["position"]);
  return present(
    tx,
    rows.map((row) => row.userid),
    today,
  );
};
