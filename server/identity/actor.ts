import type { OfficeRole, Role } from "../../entities/appointment.js";
import type { RecordedActor } from "../audit/record.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { directoryOf } from "./directory.js";
import { hasLeft } from "./qualification.js";
import { ROLE_NAMES } from "./roles.js";

/** Somebody acting now: an active person with the posts they hold at this moment and the channel they come by. */
export interface Actor {
  userid: string;
  name: string;
  /** all their posts in Chinese, for the record as of then */
  post: string;
  unitId: string;
  roles: ReadonlySet<Role | "unitHead" | "leaderInCharge">;
  /** accounts on which they hold a post, by role */
  accounts: ReadonlyMap<Role, readonly string[]>;
  via: "page" | "card" | "text";
  /** when they logged in for this; absent: by a card or the chat, which is no login */
  loggedInAt?: Date;
}

/** Loads who acts; null for somebody unknown or gone, also where the last day of their contract was before `today` (a local day). */
export const loadActor = async (tx: Tx, userid: string, via: Actor["via"], today: string): Promise<Actor | null> => {
  const directory = await directoryOf(tx);
  const person = directory.person(userid);
  if (!person || hasLeft(person, today)) return null;
  const appointments = directory.postsOf(userid);
  const headed = directory.unitsUnder(userid);
  const roles = new Set<Role | "unitHead" | "leaderInCharge">(appointments.map((appointment) => appointment.role));
  if (headed.some((unit) => unit.headUserid === userid)) roles.add("unitHead");
  if (headed.some((unit) => unit.leaderInChargeUserid === userid)) roles.add("leaderInCharge");
  const accounts = new Map<Role, string[]>();
  for (const { role, scopeId } of appointments) accounts.set(role, [...(accounts.get(role) ?? []), scopeId]);
  return { userid, name: person.name, post: postOf(roles), unitId: person.unitId, roles, accounts, via };
};

const postOf = (roles: Actor["roles"]): string => ([...roles].map((role) => ROLE_NAMES[role]).join("、") || "工作人员").slice(0, 120);

/** The same person with offices that are theirs for the moment, e.g. the desk at which they sit by the rota. */
export const holding = (actor: Actor, offices: readonly OfficeRole[]): Actor => {
  const roles = new Set([...actor.roles, ...offices]);
  return roles.size === actor.roles.size ? actor : { ...actor, roles, post: postOf(roles) };
};

/** The actor as the record keeps them. */
export const recorded = (actor: Actor): RecordedActor => ({ userid: actor.userid, name: actor.name, post: actor.post });

/** Names of people, also of those who left; somebody unknown is shown by userid. */
export const namesOf = async (tx: Tx, userids: Iterable<string>): Promise<(userid: string) => { userid: string; name: string }> => {
  const directory = await directoryOf(tx);
  const names = new Map([...userids].map((userid) => [userid, directory.person(userid)?.name ?? userid]));
  return (userid) => ({ userid, name: names.get(userid) ?? userid });
};
