import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Kinds of temporary media (临时素材) [90253]. */
export const MEDIA_KINDS = ["image", "voice", "video", "file"] as const;
export type MediaKind = (typeof MEDIA_KINDS)[number];

/** One uploaded file, without its bytes. */
export interface Media {
  id: string;
  kind: MediaKind;
  /** As the recipient sees it. */
  name: string;
  bytes: number;
  /** Domain milliseconds. */
  at: number;
  /** The group whose webhook alone may use it; null = the app. */
  webhook: string | null;
}

const LIFE_MS = 3 * 24 * 3_600_000;

/** Temporary media, usable for three days; the bytes stand in a folder beside the state file, or in memory without one. */
export class MediaStore {
  readonly #media = new Map<string, Media>();
  readonly #bytes = new Map<string, Buffer>();

  constructor(
    private readonly folder: string | undefined,
    snapshot?: unknown,
  ) {
    for (const media of (snapshot ?? []) as Media[]) this.#media.set(media.id, media);
  }

  snapshot(): Media[] {
    return [...this.#media.values()];
  }

  put(media: Omit<Media, "id" | "bytes">, content: Buffer): Media {
    const kept = { ...media, id: randomBytes(32).toString("base64url"), bytes: content.length };
    this.#media.set(kept.id, kept);
    if (this.folder === undefined) this.#bytes.set(kept.id, content);
    else {
      mkdirSync(this.folder, { recursive: true });
      writeFileSync(join(this.folder, kept.id), content);
    }
    return kept;
  }

  /** A file of that id, however old; phones still show what they once got. */
  find(id: string): Media | undefined {
    return this.#media.get(id);
  }

  /** The same while the app may use it. */
  living(id: string, nowMs: number): Media | undefined {
    const media = this.#media.get(id);
    return media && nowMs < media.at + LIFE_MS ? media : undefined;
  }

  contentOf(id: string): Buffer {
    return this.folder === undefined ? (this.#bytes.get(id) ?? Buffer.alloc(0)) : readFileSync(join(this.folder, id));
  }
}
