import { rename, rm } from "node:fs/promises";
import { thumbnailOf } from "./thumbnails.js";

/**
 * Takes a file's bytes and its small picture away, unless they are still wanted. They are put aside first and asked about once more, so that whoever
 * stores the same bytes at this moment either is seen here, or finds them missing and writes them anew.
 */
export const dropBytes = async (path: string, stillWanted: () => Promise<boolean>): Promise<void> => {
  if (await stillWanted()) return;
  const aside = `${path}.cleared`;
  const moved = await rename(path, aside).then(
    () => true,
    (error: unknown) => {
      if ((error as { code?: string }).code === "ENOENT") return false;
      throw error;
    },
  );
  if (moved && (await stillWanted())) return rename(aside, path);
  await rm(aside, { force: true });
  await rm(thumbnailOf(path), { force: true });
};
