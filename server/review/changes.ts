import { diffChars } from "diff";
import { In, LessThan } from "typeorm";
import { Reading } from "../../entities/reading.js";
import { Revision } from "../../entities/revision.js";
import { Verdict } from "../../entities/verdict.js";
import type { Tx } from "../kernel/unit-of-work.js";

export interface DiffPart {
  kind: "same" | "added" | "removed";
  text: string;
}

/** What is different between an earlier version and the current one. */
export interface Changes {
  sinceRevision: number;
  title: DiffPart[];
  body: DiffPart[];
  coverChanged: boolean;
  linksChanged: boolean;
  filesChanged: boolean;
}

/** Beyond this the comparison gives up and shows the text as removed and added as a whole, so that no draft holds up the server. */
const LONGEST_DIFF_MS = 300;

/** Character by character, since Chinese has no blanks between words. */
export const compareTexts = (before: string, after: string): DiffPart[] => {
  const parts = diffChars(before, after, { timeout: LONGEST_DIFF_MS });
  if (!parts)
    return [
      { kind: "removed", text: before },
      { kind: "added", text: after },
    ];
  return parts.map((part) => ({ kind: part.added ? "added" : part.removed ? "removed" : "same", text: part.value }));
};

/** The version before the current one that this person last opened or judged; null: none. */
export const lastSeen = async (tx: Tx, draftId: string, current: number, userid: string): Promise<number | null> => {
  const [read] = await tx.find(Reading, { where: { draftId, userid, revision: LessThan(current) }, order: { revision: "DESC" }, take: 1 });
  const [judged] = await tx.find(Verdict, {
    where: { draftId, byUserid: userid, revision: LessThan(current) },
    order: { revision: "DESC" },
    take: 1,
  });
  const seen = Math.max(read?.revision ?? 0, judged?.revision ?? 0);
  return seen === 0 ? null : seen;
};

/** Compares two versions of a draft; null where the earlier one does not exist. */
export const compareRevisions = async (tx: Tx, draftId: string, since: number, current: number): Promise<Changes | null> => {
  const versions = await tx.findBy(Revision, { draftId, number: In([since, current]) });
  const [before, after] = [versions.find((version) => version.number === since), versions.find((version) => version.number === current)];
  if (!before || !after || since === current) return null;
  const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
  return {
    sinceRevision: since,
    title: compareTexts(before.title, after.title),
    body: compareTexts(before.content.body, after.content.body),
    coverChanged: before.content.cover !== after.content.cover,
    linksChanged: !same(before.content.links, after.content.links),
    filesChanged: !same(before.content.files, after.content.files),
  };
};
