import { sha256 } from "../kernel/ids.js";

/** What one link of the record says; hashed as written, in this order. */
export interface ChainFacts {
  seq: number;
  at: Date;
  action: string;
  subjectType: string;
  subjectId: string;
  actor: string;
  actorName: string;
  actorPost: string;
  onBehalfOf: string | null;
  via: string;
  article: string | null;
  revision: number | null;
  contentHash: string | null;
  refused: boolean;
  /** JSON text */
  facts: string;
}

/** The hash of one link: over every field and the hash of the link before, so that changing, removing or reordering any shows. */
export const linkHash = (link: ChainFacts, previousHash: string): string =>
  sha256(
    JSON.stringify([
      previousHash,
      link.seq,
      link.at.toISOString(),
      link.action,
      link.subjectType,
      link.subjectId,
      link.actor,
      link.actorName,
      link.actorPost,
      link.onBehalfOf,
      link.via,
      link.article,
      link.revision,
      link.contentHash,
      link.refused,
      link.facts,
    ]),
  );

/** Hash before the first link. */
export const EMPTY_HASH = "0".repeat(64);

/** What a walk along the chain found. `broken` names the first link that does not fit and why, in Chinese. */
export interface ChainReport {
  entries: number;
  head: { seq: number; hash: string };
  broken: { seq: number; why: string } | null;
}

/** Walks links given in order of `seq` and compares them with the head kept in the database and the one kept outside (null: none kept yet). */
export const walkChain = async (
  links: AsyncIterable<ChainFacts & { previousHash: string; hash: string }>,
  head: { seq: number; hash: string },
  outside: { seq: number; hash: string } | null,
): Promise<ChainReport> => {
  let last = { seq: 0, hash: EMPTY_HASH };
  let outsideSeen = outside === null || outside.seq === 0;
  const stop = (seq: number, why: string): ChainReport => ({ entries: last.seq, head: last, broken: { seq, why } });
  for await (const link of links) {
    if (link.seq !== last.seq + 1) return stop(last.seq + 1, `缺少第 ${last.seq + 1} 条记录`);
    if (link.previousHash !== last.hash) return stop(link.seq, `第 ${link.seq} 条与上一条接不上`);
    if (linkHash(link, last.hash) !== link.hash) return stop(link.seq, `第 ${link.seq} 条的内容被改动过`);
    last = { seq: link.seq, hash: link.hash };
    if (outside?.seq === link.seq) {
      if (outside.hash !== link.hash) return stop(link.seq, `第 ${link.seq} 条与库外保存的链头不一致`);
      outsideSeen = true;
    }
  }
  if (head.seq !== last.seq || head.hash !== last.hash) return stop(head.seq, `链头记到第 ${head.seq} 条，实际只有 ${last.seq} 条`);
  if (!outsideSeen) return stop(last.seq + 1, `库外保存的链头是第 ${outside?.seq} 条，库内只到第 ${last.seq} 条：末尾被截断`);
  return { entries: last.seq, head: last, broken: null };
};
