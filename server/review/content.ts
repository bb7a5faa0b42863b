import type { Category } from "../../entities/draft.js";
import type { RevisionContent } from "../../entities/revision.js";
import { sha256 } from "../kernel/ids.js";

/** Everything that a version binds: what readers will see, on which account, in which class of review (R11-01, R11-15). */
export interface Bound {
  accountId: string;
  category: Category;
  title: string;
  content: RevisionContent;
}

/** The hash of a version. `digests`: sha256 of each file by its id, so that the same file uploaded twice is the same content. */
export const contentHash = ({ accountId, category, title, content }: Bound, digests: ReadonlyMap<string, string>): string => {
  const digest = (id: string): string => digests.get(id) ?? id;
  const cover = content.cover === null ? null : digest(content.cover);
  return sha256(JSON.stringify([accountId, category, title, content.body, cover, content.links, content.files.map(digest)]));
};
