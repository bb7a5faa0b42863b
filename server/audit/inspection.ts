import { setImmediate } from "node:timers/promises";
import { Between, MoreThan } from "typeorm";
import { AuditEntry, AuditHead } from "../../entities/audit-entry.js";
import { SentHead } from "../../entities/seal.js";
import { dayWords } from "../kernel/local-time.js";
import type { Tx, UnitOfWork } from "../kernel/unit-of-work.js";
import { walkChain, type ChainReport, type Witness } from "./chain.js";
import type { Head } from "./head.js";
import type { HeadFile } from "./head-file.js";

/** Links read at once: few enough that nobody waits for a page. */
const PAGE = 200;

/** What a walk tells and asks on its way. */
export interface Walk {
  /** after each page; false ends the walk, which then throws */
  onPage?: (walked: number) => Promise<boolean> | boolean;
}

/** A walk that was told to end before its end. */
export class WalkEnded extends Error {}

/** Looks whether the record is still what it was. It holds no lock, and others work on between its pages. */
export class Inspection {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly headFile: HeadFile,
  ) {}

  /** Where the chain ends now, by the database. */
  headIn(tx: Tx): Promise<Head> {
    return tx.findOneByOrFail(AuditHead, { id: "head" });
  }

  /** Walks the whole chain and asks every witness; acts recorded meanwhile, by any process, do not disturb it. */
  async verify(walk: Walk = {}): Promise<ChainReport> {
    const outside = await this.headFile.read().catch(() => "unreadable" as const);
    const sent = await this.uow.read((tx) => tx.find(SentHead));
    const head = await this.uow.read((tx) => this.headIn(tx));
    if (outside === "unreadable") return { entries: head.seq, head, broken: { seq: head.seq, why: "库外保存的链头文件读不出来" } };
    const witnesses: Witness[] = [
      ...(outside === null || outside.seq === 0 ? [] : [{ ...outside, what: "库外保存的链头" }]),
      ...sent.filter(({ seq }) => seq > 0).map(({ day, seq, hash }) => ({ seq, hash, what: `发给机关纪委的${dayWords(day)}链头` })),
    ];
    const report = await walkChain(this.#linksUpTo(head.seq, walk), head, witnesses);
    return report.broken === null && (await this.#hasSurplus(head)) ? surplus(report) : report;
  }

  /** What the record says to a head that somebody kept; null: it still holds it. Says nothing about the links before it. */
  against(kept: Head): Promise<string | null> {
    return this.uow.read(async (tx) => {
      const link = await tx.findOneBy(AuditEntry, { seq: kept.seq });
      if (!link) return `记录中没有第 ${kept.seq} 条`;
      return link.hash.startsWith(kept.hash) ? null : `第 ${kept.seq} 条与您输入的链头不一致`;
    });
  }

  async *#linksUpTo(head: number, { onPage }: Walk): AsyncGenerator<AuditEntry> {
    for (let after = 0; after < head;) {
      const page = await this.uow.read((tx) =>
        tx.find(AuditEntry, { where: { seq: Between(after + 1, head) }, order: { seq: "ASC" }, take: PAGE }),
      );
      yield* page;
      const last = page.at(-1);
      if (!last || page.length < PAGE) return;
      after = last.seq;
      if ((await onPage?.(after)) === false) throw new WalkEnded("the walk along the record was ended");
      await setImmediate();
    }
  }

  /** True where rows stand behind the head although nothing was recorded since it was read. */
  #hasSurplus(head: Head): Promise<boolean> {
    return this.uow.read(async (tx) => {
      if (!(await tx.existsBy(AuditEntry, { seq: MoreThan(head.seq) }))) return false;
      return (await this.headIn(tx)).seq === head.seq;
    });
  }
}

const surplus = (report: ChainReport): ChainReport => {
  const { seq } = report.head;
  return { ...report, broken: { seq: seq + 1, why: `链头记到第 ${seq} 条，其后还有不属于记录链的内容` } };
};
