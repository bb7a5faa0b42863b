import { OutboxMessage, Recipient } from "../../../entities/outbox-message.js";
import { VoiceCall } from "../../../entities/voice-call.js";
import type { RehearsalResult } from "../../http/contract.js";
import { namesOf } from "../../identity/actor.js";
import { localIso } from "../../kernel/local-time.js";
import { rowsWhere } from "../../kernel/rows.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import { INCIDENT } from "../desk.js";
import type { IncidentFacts } from "../facts.js";
import { refuse } from "../refusals.js";

/** 演练结果 (R24-15): for each person asked, when they were first asked, when they first did anything, and how often they were rung. The slowest first. */
export const rehearsalResult = async (tx: Tx, facts: IncidentFacts, now: Date): Promise<RehearsalResult> => {
  const { incident } = facts;
  if (!incident.rehearsal) throw refuse("no-rehearsal", "invalid", "这是真实事件，没有演练结果。办理情况请看事件页面。");
  const subject = { subjectType: INCIDENT, subjectId: incident.id };
  const cards = await rowsWhere(tx, OutboxMessage, { ...subject, kind: "duty" }, ["createdAt", "id"]);
  const copies = await rowsWhere(tx, Recipient, { messageId: cards.map(({ id }) => id) });
  const calls = await rowsWhere(tx, VoiceCall, subject);
  const asked = new Map<string, Date>();
  for (const card of cards)
    for (const { userid } of copies.filter(({ messageId }) => messageId === card.id))
      if (!asked.has(userid)) asked.set(userid, card.createdAt);
  const names = await namesOf(tx, asked.keys());
  const items = [...asked].map(([userid, askedAt]) => {
    const answeredAt = firstWord(facts, userid, askedAt);
    return {
      person: names(userid),
      askedAt: localIso(askedAt),
      reached: copies.some((copy) => copy.userid === userid && (copy.state === "sent" || copy.state === "bundled")),
      answeredAt: answeredAt && localIso(answeredAt),
      seconds: answeredAt && Math.round((answeredAt.getTime() - askedAt.getTime()) / 1000),
      calls: calls.filter((call) => call.userid === userid && call.placedAt !== null).length,
    };
  });
  return { now: localIso(now), items: items.sort((one, other) => (other.seconds ?? Infinity) - (one.seconds ?? Infinity) || 0) };
};

/** When somebody first did anything on the incident after they were asked; null: nothing yet. */
const firstWord = ({ evidence, decisions }: IncidentFacts, userid: string, askedAt: Date): Date | null => {
  const said = [
    ...evidence.filter(({ byUserid }) => byUserid === userid).map(({ enteredAt }) => enteredAt),
    ...decisions.flatMap((each) => [
      ...(each.byUserid === userid ? [each.at] : []),
      ...(each.consultedUserid === userid && each.consultedAt ? [each.consultedAt] : []),
      ...(each.secondUserid === userid && each.secondAt ? [each.secondAt] : []),
    ]),
  ].filter((at) => at >= askedAt);
  return said.sort((one, other) => one.getTime() - other.getTime())[0] ?? null;
};
