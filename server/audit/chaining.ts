import { AuditEntry, AuditHead } from "../../entities/audit-entry.js";
import { isEmbedded } from "../kernel/engine.js";
import { changeRows, insertRows, rowLocked } from "../kernel/rows.js";
import { errnoOf, type Tx } from "../kernel/unit-of-work.js";
import { linkHash, linkWords, type ChainFacts } from "./chain.js";
import type { Head } from "./head.js";

type Link = Omit<ChainFacts, "seq">;

/** The head after these links, and the hash before them. */
interface Chained {
  head: Head;
  after: string;
}

/** More acts than a tap or a request has: their JSON would be searched through too often. */
const FEW = 8;
/** MySQL: there is no such procedure, as after a backup that was restored without `--routines`; `npm run migrate` puts it back. */
const NO_PROCEDURE = 1305;

/**
 * Adds links to the record as the last step of a transaction. On MySQL one call does it within the database and commits: were the program asked
 * between the locking of the head row and the commit, all processes would wait for each other's answers. Embedded, nobody else waits.
 */
export const chained = async (tx: Tx, links: readonly Link[]): Promise<Chained> => {
  if (isEmbedded(tx.dataSource) || links.length > FEW) return chainedHere(tx, links);
  try {
    return await chainedThere(tx, links);
  } catch (error) {
    if (errnoOf(error) !== NO_PROCEDURE) throw error;
    return chainedHere(tx, links);
  }
};

const chainedHere = async (tx: Tx, links: readonly Link[]): Promise<Chained> => {
  const { seq, hash: after } = await rowLocked(tx, AuditHead, { id: "head" });
  let previousHash = after;
  const rows = links.map((link, index) => {
    const facts = { ...link, seq: seq + index + 1 };
    const row = { ...facts, previousHash, hash: linkHash(facts, previousHash) };
    previousHash = row.hash;
    return row;
  });
  await insertRows(tx, AuditEntry, rows);
  const head = { seq: seq + links.length, hash: previousHash };
  await changeRows(tx, AuditHead, { id: "head" }, head);
  return { head, after };
};

/** `chain_acts` reckons the same hashes (migration 150); what has no value is left out, since JSON's null is not the database's. */
const chainedThere = async (tx: Tx, links: readonly Link[]): Promise<Chained> => {
  const acts = links.map((link) => ({ ...withValues(link), at: stored(link.at), refused: Number(link.refused), words: linkWords(link) }));
  const [[row]] = await tx.query<[[{ seq: number; hash: string; previous: string }]]>("CALL chain_acts(?)", [JSON.stringify(acts)]);
  return { head: { seq: row.seq, hash: row.hash }, after: row.previous };
};

const withValues = (link: Link): Partial<Link> => Object.fromEntries(Object.entries(link).filter(([, value]) => value !== null));

/** A moment as the database writes it, in UTC to the millisecond. */
const stored = (at: Date): string => at.toISOString().replace("T", " ").replace("Z", "");
