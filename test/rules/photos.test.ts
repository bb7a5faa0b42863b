import { expect } from "chai";
import { withoutPlace } from "../../server/files/without-place.js";

const segment = (marker: number, body: Buffer): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
};

/** Exif, little-endian, with an orientation and a pointer to a place that follows. */
const exif = (orientation: number): Buffer => {
  const tiff = Buffer.alloc(38);
  tiff.write("II*\0", 0, "latin1");
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(2, 8);
  tiff.writeUInt16LE(0x0112, 10);
  tiff.writeUInt16LE(3, 12);
  tiff.writeUInt32LE(1, 14);
  tiff.writeUInt16LE(orientation, 18);
  tiff.writeUInt16LE(0x8825, 22);
  return Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff, Buffer.from("GPS 23.12 113.26")]);
};

const SCAN = Buffer.concat([segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])), Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56])]);
const EOI = Buffer.from([0xff, 0xd9]);
const photo = (...segments: Buffer[]): Buffer => Buffer.concat([Buffer.from([0xff, 0xd8]), ...segments, SCAN, EOI]);
const table = segment(0xdb, Buffer.alloc(65, 1));
const jfif = segment(0xe0, Buffer.from("JFIF\0\x01\x01\0\0\x01\0\x01\0\0", "latin1"));

describe("photos without a place", () => {
  it("R14-08 a JPEG keeps its picture and which way it stands, and nothing of where it was taken", () => {
    const whole = photo(jfif, segment(0xe1, exif(6)), segment(0xed, Buffer.from("广州")), segment(0xfe, Buffer.from("GPS")), table);
    const clean = withoutPlace(Buffer.concat([whole, Buffer.from("GPS in a film behind it")]), "image/jpeg");
    expect(clean?.includes("GPS")).to.equal(false);
    expect(clean?.includes("广州")).to.equal(false);
    expect(clean?.includes(SCAN)).to.equal(true);
    expect(clean?.includes(table)).to.equal(true);
    expect(clean?.subarray(-2)).to.deep.equal(EOI);
    expect(clean?.includes(Buffer.from("010300000001" + "00060000", "hex").subarray(1))).to.equal(true);
    expect(clean && withoutPlace(clean, "image/jpeg")).to.deep.equal(clean);
    expect(withoutPlace(photo(jfif, segment(0xe1, exif(1)), table), "image/jpeg")).to.deep.equal(photo(jfif, table));
  });

  it("R14-08 a PNG and a WebP lose their texts and Exif", () => {
    const chunk = (name: string, body: string): Buffer => {
      const size = Buffer.alloc(4);
      size.writeUInt32BE(body.length);
      return Buffer.concat([size, Buffer.from(name + body, "latin1"), Buffer.alloc(4)]);
    };
    const head = Buffer.from("89504e470d0a1a0a", "hex");
    const kept = [chunk("IHDR", "1234567890123"), chunk("IDAT", "picture"), chunk("IEND", "")];
    const told = [kept[0], chunk("eXIf", "GPS"), chunk("tEXt", "GPS"), kept[1], kept[2], Buffer.from("GPS")] as Buffer[];
    expect(withoutPlace(Buffer.concat([head, ...told]), "image/png")).to.deep.equal(Buffer.concat([head, ...kept]));
    const riff = (...chunks: [string, string][]): Buffer => {
      const body = Buffer.concat(
        chunks.map(([name, text]) => {
          const size = Buffer.alloc(4);
          size.writeUInt32LE(text.length);
          return Buffer.concat([Buffer.from(name), size, Buffer.from(text, "latin1"), Buffer.alloc(text.length % 2)]);
        }),
      );
      const start = Buffer.from("RIFF\0\0\0\0WEBP", "latin1");
      start.writeUInt32LE(4 + body.length, 4);
      return Buffer.concat([start, body]);
    };
    const clean = withoutPlace(riff(["VP8X", "\x0c\0\0\0abcdef"], ["VP8 ", "pic"], ["EXIF", "GPS"], ["XMP ", "GPS"]), "image/webp");
    expect(clean).to.deep.equal(riff(["VP8X", "\0\0\0\0abcdef"], ["VP8 ", "pic"]));
  });

  it("what breaks off is no picture, wherever it does", () => {
    const whole = photo(jfif, segment(0xe1, exif(6)), table);
    for (let length = 2; length < whole.length - 1; length += 1)
      expect(withoutPlace(whole.subarray(0, length), "image/jpeg"), `${length} bytes`).to.equal(null);
    expect(withoutPlace(Buffer.from("89504e470d0a1a0a00000009", "hex"), "image/png")).to.equal(null);
    expect(withoutPlace(Buffer.from("RIFF\0\0\0\0WEBPVP8 ", "latin1"), "image/webp")).to.equal(null);
    expect(withoutPlace(Buffer.from("GIF89a"), "image/gif")).to.equal(null);
  });
});
