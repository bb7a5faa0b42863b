import { Refused } from "./errors.js";
import type { Corp } from "../corp.js";

/** Who of the named recipients really gets the message; the lists are what message/send answers [90236]. */
export interface Recipients {
  reached: string[];
  invaliduser: string[];
  invalidparty: string[];
  invalidtag: string[];
  unlicenseduser: string[];
}

const MOST_USERS = 1000;
const MOST_PARTIES = 100;
const MOST_TAGS = 100;

const split = (value: unknown): string[] =>
  typeof value === "string"
    ? value
        .split("|")
        .map((part) => part.trim())
        .filter(Boolean)
    : [];

function checkSizes(users: string[], parties: string[], tags: string[]): void {
  if (users.length > MOST_USERS) throw new Refused(40032);
  if (parties.length > MOST_PARTIES) throw new Refused(82002);
  if (tags.length > MOST_TAGS) throw new Refused(82003);
  if (users.length + parties.length + tags.length === 0) throw new Refused(82001);
}

/** Members of a department, direct ones only: message/send does not reach below a named party in the sandbox's flat organisation. */
const membersOf = (corp: Corp, party: string): string[] =>
  corp.members
    .all()
    .filter((person) => String(person.departmentId) === party)
    .map((person) => person.userid);

/** Sorts named users and parties into reached, invalid (unknown or out of range) and unlicensed. The sandbox has no tags: all are invalid. */
export function sortRecipients(corp: Corp, named: { users: string[]; parties: string[]; tags: string[]; all: boolean }): Recipients {
  const result: Recipients = {
    reached: [],
    invaliduser: [],
    invalidparty: [],
    invalidtag: named.all ? [] : named.tags,
    unlicenseduser: [],
  };
  const reached = new Set<string>();
  const take = (userid: string, isNamed: boolean) => {
    const person = corp.person(userid);
    if (!person || !corp.isReachable(userid)) {
      if (isNamed) result.invaliduser.push(userid.toLowerCase());
    } else if (!corp.isLicensed(userid)) result.unlicenseduser.push(userid.toLowerCase());
    else reached.add(person.userid);
  };
  for (const userid of named.all ? corp.members.all().map((person) => person.userid) : named.users) take(userid, !named.all);
  for (const party of named.all ? [] : named.parties) {
    const members = membersOf(corp, party);
    const isKnown = corp.options.departments.some((department) => String(department.id) === party);
    if (!isKnown) result.invalidparty.push(party);
    for (const userid of members) take(userid, false);
  }
  result.reached = [...reached];
  return result;
}

/** The recipients of a message/send body: 82001 none, 40032 over 1000 users, 82002/82003 over 100 parties/tags; all bad is the caller's 81013. */
export function recipientsOf(corp: Corp, body: Record<string, unknown>): Recipients {
  const all = typeof body.touser === "string" && body.touser.trim() === "@all";
  if (all) return sortRecipients(corp, { users: [], parties: [], tags: [], all });
  const [users, parties, tags] = [split(body.touser), split(body.toparty), split(body.totag)];
  checkSizes(users, parties, tags);
  return sortRecipients(corp, { users, parties, tags, all });
}

/** The non-empty lists as message/send writes them: `|`-joined strings. */
export function joinedLists(recipients: Recipients): Record<string, string> {
  const { invaliduser, invalidparty, invalidtag, unlicenseduser } = recipients;
  const lists = Object.entries({ invaliduser, invalidparty, invalidtag, unlicenseduser });
  return Object.fromEntries(lists.filter(([, ids]) => ids.length > 0).map(([name, ids]) => [name, ids.join("|")]));
}
