import { errorEntry, errorWords } from "./errors.js";
import { channelFailure, type GivenUp, type Retry, type Unavailable } from "./outcome.js";
import { TEXT_BYTES } from "./reply.js";
import type { Answer, Wire } from "./wire.js";
import { short } from "../kernel/short.js";
import { cutBytes, oneLine, withoutLinks } from "./words.js";

/** A group of this app: WeCom takes an id of ours, so that making it twice is one group [90245]. */
export interface NewGroup {
  chatId: string;
  name: string;
  owner: string | null;
  userids: readonly string[];
}

/** Who comes in and who goes; an owner who goes needs a successor [98913]. */
export interface GroupChange {
  chatId: string;
  owner: string | null;
  add: readonly string[];
  remove: readonly string[];
}

/** What a group can be told: no cards with buttons there [90248]. */
export type GroupWords =
  | { kind: "text"; text: string }
  | { kind: "markdown"; text: string }
  | { kind: "textcard"; title: string; description: string; url: string };

/** `badMember`: one of the people is no member of the enterprise any more; `gone`: the group is no more, or not ours. */
export type GroupOutcome =
  | { kind: "done" }
  | { kind: "badMember"; reason: string }
  | { kind: "gone"; errcode: number; reason: string }
  | Unavailable
  | Retry
  | GivenUp;

/** The app's visible range is not the root department: groups are not for it [90245]. */
const NARROW_RANGE = [48002, 60011];
const EXISTS = 86215;
const BAD_MEMBER = 86216;
const NAME_CHARACTERS = 50;
const BYTES = { markdown: 2048, title: 128, description: 512 } as const;

/** Makes a group; one that is there already was made by an earlier try. */
export async function createGroup(wire: Wire, { chatId, name, owner, userids }: NewGroup): Promise<GroupOutcome> {
  const body = {
    chatid: chatId,
    name: short(oneLine(name), NAME_CHARACTERS),
    ...(owner === null ? {} : { owner }),
    userlist: userids,
  };
  return outcomeOf(await wire.call({ path: "appchat/create", body: JSON.stringify(body) }), [EXISTS]);
}

/** Changes who is in it. */
export async function changeGroup(wire: Wire, { chatId, owner, add, remove }: GroupChange): Promise<GroupOutcome> {
  const body = { chatid: chatId, ...(owner === null ? {} : { owner }), add_user_list: add, del_user_list: remove };
  return outcomeOf(await wire.call({ path: "appchat/update", body: JSON.stringify(body) }));
}

/** Says something in it, cut to WeCom's lengths on the borders of characters. Not safe to repeat: each call is a line. */
export async function sayInGroup(wire: Wire, chatId: string, words: GroupWords): Promise<GroupOutcome> {
  return outcomeOf(await wire.call({ path: "appchat/send", body: JSON.stringify({ chatid: chatId, ...contentOf(words), safe: 0 }) }));
}

function contentOf(words: GroupWords): object {
  switch (words.kind) {
    case "text":
      return { msgtype: "text", text: { content: cutBytes(withoutLinks(words.text), TEXT_BYTES) } };
    case "markdown":
      return { msgtype: "markdown", markdown: { content: cutBytes(words.text, BYTES.markdown) } };
    case "textcard": {
      const [title, description] = [cutBytes(oneLine(words.title), BYTES.title), cutBytes(words.description, BYTES.description)];
      return { msgtype: "textcard", textcard: { title, description, url: words.url } };
    }
  }
}

function outcomeOf(answer: Answer, alsoDone: readonly number[] = []): GroupOutcome {
  if (answer.kind === "unanswered") return channelFailure(answer);
  const { errcode } = answer;
  if (errcode === 0 || alsoDone.includes(errcode)) return { kind: "done" };
  if (errcode === BAD_MEMBER) return { kind: "badMember", reason: errorWords(errcode) };
  if (errorEntry(errcode).action === "gone") return { kind: "gone", errcode, reason: errorWords(errcode) };
  return channelFailure(answer, NARROW_RANGE);
}
