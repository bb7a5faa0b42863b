/** A picture without what tells where, when and on which phone it was taken; null: it is no whole picture of its kind. */
export const withoutPlace = (bytes: Buffer, type: string): Buffer | null => {
  switch (type) {
    case "image/jpeg":
      return jpeg(bytes);
    case "image/png":
      return png(bytes);
    case "image/webp":
      return webp(bytes);
    default:
      return null;
  }
};

const EXIF = Buffer.from("Exif\0\0", "latin1");
const ICC = Buffer.from("ICC_PROFILE\0", "latin1");

/** JPEG [ISO 10918-1 B.1]: segments up to the scan, scans, EOI. Kept are what the picture needs, its colours and which way it stands; nothing after EOI. */
const jpeg = (bytes: Buffer): Buffer | null => {
  const kept: Buffer[] = [Buffer.from([0xff, 0xd8])];
  let at = 2;
  for (;;) {
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at += 1;
    const marker = bytes[at + 1];
    if (bytes[at] !== 0xff || marker === undefined) return null;
    if (marker === 0xd9) return Buffer.concat([...kept, Buffer.from([0xff, 0xd9])]);
    const end = at + 2 + (at + 4 <= bytes.length ? bytes.readUInt16BE(at + 2) : 0);
    if (end < at + 4 || end > bytes.length) return null;
    const segment = bytes.subarray(at, end);
    const said = segmentWithoutPlace(marker, segment);
    if (said) kept.push(said);
    at = end;
    if (marker !== 0xda) continue;
    const scanEnd = endOfScan(bytes, at);
    kept.push(bytes.subarray(at, scanEnd));
    at = scanEnd;
  }
};

/** APP0 and APP14 say how the colours are coded, APP2 which they are; every other APPn, and comments, say who and where. */
const segmentWithoutPlace = (marker: number, segment: Buffer): Buffer | null => {
  if (marker === 0xe1) return upright(segment);
  if (marker === 0xe2) return segment.subarray(4, 4 + ICC.length).equals(ICC) ? segment : null;
  const tells = (marker >= 0xe3 && marker <= 0xef && marker !== 0xee) || marker === 0xfe;
  return tells ? null : segment;
};

/** Where the coded picture ends: at the next marker that is neither a stuffed byte nor a restart. */
const endOfScan = (bytes: Buffer, from: number): number => {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.length;
};

const ORIENTATION = 0x0112;

/** An Exif segment that says nothing but which way the picture stands; null: it stands as it is. */
const upright = (segment: Buffer): Buffer | null => {
  if (!segment.subarray(4, 10).equals(EXIF)) return null;
  const orientation = orientationOf(segment.subarray(10));
  if (orientation === null) return null;
  const tiff = Buffer.alloc(26);
  tiff.write("MM\0*", 0, "latin1");
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(1, 8);
  tiff.writeUInt16BE(ORIENTATION, 10);
  tiff.writeUInt16BE(3, 12);
  tiff.writeUInt32BE(1, 14);
  tiff.writeUInt16BE(orientation, 18);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(2 + EXIF.length + tiff.length);
  return Buffer.concat([Buffer.from([0xff, 0xe1]), length, EXIF, tiff]);
};

/** The orientation of TIFF's first directory; null: none, or the usual one. */
const orientationOf = (tiff: Buffer): number | null => {
  if (tiff.length < 14) return null;
  const little = tiff.toString("latin1", 0, 2) === "II";
  const short = (at: number): number => (at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const first = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  for (let entry = 0; entry < short(first); entry += 1) {
    const at = first + 2 + entry * 12;
    if (short(at) !== ORIENTATION) continue;
    const value = short(at + 8);
    return value >= 2 && value <= 8 ? value : null;
  }
  return null;
};

const PNG_TELLS = new Set(["eXIf", "tEXt", "zTXt", "iTXt", "tIME"]);

/** PNG [ISO 15948]: chunks up to IEND; texts, Exif and times are left out. */
const png = (bytes: Buffer): Buffer | null => {
  const kept = [bytes.subarray(0, 8)];
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length) return null;
    const name = bytes.toString("latin1", at + 4, at + 8);
    if (!PNG_TELLS.has(name)) kept.push(bytes.subarray(at, end));
    if (name === "IEND") return Buffer.concat(kept);
    at = end;
  }
  return null;
};

/** VP8X says by these bits that Exif and XMP follow. */
const WEBP_TELLS = 0x0c;

/** WebP [RFC 9649]: RIFF chunks; EXIF and XMP are left out. */
const webp = (bytes: Buffer): Buffer | null => {
  if (bytes.length < 20) return null;
  const kept: Buffer[] = [];
  const last = Math.min(bytes.length, 8 + bytes.readUInt32LE(4));
  for (let at = 12; at + 8 <= last;) {
    const size = bytes.readUInt32LE(at + 4);
    const end = at + 8 + size + (size % 2);
    if (at + 8 + size > bytes.length) return null;
    const name = bytes.toString("latin1", at, at + 4);
    const chunk = Buffer.from(bytes.subarray(at, end));
    if (name === "VP8X" && chunk.length > 8) chunk.writeUInt8(chunk.readUInt8(8) & ~WEBP_TELLS, 8);
    if (name !== "EXIF" && name !== "XMP ") kept.push(chunk);
    at = end;
  }
  if (kept.length === 0) return null;
  const body = Buffer.concat(kept);
  const head = Buffer.from(bytes.subarray(0, 12));
  head.writeUInt32LE(4 + body.length, 4);
  return Buffer.concat([head, body]);
};
