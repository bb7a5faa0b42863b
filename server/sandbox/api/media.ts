import { createHash } from "node:crypto";
import type { Corp } from "../corp.js";
import { MEDIA_KINDS, type Media, type MediaKind } from "../media.js";
import type { MessageContent } from "../state.js";
import { type Answer, type ApiCall, Download } from "./call.js";
import { Refused } from "./errors.js";

type Body = Record<string, unknown>;

const MEGABYTE = 1024 * 1024;
const FEWEST_BYTES = 6;
const MOST_BYTES: Record<MediaKind, number> = { image: 10 * MEGABYTE, voice: 2 * MEGABYTE, video: 10 * MEGABYTE, file: 20 * MEGABYTE };
const WEBHOOK_IMAGE_BYTES = 2 * MEGABYTE;
const OVERSIZED: Record<MediaKind, number> = { image: 40009, voice: 45001, video: 40011, file: 45001 };
const MISSHAPEN: Record<MediaKind, number> = { image: 40123, voice: 40004, video: 40004, file: 40004 };

const startsWith = (content: Buffer, signature: string | number[], at = 0): boolean =>
  content.subarray(at, at + signature.length).equals(Buffer.from(signature as string));
const isPicture = (content: Buffer): boolean => startsWith(content, [0xff, 0xd8, 0xff]) || startsWith(content, [0x89, 0x50, 0x4e, 0x47]);

/** By the first bytes, never by the name: JPG or PNG, AMR, MP4. */
const LOOKS: Record<MediaKind, (content: Buffer) => boolean> = {
  image: isPicture,
  voice: (content) => startsWith(content, "#!AMR"),
  video: (content) => startsWith(content, "ftyp", 4),
  file: () => true,
};

function check(kind: MediaKind, content: Buffer): void {
  if (content.length < FEWEST_BYTES) throw new Refused(40006, "5 bytes or less");
  if (content.length > MOST_BYTES[kind]) throw new Refused(OVERSIZED[kind]);
  if (!LOOKS[kind](content)) throw new Refused(MISSHAPEN[kind]);
}

function take(corp: Corp, { query, file }: ApiCall, kinds: readonly MediaKind[], webhook: string | null): Answer {
  const kind = kinds.find((known) => known === query.type);
  if (!kind) throw new Refused(40005);
  if (!file || file instanceof Refused) throw file ?? new Refused(44001);
  check(kind, file.content);
  const media = corp.media.put({ kind, name: file.name, at: corp.nowMs(), webhook }, file.content);
  corp.saveSoon();
  return { type: kind, media_id: media.id, created_at: String(Math.floor(media.at / 1000)) };
}

/** `POST media/upload?type=` [90253]: three days; the form field is `media`. */
export const uploadMedia = (corp: Corp, call: ApiCall): Answer => take(corp, call, MEDIA_KINDS, null);

/** `POST webhook/upload_media?key=&type=file|voice` [99110]: only that webhook may use it. */
export function uploadByWebhook(corp: Corp, call: ApiCall): Answer {
  const group = corp.groups.ofKey(call.query.key ?? "");
  if (!group || group.disbanded) throw new Refused(93000);
  return take(corp, call, ["file", "voice"], group.id);
}

/** `GET media/get`: the file itself, or an error as JSON. */
export function getMedia(corp: Corp, { query }: ApiCall): Download {
  if (!query.media_id) throw new Refused(41006);
  const media = corp.media.living(query.media_id, corp.nowMs());
  if (!media || media.webhook !== null) throw new Refused(40007);
  return new Download(media.name, corp.media.contentOf(media.id));
}

function living(corp: Corp, id: unknown, kind: MediaKind, webhook: string | null): Media {
  if (typeof id !== "string" || id === "") throw new Refused(41006);
  const media = corp.media.living(id, corp.nowMs());
  if (!media || media.kind !== kind || media.webhook !== webhook) throw new Refused(40007);
  return media;
}

/** A message that is a file: 40007 when the media is of another kind, older than three days, or uploaded by a webhook and not by it. */
export function mediaContent(corp: Corp, part: Body, kind: MediaKind, webhook: string | null = null): MessageContent {
  const { id, name, bytes } = living(corp, part.media_id, kind, webhook);
  const title = typeof part.title === "string" && part.title !== "" ? part.title : name;
  return { kind, media: { id, name: kind === "video" ? title : name, bytes } };
}

/** An image of a webhook [99110]: base64 of at most 2 MB, JPG or PNG, with the md5 of its bytes. */
export function webhookImage(corp: Corp, { base64, md5 }: Body, group: string): MessageContent {
  const content = Buffer.from(typeof base64 === "string" ? base64 : "", "base64");
  check("image", content);
  if (content.length > WEBHOOK_IMAGE_BYTES) throw new Refused(40009);
  if (createHash("md5").update(content).digest("hex") !== md5) throw new Refused(40058, "image.md5");
  const { id, name, bytes } = corp.media.put({ kind: "image", name: "图片", at: corp.nowMs(), webhook: group }, content);
  return { kind: "image", media: { id, name, bytes } };
}
