import { timingSafeEqual } from "node:crypto";
import { IsNull, MoreThan } from "typeorm";
import { mkdir, rename, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { StoredFile } from "../../entities/stored-file.js";
import type { Actor } from "../identity/actor.js";
import type { Clock } from "../kernel/clock.js";
import { keyedHash, newId, sha256 } from "../kernel/ids.js";
import { Refusal } from "../kernel/refusal.js";
import { changeRows, rowsWhere } from "../kernel/rows.js";
import type { Tx, UnitOfWork } from "../kernel/unit-of-work.js";
import { dropBytes } from "./dropping.js";
import { kindOf, KINDS_IN_WORDS } from "./kinds.js";
import { isDrawn, thumbnailOf, Thumbnails } from "./thumbnails.js";
import type { FileLink, FileSize } from "./view.js";

const LINK_MS = 3_600_000;
/** A run that was cut short is made up for by those of so many days. */
const DROPPED_WITHIN_MS = 7 * 24 * 3_600_000;

/** What a link opens: where it lies, and as what it is sent. */
interface OpenedFile {
  name: string;
  type: string;
  folder: string;
  path: string;
}

/** Uploaded files: bytes on disk under their hash, stored once; opened by signed links that live one to two hours. */
export class Files {
  readonly #thumbnails = new Thumbnails();

  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly folder: string,
    private readonly secret: string,
  ) {}

  /** Stores an upload, with the livestream for whose patrol it was taken. Refuses what is no picture, document or video by its content. */
  async store(actor: Actor, name: string, bytes: Buffer, livestreamId: string | null = null): Promise<StoredFile> {
    const kind = kindOf(bytes);
    if (!kind)
      throw new Refusal({
        code: "files.kind-unknown",
        kind: "invalid",
        detail: `「${short(name)}」不是可用的文件，请上传${KINDS_IN_WORDS}。`,
      });
    const hash = sha256(bytes);
    await this.#keep(hash, bytes);
    const file: StoredFile = {
      id: newId(),
      name: short(basename(name.replaceAll("\\", "/")) || `附件.${kind.extension}`),
      type: kind.type,
      bytes: bytes.length,
      sha256: hash,
      uploadedBy: actor.userid,
      ...{ uploadedAt: this.clock.now(), livestreamId, removedAt: null },
    };
    await this.uow.run((tx) => tx.insert(StoredFile, file));
    // the same bytes, stored long ago, may have been dropped since they were looked for
    await this.#keep(hash, bytes);
    return file;
  }

  /** Keeps those of these files that are still there from being cleared, or newly referred to, until the unit ends; returns how many they are. */
  hold(tx: Tx, which: { id: readonly string[]; uploadedBy?: string }): Promise<number> {
    return changeRows(tx, StoredFile, { ...which, removedAt: null }, { removedAt: null });
  }

  /** Marks those of these files that are still there as cleared, and returns them; `dropCleared` takes their bytes away. */
  async clear(tx: Tx, ids: readonly string[]): Promise<StoredFile[]> {
    const files = await rowsWhere(tx, StoredFile, { id: ids, removedAt: null });
    await changeRows(tx, StoredFile, { id: files.map(({ id }) => id), removedAt: null }, { removedAt: this.clock.now() });
    return files;
  }

  /** Takes away the bytes of what was cleared in the last days, unless the same bytes were stored by somebody else as well. Safe to run twice. */
  async dropCleared(): Promise<void> {
    const since = new Date(this.clock.now().getTime() - DROPPED_WITHIN_MS);
    const cleared = await this.uow.read((tx) => tx.findBy(StoredFile, { removedAt: MoreThan(since) }));
    for (const hash of new Set(cleared.map(({ sha256: hash }) => hash))) {
      const stillWanted = (): Promise<boolean> => this.uow.read((tx) => tx.existsBy(StoredFile, { sha256: hash, removedAt: IsNull() }));
      await dropBytes(join(this.folder, placeOf(hash)), stillWanted);
    }
  }

  /** A relative address that opens the file, or its small picture, without login until the next full hour but one. */
  readonly link: FileLink = (id, size = "whole") => {
    const until = (Math.floor(this.clock.wallNow().getTime() / LINK_MS) + 2) * LINK_MS;
    const address = size === "whole" ? `/files/${id}` : `/files/${id}/${size}`;
    return `${address}?until=${until}&signature=${this.#signature(id, String(until), size)}`;
  };

  /** The file behind a link; throws where the link is not ours or too old. A small picture that cannot be made is the whole one. */
  async open(link: { id: string; until: string; signature: string; size: FileSize }): Promise<OpenedFile> {
    const { id, until, signature, size } = link;
    const [given, due] = [Buffer.from(signature), Buffer.from(this.#signature(id, until, size))];
    const ours = given.length === due.length && timingSafeEqual(given, due) && Number(until) > this.clock.wallNow().getTime();
    const file = ours ? await this.uow.read((tx) => tx.findOneBy(StoredFile, { id })) : null;
    if (!file) throw new Refusal({ code: "files.link-over", kind: "forbidden", detail: "文件链接已失效，请回到稿件页重新打开。" });
    if (file.removedAt !== null)
      throw new Refusal({ code: "files.cleared", kind: "notFound", detail: "文件已按保存期限清除，记录中仍有它的校验值和清除时间。" });
    const path = placeOf(file.sha256);
    const small = size === "thumbnail" && isDrawn(file.type) && (await this.#thumbnails.make(join(this.folder, path)));
    return {
      name: file.name,
      folder: this.folder,
      ...(small ? { type: "image/jpeg", path: thumbnailOf(path) } : { type: file.type, path }),
    };
  }

  #signature(id: string, until: string, size: FileSize): string {
    return keyedHash(this.secret, `file:${id}:${until}${size === "whole" ? "" : `:${size}`}`);
  }

  async #keep(hash: string, bytes: Buffer): Promise<void> {
    const target = join(this.folder, placeOf(hash));
    if (
      await stat(target).then(
        (found) => found.size === bytes.length,
        () => false,
      )
    )
      return;
    await mkdir(join(this.folder, hash.slice(0, 2)), { recursive: true });
    const fresh = `${target}.${newId()}`;
    await writeFile(fresh, bytes);
    await rename(fresh, target);
  }
}

const placeOf = (hash: string): string => `${hash.slice(0, 2)}/${hash}`;
const short = (name: string): string => [...name].slice(-120).join("");
