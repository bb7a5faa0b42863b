import { crc32, inflateRawSync } from "node:zlib";
import { unreadable } from "./unreadable.js";

/** What may come out of one archive: an organisation of ten thousand people stays under a tenth of it. */
const MOST_ENTRIES = 1000;
const MOST_ENTRY_BYTES = 16 * 1024 * 1024;
const MOST_BYTES = 24 * 1024 * 1024;

/** Records of a ZIP file (APPNOTE 4.3): signature and fixed length. */
const END = { signature: 0x06054b50, length: 22, longestComment: 65_535 };
const CENTRAL = { signature: 0x02014b50, length: 46 };
const LOCAL = { signature: 0x04034b50, length: 30 };
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;

interface Entry {
  method: number;
  crc: number;
  packed: number;
  offset: number;
}

const damaged = () => unreadable("文件不完整或已损坏，请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入。");
const tooLarge = () => unreadable("表格展开后太大，请删除多余的工作表、图片和空行后再导入。");

/**
 * The files within a ZIP file, unpacked one by one and never beyond the limits whatever the file says of itself, so that a small file cannot fill
 * the memory. Sizes, offsets and checksums are checked; what does not fit is refused.
 */
export class Archive {
  readonly #entries: ReadonlyMap<string, Entry>;
  #left = MOST_BYTES;

  /** Throws the refusal `spreadsheet.unreadable` where the bytes are no sound ZIP file. */
  constructor(private readonly bytes: Buffer) {
    this.#entries = directoryOf(bytes);
  }

  /** The paths of all files. */
  get paths(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /** A file's text, read as UTF-8; null where there is none. Throws where it is damaged or too large. */
  text(path: string): string | null {
    const entry = this.#entries.get(path);
    return entry
      ? this.#unpacked(entry)
          .toString("utf8")
          .replace(/^\uFEFF/, "")
      : null;
  }

  #unpacked({ method, crc, packed, offset }: Entry): Buffer {
    const { bytes } = this;
    if (offset + LOCAL.length > bytes.length || bytes.readUInt32LE(offset) !== LOCAL.signature) throw damaged();
    const start = offset + LOCAL.length + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
    if (start + packed > bytes.length) throw damaged();
    const content = unpack(method, bytes.subarray(start, start + packed), Math.min(this.#left, MOST_ENTRY_BYTES));
    if (crc32(content) !== crc) throw damaged();
    this.#left -= content.length;
    return content;
  }
}

const unpack = (method: number, content: Buffer, most: number): Buffer => {
  if (method === STORED && content.length > most) throw tooLarge();
  if (method === STORED) return content;
  if (method !== DEFLATED) throw damaged();
  try {
    return inflateRawSync(content, { maxOutputLength: Math.max(most, 1) });
  } catch (error) {
    throw (error as { code?: string }).code === "ERR_BUFFER_TOO_LARGE" ? tooLarge() : damaged();
  }
};

const directoryOf = (bytes: Buffer): ReadonlyMap<string, Entry> => {
  const end = endOf(bytes);
  const count = bytes.readUInt16LE(end + 10);
  if (count > MOST_ENTRIES) throw tooLarge();
  const entries = new Map<string, Entry>();
  let at = bytes.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (at + CENTRAL.length > end || bytes.readUInt32LE(at) !== CENTRAL.signature) throw damaged();
    const [name, extra, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field)) as [number, number, number];
    const path = bytes
      .toString("utf8", at + CENTRAL.length, at + CENTRAL.length + name)
      .replaceAll("\\", "/")
      .replace(/^\/+/, "");
    if ((bytes.readUInt16LE(at + 8) & ENCRYPTED) !== 0) throw unreadable("文件加了密码，请取消密码后再导入。");
    if (entries.has(path)) throw damaged();
    entries.set(path, {
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      packed: bytes.readUInt32LE(at + 20),
      offset: bytes.readUInt32LE(at + 42),
    });
    at += CENTRAL.length + name + extra + comment;
  }
  return entries;
};

/** Where the end record begins: the last one whose comment fills the rest of the file. */
const endOf = (bytes: Buffer): number => {
  const first = Math.max(0, bytes.length - END.length - END.longestComment);
  for (let at = bytes.length - END.length; at >= first; at -= 1) {
    if (bytes.readUInt32LE(at) === END.signature && at + END.length + bytes.readUInt16LE(at + 20) === bytes.length) return at;
  }
  throw damaged();
};
