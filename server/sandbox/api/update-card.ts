import { liveKeys, type TemplateCard } from "../cards/card.js";
import { checkCard, greyedWith, replacedBy } from "../cards/rules.js";
import type { Corp } from "../corp.js";
import type { Answer, ApiCall } from "./call.js";
import { translateIds } from "./content.js";
import { Refused } from "./errors.js";
import { sortRecipients } from "./recipients.js";
import { checkAgent } from "./send.js";

/** A change of a card: grey words for its buttons, or a whole new card. */
export type CardChange = { replaceName: string } | { card: TemplateCard };

/** Changes the named people's copies; a copy without buttons ignores replaceName. */
export function changeCopies(corp: Corp, messageId: string, userids: readonly string[], change: CardChange): void {
  for (const userid of userids) {
    const copy = corp.state.copy(userid, messageId);
    const shown = copy?.card;
    if (!shown || copy.state === "recalled") continue;
    const next = "card" in change ? replacedBy(shown, change.card) : greyedWith(shown, change.replaceName);
    if (next) corp.state.showCard(userid, messageId, next, liveKeys(next).length > 0 ? "updated" : "closed");
  }
}

function changeOf(corp: Corp, body: Record<string, unknown>): CardChange {
  const button = body.button as { replace_name?: unknown } | undefined;
  if (typeof button?.replace_name === "string" && button.replace_name !== "") return { replaceName: button.replace_name };
  if (body.template_card === undefined) throw new Refused(40063, "button.replace_name or template_card needed");
  const card = checkCard(body.template_card);
  return { card: body.enable_id_trans === 1 ? translateIds(corp, card) : card };
}

const idsOf = (value: unknown): string[] => (Array.isArray(value) ? value.map((entry) => String(entry)) : []);

interface Targets {
  hit: string[];
  invaliduser: string[];
}

function targetsOf(corp: Corp, body: Record<string, unknown>, messageId: string): Targets {
  const received = corp.state.recipientsOf(messageId);
  if (body.atall === 1) return { hit: [...received], invaliduser: [] };
  const [users, parties, tags] = [idsOf(body.userids), idsOf(body.partyids), idsOf(body.tagids)];
  if (users.length + parties.length + tags.length === 0) throw new Refused(82101);
  if (users.length > 1000) throw new Refused(40032);
  if (parties.length > 100) throw new Refused(82002);
  if (tags.length > 100) throw new Refused(82003);
  const named = sortRecipients(corp, { users, parties, tags, all: false });
  const known = users.flatMap((userid) => corp.person(userid)?.userid ?? []);
  const hit = [...new Set([...known, ...named.reached])].filter((userid) => received.includes(userid));
  const invaliduser = users.map((userid) => userid.toLowerCase()).filter((userid) => !hit.some((entry) => entry.toLowerCase() === userid));
  if (hit.length === 0) throw new Refused(82102, "", { invaliduser });
  return { hit, invaliduser };
}

/**
 * `POST message/update_template_card` [94888]: one call per response code within 72 hours (60140), only the sending app (42015),
 * only people who got the message (invaliduser, here an array; 82101 no target, 82102 none of them). A refused call does not spend the code.
 */
export function updateTemplateCard(corp: Corp, { body }: ApiCall): Answer {
  checkAgent(corp, body.agentid, 42015);
  const code = typeof body.response_code === "string" ? body.response_code : "";
  const messageId = corp.state.messageOfCode(code, corp.nowMs());
  if (messageId === null) throw new Refused(60140);
  const change = changeOf(corp, body);
  const { hit, invaliduser } = targetsOf(corp, body, messageId);
  corp.state.spendCode(code);
  changeCopies(corp, messageId, hit, change);
  return { invaliduser };
}
