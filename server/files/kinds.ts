/** Kinds of files a draft may carry, known by their first bytes; what a phone claims about a file is not believed. */
const KINDS: readonly { type: string; extension: string; matches: (bytes: Buffer) => boolean }[] = [
  { type: "image/jpeg", extension: "jpg", matches: (bytes) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])) },
  { type: "image/png", extension: "png", matches: (bytes) => bytes.subarray(0, 8).equals(Buffer.from("89504e470d0a1a0a", "hex")) },
  { type: "image/gif", extension: "gif", matches: (bytes) => /^GIF8[79]a/.test(bytes.subarray(0, 6).toString("latin1")) },
  {
    type: "image/webp",
    extension: "webp",
    matches: (bytes) => bytes.subarray(0, 4).toString("latin1") === "RIFF" && bytes.subarray(8, 12).toString("latin1") === "WEBP",
  },
  { type: "application/pdf", extension: "pdf", matches: (bytes) => bytes.subarray(0, 5).toString("latin1") === "%PDF-" },
  { type: "video/mp4", extension: "mp4", matches: (bytes) => bytes.subarray(4, 8).toString("latin1") === "ftyp" },
  { type: "application/zip", extension: "docx", matches: (bytes) => bytes.subarray(0, 4).equals(Buffer.from("504b0304", "hex")) },
];

/** The kind of a file by its content; null: none that a draft may carry. */
export const kindOf = (bytes: Buffer): { type: string; extension: string } | null => {
  const kind = KINDS.find((candidate) => candidate.matches(bytes));
  return kind ? { type: kind.type, extension: kind.extension } : null;
};

/** For people: what may be uploaded. */
export const KINDS_IN_WORDS = "图片（JPG、PNG、GIF、WebP）、PDF、MP4 视频、Word/Excel/PPT 文档（docx、xlsx、pptx）";
