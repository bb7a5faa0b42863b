import type { StoredFile } from "../../entities/stored-file.js";
import type { FileView } from "../http/contract.js";
import { localIso } from "../kernel/local-time.js";
import { isDrawn } from "./thumbnails.js";

/** The file itself, or the small picture of it. */
export type FileSize = "whole" | "thumbnail";

/** Makes the address under which a stored file may be fetched for a short while. */
export type FileLink = (id: string, size?: FileSize) => string;

/** A stored file with a link that opens it. */
export const fileView = (file: StoredFile, link: FileLink): FileView => ({
  id: file.id,
  name: file.name,
  type: file.type,
  bytes: file.bytes,
  sha256: file.sha256,
  url: link(file.id),
  thumbnail: isDrawn(file.type) && file.removedAt === null ? link(file.id, "thumbnail") : null,
  removedAt: file.removedAt && localIso(file.removedAt),
});
