import { expect } from "chai";
import type { IncidentList, LeadsImported, Problem } from "../../server/http/contract.js";
import { Desk } from "../support/desk.js";

const HEAD = "标题,链接,说明,发现时间,发生时间,建议级别";
/** 「某校食堂涨价」 as Excel on a Chinese Windows saves it. */
const GBK = Buffer.concat([
  Buffer.from("b1eacce2", "hex"),
  Buffer.from(","),
  Buffer.from("b7a2cfd6cab1bce4", "hex"),
  Buffer.from(","),
  Buffer.from("cbb5c3f7", "hex"),
  Buffer.from("\r\n"),
  Buffer.from("c4b3d0a3cab3ccc3d5c7bcdb", "hex"),
  Buffer.from(",2026/11/24 8:30,"),
  Buffer.from("c4b3d0a3", "hex"),
  Buffer.from("\r\n"),
]);

describe("article 23 › R23-01 leads come as a table", function () {
  this.timeout(40_000);
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open();
  });
  afterEach(() => desk.close());

  const send = async <T>(userid: string, bytes: Buffer | string, status: number): Promise<T> => {
    const form = new FormData();
    form.append("file", new Blob([typeof bytes === "string" ? bytes : new Uint8Array(bytes)]), "线索.csv");
    const response = await fetch(`${desk.url}/api/lead-imports`, {
      method: "POST",
      headers: { Authorization: `Bearer ${await desk.token(userid)}` },
      body: form,
    });
    const text = await response.text();
    expect(response.status, text).to.equal(status);
    return JSON.parse(text) as T;
  };
  const incidents = async () => (await desk.as("pub.1").get<IncidentList>("/api/incidents")).items;

  it("every line is reported as if by itself, the same post once, and the desks are asked", async () => {
    const table = [
      HEAD,
      "宿舍停水,https://weibo.com/1234567890/z0JH2lOMb,评论百余条,2026-11-24 08:40,,黄",
      "宿舍停水（转发）,https://m.weibo.cn/status/3501756485200075,,2026-11-24 08:45,2026-11-24 08:00,",
      "食堂涨价,,有人发帖,2026-11-24 08:50,,",
      "",
    ].join("\r\n");
    expect(await send<LeadsImported>("data.1", `\uFEFF${table}`, 201)).to.deep.equal({ leads: 3, joined: 1 });
    const items = await incidents();
    expect(items.map(({ title, leads }) => [title, leads])).to.have.deep.members([
      ["宿舍停水", 2],
      ["食堂涨价", 1],
    ]);
    const news = await desk.news();
    expect(Object.keys(news).sort()).to.deep.equal(["data.1", "pub.1"]);
    expect(JSON.stringify(desk.card("pub.1", "宿舍停水").card)).to.contain("建议定级");
  });

  it("a table in GBK is read as well", async () => {
    await send("pub.1", GBK, 201);
    expect((await incidents()).map(({ title }) => title)).to.deep.equal(["某校食堂涨价"]);
  });

  it("one bad line and nothing is written; every fault is named with its line", async () => {
    const table = [
      HEAD,
      "好的一条,,有内容,2026-11-24 08:40,,",
      ",weibo.com/1,,昨天,,蓝",
      "未来的,,有内容,2026-11-25 08:40,,",
      "空的,,,2026-11-24 08:40,,",
    ];
    const { code, fields } = await send<Problem>("pub.1", table.join("\n"), 422);
    expect(code).to.equal("incidents.import-faulty");
    expect(fields?.map(({ path }) => path)).to.deep.equal(["第 3 行", "第 3 行", "第 3 行", "第 3 行", "第 4 行", "第 5 行"]);
    expect(fields?.map(({ message }) => message).join())
      .to.contain("没有填标题")
      .and.to.contain("应为黄、橙、红")
      .and.to.contain("发现时间晚于现在");
    expect(await incidents()).to.deep.equal([]);
    expect(await desk.news()).to.deep.equal({});
  });

  it("what is no table, has no lines or too many, or comes from somebody else, says what to do", async () => {
    expect((await send<Problem>("pub.1", HEAD, 422)).detail).to.contain("没有线索");
    expect((await send<Problem>("pub.1", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x80, 0xff]), 422)).detail).to.contain("表格");
    expect((await send<Problem>("pub.1", `标题,链接\n甲,https://a.cn`, 422)).fields?.[0]?.message).to.contain("发现时间");
    const many = [HEAD, ...Array.from({ length: 301 }, () => "甲,,乙,2026-11-24 08:40,,")].join("\n");
    expect((await send<Problem>("pub.1", many, 422)).detail).to.contain("300 条");
    expect((await send<Problem>("school.ed", HEAD, 403)).code).to.equal("incidents.import-not-yours");
  });

  it("the template is a table that can be taken over as it is", async () => {
    const response = await fetch(`${desk.url}/api/lead-imports/template`, {
      headers: { Authorization: `Bearer ${await desk.token("pub.1")}` },
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(response.headers.get("content-type")).to.contain("text/csv");
    expect(bytes.subarray(0, 3).toString("hex")).to.equal("efbbbf");
    expect(await send("pub.1", bytes, 201)).to.deep.equal({ leads: 1, joined: 0 });
  });
});
