import { AuditEntry } from "../../entities/audit-entry.js";
import type { Clock } from "../kernel/clock.js";
import { currentIntention } from "../kernel/intention.js";
import type { Tx, UnitOfWork } from "../kernel/unit-of-work.js";
import type { ChainFacts, ChainReport } from "./chain.js";
import { chained } from "./chaining.js";
import type { HeadFile } from "./head-file.js";
import { Inspection, type Walk } from "./inspection.js";

/** Who acts, with name and post as of then; `system:<component>` for the program's own steps. */
export interface RecordedActor {
  userid: string;
  name: string;
  post: string;
}

/** One act to put on record. */
export interface Act {
  action: string;
  subject: { type: string; id: string };
  actor: RecordedActor;
  via: "card" | "page" | "text" | "command" | "system";
  onBehalfOf?: string | null;
  article?: string | null;
  revision?: number | null;
  contentHash?: string | null;
  refused?: boolean;
  facts?: Readonly<Record<string, unknown>>;
}

/** The program itself as actor; must say which part of it. */
export const systemActor = (component: string): RecordedActor => ({ userid: `system:${component}`, name: "系统", post: component });

/**
 * The record of who did what (stories §2.4). Acts are collected while a transaction runs and chained as its very last step, so that the head row is
 * locked for moments only and an act is on record exactly if what it describes is.
 */
export class AuditRecord {
  readonly #collected = new WeakMap<Tx, Act[]>();
  readonly inspection: Inspection;

  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly headFile: HeadFile,
  ) {
    this.inspection = new Inspection(uow, headFile);
    headFile.comparedBy((head) => uow.read((tx) => tx.existsBy(AuditEntry, { seq: head.seq, hash: head.hash })));
  }

  /** Puts an act on record within the caller's transaction. */
  record(tx: Tx, act: Act): void {
    const acts = this.#collected.get(tx);
    if (acts) {
      acts.push(act);
      return;
    }
    this.#collected.set(tx, [act]);
    this.uow.concludeWith(tx, () => this.#chain(tx));
  }

  async #chain(tx: Tx): Promise<void> {
    const acts = this.#collected.get(tx) ?? [];
    this.#collected.delete(tx);
    const done = acts.find((act) => act.refused !== true);
    if (done) await currentIntention()?.done(tx, done.subject.id);
    const at = this.clock.now();
    const { head, after } = await chained(
      tx,
      acts.map((act) => linkOf(act, at)),
    );
    this.uow.afterCommit(tx, () => this.headFile.keep(head, after));
  }

  /** Walks the whole chain and asks everybody outside the database who knows a link of it. Throws `WalkEnded` where the walk was told to end. */
  verify(walk: Walk = {}): Promise<ChainReport> {
    return this.inspection.verify(walk);
  }

  /** All acts on one subject, oldest first. */
  of(tx: Tx, subject: { type: string; id: string }): Promise<AuditEntry[]> {
    return tx.find(AuditEntry, { where: { subjectType: subject.type, subjectId: subject.id }, order: { seq: "ASC" } });
  }
}

const linkOf = (act: Act, at: Date): Omit<ChainFacts, "seq"> => ({
  at,
  action: act.action,
  subjectType: act.subject.type,
  subjectId: act.subject.id,
  actor: act.actor.userid,
  actorName: act.actor.name,
  actorPost: act.actor.post,
  onBehalfOf: act.onBehalfOf ?? null,
  via: act.via,
  article: act.article ?? null,
  revision: act.revision ?? null,
  contentHash: act.contentHash ?? null,
  refused: act.refused ?? false,
  facts: JSON.stringify(act.facts ?? {}),
});
