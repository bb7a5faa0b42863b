import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { APP, type Bench, startBench } from "./fake-app.js";

type Json = Record<string, unknown>;
const DAY = 24 * 3_600_000;
const MEGABYTE = 1024 * 1024;

const PNG = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47]), Buffer.from("picture")]);
const JPG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from("picture")]);
const AMR = Buffer.from("#!AMR\nvoice");
const MP4 = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from("ftypmp42")]);
const grown = (start: Buffer, bytes: number): Buffer => Buffer.concat([start, Buffer.alloc(bytes - start.length)]);

/** Uploads as a form does. */
async function upload(bench: Bench, path: string, content: Buffer, name = "值班表.xlsx", field = "media"): Promise<Json> {
  const form = new FormData();
  form.append(field, new Blob([new Uint8Array(content)]), name);
  return (await (await fetch(new URL(path, bench.sandbox.url), { method: "POST", body: form })).json()) as Json;
}

describe("the sandbox: temporary media", () => {
  let bench: Bench;
  let token: string;
  beforeEach(async () => {
    bench = await startBench();
    token = await bench.token();
  });
  afterEach(() => bench.stop());

  const put = (type: string, content: Buffer, name?: string, field?: string) =>
    upload(bench, `/cgi-bin/media/upload?access_token=${token}&type=${type}`, content, name, field);
  const get = (id: unknown) => fetch(`${bench.sandbox.url}/cgi-bin/media/get?access_token=${token}&media_id=${String(id)}`);
  const send = (msgtype: string, part: Json) =>
    bench.api("/cgi-bin/message/send", { touser: "lead.1", agentid: APP.agentId, msgtype, [msgtype]: part }, token);

  it("takes a file, gives it back under its name, and shows it on the phone", async () => {
    const { errcode, type, media_id, created_at } = await put("file", Buffer.from("周一 宣传部值班"));
    expect({ errcode, type, created_at }).to.deep.equal({
      errcode: 0,
      type: "file",
      created_at: String(Date.parse("2026-11-02T02:00:00Z") / 1000),
    });
    const response = await get(media_id);
    expect(await response.text()).to.equal("周一 宣传部值班");
    expect(response.headers.get("content-disposition")).to.equal(`attachment; filename*=UTF-8''${encodeURIComponent("值班表.xlsx")}`);
    expect((await send("file", { media_id })).errcode).to.equal(0);
    const [line] = bench.sandbox.chat("lead.1");
    expect(line).to.deep.include({ kind: "file", media: { id: media_id, name: "值班表.xlsx", bytes: 22 } });
    const shown = await fetch(`${bench.sandbox.url}/desk/media/${String(media_id)}`);
    expect([shown.headers.get("content-type"), shown.headers.get("content-disposition")?.startsWith("attachment")]).to.deep.equal([
      "application/octet-stream",
      true,
    ]);
    expect(bench.sandbox.journal.find(({ path }) => path.endsWith("media/upload"))?.body).to.deep.equal({
      media: "值班表.xlsx",
      bytes: 22,
    });
  });

  it("keeps it for three days of the shared clock: 40007 afterwards, while the phone still shows it", async () => {
    const { media_id } = await put("image", PNG);
    await send("image", { media_id });
    bench.turnDomain(3 * DAY - 1);
    expect((await send("image", { media_id })).errcode).to.equal(0);
    bench.turnDomain(1);
    expect((await send("image", { media_id })).errcode).to.equal(40007);
    expect(((await (await get(media_id)).json()) as Json).errcode).to.equal(40007);
    expect((await fetch(`${bench.sandbox.url}/desk/media/${String(media_id)}`)).headers.get("content-type")).to.equal("image/png");
  });

  const uploads: [string, string, Buffer, number][] = [
    ["a JPG as image", "image", JPG, 0],
    ["a text as image", "image", Buffer.from("no picture"), 40123],
    ["an image of 10 MB", "image", grown(PNG, 10 * MEGABYTE), 0],
    ["an image over 10 MB", "image", grown(PNG, 10 * MEGABYTE + 1), 40009],
    ["an AMR as voice", "voice", AMR, 0],
    ["an MP4 as voice", "voice", MP4, 40004],
    ["a voice over 2 MB", "voice", grown(AMR, 2 * MEGABYTE + 1), 45001],
    ["an MP4 as video", "video", MP4, 0],
    ["a video over 10 MB", "video", grown(MP4, 10 * MEGABYTE + 1), 40011],
    ["a file of 20 MB", "file", Buffer.alloc(20 * MEGABYTE), 0],
    ["a file over 20 MB", "file", Buffer.alloc(20 * MEGABYTE + 1), 45001],
    ["a file of 5 bytes", "file", Buffer.from("12345"), 40006],
    ["a file of 6 bytes", "file", Buffer.from("123456"), 0],
    ["an unknown type", "hologram", PNG, 40005],
  ];
  for (const [what, type, content, errcode] of uploads) {
    it(`answers ${errcode} to ${what}`, async () => {
      expect((await put(type, content)).errcode).to.equal(errcode);
    });
  }

  it("knows a file by the form field media alone: 44001", async () => {
    expect((await put("file", Buffer.from("一二三"), "a.txt", "file")).errcode).to.equal(44001);
    const bare = await bench.api("/cgi-bin/media/upload?type=file", { media: "x" }, token);
    expect(bare.errcode).to.equal(44001);
  });

  it("asks for the token before it looks at the file", async () => {
    expect((await upload(bench, "/cgi-bin/media/upload?type=file", Buffer.from("12"))).errcode).to.equal(41001);
  });

  it("sends media of the asked kind only: 40007, and 41006 without an id", async () => {
    const { media_id } = await put("image", PNG);
    expect([(await send("file", { media_id })).errcode, (await send("file", {})).errcode]).to.deep.equal([40007, 41006]);
    expect(bench.sandbox.chat("lead.1")).to.deep.equal([]);
  });

  it("sends files into the app's groups too", async () => {
    await bench.api("/cgi-bin/appchat/create", { chatid: "g", userlist: ["lead.1", "pub.1"] }, token);
    const { media_id } = await put("video", MP4, "现场.mp4");
    const answer = await bench.api("/cgi-bin/appchat/send", { chatid: "g", msgtype: "video", video: { media_id, title: "现场" } }, token);
    expect(answer.errcode).to.equal(0);
    expect(bench.sandbox.groups()[0]?.messages[0]).to.deep.include({
      kind: "video",
      media: { id: media_id, name: "现场", bytes: MP4.length },
    });
  });

  it("keeps a webhook's files to that webhook, and checks its images by md5 and size", async () => {
    const make = (name: string) => String(bench.sandbox.formGroup({ name, members: ["lead.1", "pub.1"], robot: "提醒" }).webhook);
    const [one, other] = [make("甲群"), make("乙群")];
    const post = async (address: string, msgtype: string, part: Json) =>
      ((await (await fetch(address, { method: "POST", body: JSON.stringify({ msgtype, [msgtype]: part }) })).json()) as Json).errcode;
    const { media_id } = await upload(bench, `${one.replace("webhook/send", "webhook/upload_media")}&type=file`, Buffer.from("123456"));
    expect([await post(one, "file", { media_id }), await post(other, "file", { media_id })]).to.deep.equal([0, 40007]);
    expect((await send("file", { media_id })).errcode).to.equal(40007);
    expect(((await (await get(media_id)).json()) as Json).errcode).to.equal(40007);
    expect((await upload(bench, `${one.replace("webhook/send", "webhook/upload_media")}&type=image`, PNG)).errcode).to.equal(40005);
    expect((await upload(bench, "/cgi-bin/webhook/upload_media?key=none&type=file", PNG)).errcode).to.equal(93000);
    const image = (content: Buffer, md5 = createHash("md5").update(content).digest("hex")) =>
      post(one, "image", { base64: content.toString("base64"), md5 });
    expect(await image(PNG)).to.equal(0);
    expect(await image(PNG, "0".repeat(32))).to.equal(40058);
    expect(await image(Buffer.from("no picture"))).to.equal(40123);
    expect(bench.sandbox.groups()[0]?.messages.map(({ kind }) => kind)).to.deep.equal(["file", "image"]);
  });

  it("keeps files over a restart", async () => {
    const folder = await mkdtemp(join(tmpdir(), "sandbox-"));
    const stateFile = join(folder, "sandbox.json");
    const before = await startBench({ stateFile });
    const { media_id } = await upload(
      before,
      `/cgi-bin/media/upload?access_token=${await before.token()}&type=file`,
      Buffer.from("123456"),
    );
    await before.stop();
    const after = await startBench({ stateFile });
    const path = `/cgi-bin/media/get?access_token=${await after.token()}&media_id=${String(media_id)}`;
    expect(await (await fetch(new URL(path, after.sandbox.url))).text()).to.equal("123456");
    await after.stop();
    await rm(folder, { recursive: true });
  });
});
