import type { AuditEntry } from "../../entities/audit-entry.js";
import { deadlineSentence } from "../deadlines/sentences.js";
import { deliveriesOf } from "../delivery/deliveries.js";
import type { TimelineEntry, TimelineView } from "../http/contract.js";
import { localIso } from "../kernel/local-time.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { AuditRecord } from "./record.js";

/** Whoever can put acts of the record into words; `who` is the name as of then. null: the act is not theirs. */
export interface Teller {
  sentence?(action: string, who: string, facts: object): string | null;
}

/** The record of one subject in sentences, made when it is read, and who got which card about it. */
export class Story {
  readonly #tellers: Teller[] = [];

  constructor(private readonly audit: AuditRecord) {}

  /** Takes in the words of a domain. */
  add(teller: Teller): void {
    this.#tellers.push(teller);
  }

  /** What happened to the subject, oldest first. */
  async of(tx: Tx, subject: { type: string; id: string }): Promise<Pick<TimelineView, "entries" | "deliveries">> {
    const entries = await this.audit.of(tx, subject);
    return { entries: entries.map((entry) => this.entry(entry)), deliveries: await deliveriesOf(tx, subject) };
  }

  /** One entry of the record as a timeline shows it. */
  entry(entry: AuditEntry): TimelineEntry {
    const facts = JSON.parse(entry.facts) as { comment?: string };
    return {
      seq: entry.seq,
      at: localIso(entry.at),
      action: entry.action,
      sentence: this.#sentence(entry.action, entry.actorName, facts),
      by: entry.actor.startsWith("system:") ? null : { userid: entry.actor, name: entry.actorName, post: entry.actorPost },
      onBehalfOf: entry.onBehalfOf === null ? null : { userid: entry.onBehalfOf, name: entry.onBehalfOf },
      via: entry.via,
      article: entry.article,
      revision: entry.revision,
      comment: facts.comment ?? null,
      refused: entry.refused,
    };
  }

  #sentence(action: string, who: string, facts: object): string {
    for (const teller of this.#tellers) {
      const words = teller.sentence?.(action, who, facts);
      if (words) return words;
    }
    return deadlineSentence(action, facts) ?? `${who}：${action}`;
  }
}
