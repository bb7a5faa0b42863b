import type { Card } from "./card.js";
import { TEXT_BYTES } from "./reply.js";
import { templateCard } from "./template-card.js";
import { cutBytes, withoutLinks } from "./words.js";

/** A message to named members. Recipients are userids; the whole visible range (`@all`) cannot be named. */
export type Message = { toUsers: readonly string[]; agentId: number } & (
  { kind: "card"; card: Card; taskId: string } | { kind: "text"; text: string }
);

/** One message reaches so many members at most [90236]; more are several messages. */
export const RECIPIENTS_MOST = 1000;
/** WeCom recognises byte-identical requests for four hours at most, in seconds [90236]. */
const DUPLICATE_CHECK_SECONDS = 14_400;

/**
 * The bytes of `message/send`. Made once and kept by the caller: only identical bytes are recognised as a repeat. Throws `RangeError`
 * for recipients that cannot be addressed and `CardRefused` for a card beyond the hard limits.
 */
export function messageBody(message: Message): string {
  const { toUsers, agentId } = message;
  if (toUsers.length === 0 || toUsers.length > RECIPIENTS_MOST) throw new RangeError(`1 to ${RECIPIENTS_MOST} recipients are due`);
  if (!toUsers.every(isUserid)) throw new RangeError("a recipient is not a userid");
  const content =
    message.kind === "card"
      ? { msgtype: "template_card", template_card: templateCard(message.card, message.taskId) }
      : { msgtype: "text", text: { content: cutBytes(withoutLinks(message.text), TEXT_BYTES) } };
  return JSON.stringify({
    touser: toUsers.join("|"),
    agentid: agentId,
    ...content,
    // 0: a text of ours that happens to contain $userName=…$ stays as it is
    enable_id_trans: 0,
    enable_duplicate_check: 1,
    duplicate_check_interval: DUPLICATE_CHECK_SECONDS,
  });
}

/** The recipients of a body that `messageBody` made, lower-cased as WeCom reports them. */
export function recipientsOf(body: string): string[] {
  return useridList((JSON.parse(body) as { touser: unknown }).touser);
}

/** WeCom's lists of userids: `|`-joined in one call, an array in another; always lower-cased here. */
export function useridList(value: unknown): string[] {
  const parts: unknown[] = typeof value === "string" ? value.split("|") : Array.isArray(value) ? value : [];
  return parts.flatMap((part) => (typeof part === "string" && part.trim() !== "" ? [part.trim().toLowerCase()] : []));
}

/** 1 to 64 bytes [90196]; the characters are those that the console lets an administrator enter. */
function isUserid(userid: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}$/.test(userid);
}
