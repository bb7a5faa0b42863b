import type { Corp } from "../corp.js";
import type { Answer, ApiCall } from "./call.js";
import { Refused } from "./errors.js";
import { mentionsOf, webhookContentOf } from "./group-content.js";

/** `POST webhook/send?key=` [99110]: the key is the only credential; 93000 for one that no group has, 45009 over 20 messages a minute. */
export function sendByWebhook(corp: Corp, { query, body }: ApiCall): Answer {
  const group = corp.groups.ofKey(query.key ?? "");
  if (!group || group.disbanded) throw new Refused(93000);
  const content = webhookContentOf(corp, body, group.id);
  if (!corp.groupLimits.webhookPerMinute.take(group.id, corp.nowMs())) throw new Refused(45009);
  const mentioned = mentionsOf(content, body, group.members);
  corp.groups.post(group.id, { ...content, at: corp.nowText(), from: "robot", mentioned, to: group.members });
  return {};
}
