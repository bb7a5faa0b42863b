import type { Corp } from "../corp.js";
import type { Group } from "../groups.js";
import type { Limit } from "../limits.js";
import type { Answer, ApiCall } from "./call.js";
import { cutCharacters } from "./content.js";
import { Refused } from "./errors.js";
import { groupContentOf, mentionsOf } from "./group-content.js";

const FEWEST = 2;
const MOST = 2000;
const NAME_CHARACTERS = 50;
const CHATID_CHARACTERS = 32;

const CORP = "corp";

function demand(limit: Limit, corp: Corp, weight = 1): void {
  if (!limit.take(CORP, corp.nowMs(), weight)) throw new Refused(45009);
}

/** Only an app whose visible range is the root department may use groups. */
function checkRange(corp: Corp): void {
  if (corp.faults.narrowRange) throw new Refused(48002, "the visible range is not the root department");
}

const wordOf = (value: unknown): string => (typeof value === "string" ? value.trim() : "");

/** The userids of a list as the enterprise writes them, each once; 86216 for one that is not a member. */
function membersOf(corp: Corp, list: unknown): string[] {
  const given = Array.isArray(list) ? list.map((entry) => wordOf(entry)) : [];
  const members = given.map((userid) => {
    const person = corp.person(userid);
    if (!person) throw new Refused(86216, userid);
    return person.userid;
  });
  return [...new Set(members)];
}

function checkSize(members: readonly string[]): void {
  if (members.length < FEWEST || members.length > MOST) throw new Refused(86006, `${members.length} members`);
}

function checkNewId(corp: Corp, value: unknown): string | undefined {
  if (value === undefined || value === "") return undefined;
  if (typeof value !== "string" || !/^[0-9a-zA-Z]+$/.test(value)) throw new Refused(86001);
  if (value.length > CHATID_CHARACTERS) throw new Refused(86205);
  if (corp.groups.find(value)) throw new Refused(86215);
  return value;
}

function ownerOf(corp: Corp, value: unknown, members: readonly string[]): string | undefined {
  const given = wordOf(value);
  if (given === "") return undefined;
  const owner = corp.person(given)?.userid;
  if (owner === undefined || !members.includes(owner)) throw new Refused(86207);
  return owner;
}

/** The app's own group: 86201 without chatid, 86003 unknown, 86008 made by others, 49008 disbanded. */
function groupOf(corp: Corp, chatid: unknown): Group {
  const id = wordOf(chatid);
  if (id === "") throw new Refused(86201);
  const group = corp.groups.find(id);
  if (!group) throw new Refused(86003);
  if (group.by !== "app") throw new Refused(86008);
  if (group.disbanded) throw new Refused(49008);
  return group;
}

/** `POST appchat/create` [90245]. Without an owner somebody of the list becomes it. */
export function createGroup(corp: Corp, { body }: ApiCall): Answer {
  checkRange(corp);
  if (!Array.isArray(body.userlist)) throw new Refused(86204);
  const members = membersOf(corp, body.userlist);
  checkSize(members);
  const owner = ownerOf(corp, body.owner, members) ?? members[0] ?? "";
  const id = checkNewId(corp, body.chatid);
  demand(corp.groupLimits.creations, corp);
  const name = cutCharacters(wordOf(body.name), NAME_CHARACTERS) || "群聊";
  return { chatid: corp.groups.create({ id, name, owner, members, by: "app" }).id };
}

/** `POST appchat/update` [98913]: an owner who is removed needs a successor (86203). */
export function updateGroup(corp: Corp, { body }: ApiCall): Answer {
  checkRange(corp);
  const group = groupOf(corp, body.chatid);
  const [added, removed] = [membersOf(corp, body.add_user_list ?? []), membersOf(corp, body.del_user_list ?? [])];
  const stranger = removed.find((userid) => !group.members.includes(userid));
  if (stranger !== undefined) throw new Refused(86216, stranger);
  const members = [...new Set([...group.members, ...added])].filter((userid) => !removed.includes(userid));
  const owner = ownerOf(corp, body.owner, members) ?? group.owner;
  if (!members.includes(owner)) throw new Refused(86203);
  checkSize(members);
  demand(corp.groupLimits.changes, corp);
  const name = cutCharacters(wordOf(body.name), NAME_CHARACTERS) || group.name;
  corp.groups.change(group.id, { name, owner, members });
  return {};
}

/** `GET appchat/get` [98914]. */
export function getGroup(corp: Corp, { query }: ApiCall): Answer {
  checkRange(corp);
  const { id, name, owner, members } = groupOf(corp, query.chatid);
  return { chat_info: { chatid: id, name, owner, userlist: members, chat_type: 0 } };
}

/** `POST appchat/send` [90248]: a message to a group of n counts n; a member over his own limit does not get it, and nobody is told. */
export function sendToGroup(corp: Corp, { body }: ApiCall): Answer {
  checkRange(corp);
  const group = groupOf(corp, body.chatid);
  const content = groupContentOf(corp, body);
  const { perMinute, perHour, memberPerMinute, memberPerDay } = corp.groupLimits;
  for (const limit of [perMinute, perHour]) demand(limit, corp, group.members.length);
  const now = corp.nowMs();
  const to = group.members.filter((userid) => memberPerMinute.take(userid, now) && memberPerDay.take(userid, now));
  const mentioned = mentionsOf(content, body, group.members);
  corp.groups.post(group.id, { ...content, at: corp.nowText(), from: "app", mentioned, to });
  return {};
}
