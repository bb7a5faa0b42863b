import type { AuditEntry } from "../../entities/audit-entry.js";
import { deadlineSentence } from "../deadlines/sentences.js";
import { deliveriesOf } from "../delivery/deliveries.js";
import type { RecordedAct, TimelineEntry, TimelineView } from "../http/contract.js";
import { namesOf } from "../identity/actor.js";
import { localIso } from "../kernel/local-time.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { AuditRecord } from "./record.js";

/** How subjects of one type are called, by id; those that are not there any more may be left out. */
export type Titles = (tx: Tx, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** Whoever can put acts of the record into words; `who` is the name as of then. null: the act is not theirs. */
export interface Teller {
  sentence?(action: string, who: string, facts: object): string | null;
  /** how its subjects are called, by their type */
  readonly titles?: Readonly<Record<string, Titles>>;
}

/** The record in sentences, made when it is read. */
export class Story {
  readonly #tellers: Teller[] = [];

  constructor(private readonly audit: AuditRecord) {}

  /** Takes in the words of a domain. */
  add(teller: Teller): void {
    this.#tellers.push(teller);
  }

  /** What happened to the subject, oldest first, and who got which card, call or line about it. */
  async of(tx: Tx, subject: { type: string; id: string }): Promise<Pick<TimelineView, "entries" | "deliveries">> {
    const entries = await this.audit.of(tx, subject);
    return { entries: entries.map((entry) => this.entry(entry)), deliveries: await deliveriesOf(tx, subject) };
  }

  /** Entries of any subjects, each with what it is about. */
  async acts(tx: Tx, entries: readonly AuditEntry[]): Promise<RecordedAct[]> {
    const titles = new Map<string, ReadonlyMap<string, string>>();
    for (const type of new Set(entries.map((entry) => entry.subjectType))) {
      const ids = [...new Set(entries.filter((entry) => entry.subjectType === type).map((entry) => entry.subjectId))];
      const known = this.#tellers.find((teller) => teller.titles && Object.hasOwn(teller.titles, type));
      titles.set(type, (await known?.titles?.[type]?.(tx, ids)) ?? new Map<string, string>());
    }
    const name = await namesOf(
      tx,
      entries.flatMap((entry) => entry.onBehalfOf ?? []),
    );
    return entries.map((entry) => ({
      ...this.entry(entry),
      onBehalfOf: entry.onBehalfOf === null ? null : name(entry.onBehalfOf),
      subject: { type: entry.subjectType, id: entry.subjectId, title: titles.get(entry.subjectType)?.get(entry.subjectId) ?? null },
    }));
  }

  /** One entry of the record as a timeline shows it. */
  entry(entry: AuditEntry): TimelineEntry {
    const facts = JSON.parse(entry.facts) as { comment?: string };
    return {
      seq: entry.seq,
      at: localIso(entry.at),
      action: entry.action,
      sentence: this.#sentence(entry.action, entry.actorName, facts) ?? `${entry.actorName}：${entry.action}`,
      by: entry.actor.startsWith("system:") ? null : { userid: entry.actor, name: entry.actorName, post: entry.actorPost },
      onBehalfOf: entry.onBehalfOf === null ? null : { userid: entry.onBehalfOf, name: entry.onBehalfOf },
      via: entry.via,
      article: entry.article,
      revision: entry.revision,
      comment: facts.comment ?? null,
      refused: entry.refused,
    };
  }

  /** True where somebody has words for this act. */
  tells(action: string): boolean {
    return this.#sentence(action, "", {}) !== null;
  }

  #sentence(action: string, who: string, facts: object): string | null {
    for (const teller of this.#tellers) {
      const words = teller.sentence?.(action, who, facts);
      if (words) return words;
    }
    return deadlineSentence(action, facts);
  }
}
