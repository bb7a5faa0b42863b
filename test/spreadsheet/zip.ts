import { crc32, deflateRawSync } from "node:zlib";

/** What a ZIP file says of one of its files, where a test wants it to lie. */
export interface Lies {
  flags?: number;
  method?: number;
  crc?: number;
  packed?: number;
  offset?: number;
}

/** A ZIP file of these texts, deflated. */
export const zipOf = (files: Record<string, string | Buffer>, lies: Record<string, Lies> = {}): Buffer => {
  const [local, central]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const [path, text] of Object.entries(files)) {
    const [name, content] = [Buffer.from(path), Buffer.from(text)];
    const packed = deflateRawSync(content, { level: 9 });
    const { flags = 0, method = 8, crc = crc32(content), packed: length = packed.length, offset = at } = lies[path] ?? {};
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(flags, 8);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(crc, 16);
    entry.writeUInt32LE(length, 20);
    entry.writeUInt32LE(content.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    local.push(head, name, packed);
    central.push(entry, name);
    at += head.length + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(central.length / 2, 10);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...local, ...central, end]);
};

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/** The parts of a workbook with one sheet 表 of this markup. */
export const bookParts = (sheetData: string, extra: Record<string, string> = {}): Record<string, string> => ({
  "[Content_Types].xml": "<Types/>",
  "xl/workbook.xml": `<workbook xmlns="${MAIN}"><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
  "xl/worksheets/sheet1.xml": `<worksheet xmlns="${MAIN}">${sheetData}</worksheet>`,
  ...extra,
});
