import { createHash, createHmac, randomBytes } from "node:crypto";
import { v7 } from "uuid";

/** A new row id: UUID v7, rising with time, known before the insert. */
export const newId = (): string => v7();

/** SHA-256 in lower-case hex. */
export const sha256 = (text: string | Buffer): string => createHash("sha256").update(text).digest("hex");

/** A keyed hash, for what must be looked up but not read out of the database. */
export const keyedHash = (key: string, text: string): string => createHmac("sha256", key).update(text).digest("hex");

/** 256 random bits as URL-safe text. */
export const newToken = (): string => randomBytes(32).toString("base64url");
