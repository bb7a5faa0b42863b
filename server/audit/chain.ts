import { sha256 } from "../kernel/ids.js";
import type { Head } from "./head.js";

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

/** What follows a link's number in the text that is hashed: every field, in this order. */
export const linkWords = (link: Omit<ChainFacts, "seq">): string =>
  JSON.stringify([
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
  ]).slice(1);

/** The hash of one link: over every field and the hash of the link before, so that changing, removing or reordering any shows. */
export const linkHash = (link: ChainFacts, previousHash: string): string => sha256(`["${previousHash}",${link.seq},${linkWords(link)}`);

/** Hash before the first link. */
export const EMPTY_HASH = "0".repeat(64);

/** Somebody outside the database who knows one link of the chain. */
export interface Witness extends Head {
  /** Chinese, e.g. 库外保存的链头 */
  what: string;
}

/** What a walk along the chain found. `broken` names the first link that does not fit and why, in Chinese. */
export interface ChainReport {
  entries: number;
  head: Head;
  broken: { seq: number; why: string } | null;
}

/** Walks links given in order of `seq` up to the head kept in the database, and compares them with it and with what the witnesses know. */
export const walkChain = async (
  links: AsyncIterable<ChainFacts & { previousHash: string; hash: string }>,
  head: Head,
  witnesses: readonly Witness[],
): Promise<ChainReport> => {
  let last: Head = { seq: 0, hash: EMPTY_HASH };
  const known = new Map<number, Witness[]>();
  for (const witness of witnesses) known.set(witness.seq, [...(known.get(witness.seq) ?? []), witness]);
  const stop = (seq: number, why: string): ChainReport => ({ entries: last.seq, head: last, broken: { seq, why } });
  for await (const link of links) {
    if (link.seq !== last.seq + 1) return stop(last.seq + 1, `缺少第 ${last.seq + 1} 条记录`);
    if (link.previousHash !== last.hash) return stop(link.seq, `第 ${link.seq} 条与上一条接不上`);
    if (linkHash(link, last.hash) !== link.hash) return stop(link.seq, `第 ${link.seq} 条的内容被改动过`);
    last = { seq: link.seq, hash: link.hash };
    const against = known.get(link.seq)?.find((witness) => !link.hash.startsWith(witness.hash));
    if (against) return stop(link.seq, `第 ${link.seq} 条与${against.what}不一致`);
  }
  if (head.seq !== last.seq) return stop(head.seq, `链头记到第 ${head.seq} 条，实际只有 ${last.seq} 条`);
  if (head.hash !== last.hash) return stop(head.seq, `第 ${head.seq} 条与库内的链头不一致`);
  const beyond = witnesses.find((witness) => witness.seq > last.seq);
  if (beyond) return stop(last.seq + 1, `${beyond.what}是第 ${beyond.seq} 条，库内只到第 ${last.seq} 条：末尾被截断`);
  return { entries: last.seq, head: last, broken: null };
};
