import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const BLOCK = Buffer.alloc(64 * 1024, 1);

/** A small disk of our own that can be filled to the last byte and freed again. */
export interface Disk {
  folder: string;
  fill(): void;
  free(): void;
  remove(): void;
}

/** Mounts a tmpfs of so many megabytes; throws where this machine does not allow it (only root may mount). */
export const mountDisk = (megabytes: number): Disk => {
  const folder = mkdtempSync(join(tmpdir(), "desk-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder], { stdio: "pipe" });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  const filler = join(folder, "filler");
  return {
    folder,
    fill: () => {
      const file = openSync(filler, "a");
      try {
        for (let block = BLOCK; block.length > 0;) {
          try {
            if (writeSync(file, block) < block.length) continue;
          } catch (error) {
            if ((error as { code?: string }).code !== "ENOSPC") throw error;
            block = block.subarray(0, Math.floor(block.length / 2));
          }
        }
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(filler, { force: true }),
    remove: () => {
      execFileSync("umount", [folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
