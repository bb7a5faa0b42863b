import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { newId } from "../kernel/ids.js";

/** Longest side in pixels: sharp on a phone at the size of a list. */
const SIDE = 480;
const QUALITY = 70;
/** A picture of more pixels is not drawn: some kilobytes can claim to be gigabytes. */
const MOST_PIXELS = 64_000_000;
const MOST_SECONDS = 10;
/** So many pictures wait at most; whoever comes then sees the whole picture. */
const MOST_WAITING = 40;
const DRAWN: readonly string[] = ["image/jpeg", "image/png", "image/webp"];

/** True for the kinds of pictures that can have a small one. */
export const isDrawn = (type: string): boolean => DRAWN.includes(type);

/**
 * Small pictures, made when first asked for and kept beside the original under its hash. One at a time and outside the event loop (libvips has threads
 * of its own), so that a hundred photos opened at once hold up no alert.
 */
export class Thumbnails {
  readonly #underWay = new Map<string, Promise<boolean>>();
  #last: Promise<unknown> = Promise.resolve();

  /** Makes the small picture of a stored one; false: there is none, and the whole one has to do. Never throws: a picture may be broken. */
  async make(original: string): Promise<boolean> {
    const target = thumbnailOf(original);
    const there = await stat(target).catch(() => null);
    if (there) return there.size > 0;
    const known = this.#underWay.get(target);
    if (known) return known;
    if (this.#underWay.size >= MOST_WAITING) return false;
    const making = this.#last.then(() => draw(original, target));
    this.#last = making;
    this.#underWay.set(target, making);
    return making.finally(() => this.#underWay.delete(target));
  }
}

/** Where the small picture of a stored one lies. */
export const thumbnailOf = (original: string): string => `${original}.small`;

/** An empty file says that none can be made of this picture, so that nobody tries again. */
const draw = async (original: string, target: string): Promise<boolean> => {
  const bytes = await readFile(original).catch(() => null);
  if (!bytes) return false;
  const small = await smaller(bytes).catch(() => null);
  if (small === undefined) return false;
  return keep(target, small ?? Buffer.alloc(0)).then(
    () => small !== null,
    () => false,
  );
};

/** Upright and without anything that says where or when: of the original only its pixels are taken. undefined: this machine cannot draw. */
const smaller = async (bytes: Buffer): Promise<Buffer | undefined> => {
  const sharp = await import("sharp").then(
    (found) => found.default,
    () => null,
  );
  if (!sharp) return undefined;
  sharp.concurrency(1);
  sharp.cache(false);
  return sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: "truncated" })
    .autoOrient()
    .resize({ width: SIDE, height: SIDE, fit: "inside", withoutEnlargement: true })
    .flatten({ background: "#ffffff" })
    .jpeg({ quality: QUALITY })
    .timeout({ seconds: MOST_SECONDS })
    .toBuffer();
};

const keep = async (target: string, bytes: Buffer): Promise<void> => {
  await mkdir(dirname(target), { recursive: true });
  const fresh = `${target}.${newId()}`;
  await writeFile(fresh, bytes);
  await rename(fresh, target);
};
