import type { OfficeRole } from "../../entities/appointment.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { directoryOf } from "./directory.js";
import { hasLeft } from "./qualification.js";

/** Those of the people who are still of the organisation on this local day, in the order given. */
export const present = async (tx: Tx, userids: readonly (string | null)[], today: string): Promise<string[]> => {
  const wanted = [...new Set(userids.filter((userid) => userid !== null))];
  const directory = await directoryOf(tx);
  return wanted.filter((userid) => {
    const person = directory.person(userid);
    return person !== null && !hasLeft(person, today);
  });
};

/** Who holds an office of the whole organisation today, in the order of appointment; nobody where it is vacant. */
export const holdersOf = async (tx: Tx, role: OfficeRole, today: string): Promise<string[]> => {
  const posts = (await directoryOf(tx)).postsOn("organisation").filter((post) => post.role === role);
  return present(
    tx,
    posts.map((post) => post.userid),
    today,
  );
};
