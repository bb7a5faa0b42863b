import { expect } from "chai";
import { IdempotentAnswer } from "../../entities/housekeeping.js";
import type { DraftList, DraftView, Problem } from "../../server/http/contract.js";
import { Desk } from "../support/desk.js";

const NEW = {
  accountId: "wx-main",
  title: "开学第一课",
  body: "正文",
  category: "normal",
  urgency: "normal",
  plannedAt: "2026-11-25T09:00:00+08:00",
  notClassified: true,
};

describe("bad input gets an answer in Chinese and loses nothing", function () {
  this.timeout(30_000);
  let desk: Desk;
  before(async () => {
    desk = await Desk.open();
  });
  after(() => desk.close());

  const cases: [string, object, RegExp][] = [
    ["an unknown key", { ...NEW, colour: "red" }, /不认识的字段「colour」/],
    ["a date that is none", { ...NEW, plannedAt: "2026-02-30" }, /计划发布时间不是有效的时间/],
    ["a date without zone", { ...NEW, plannedAt: "2026-11-25T09:00:00" }, /计划发布时间不是有效的时间/],
    ["the box 不涉密 unticked", { ...NEW, notClassified: false }, /涉密材料不得进入本系统/],
    ["the box 不涉密 left out", { ...NEW, notClassified: undefined }, /涉密材料不得进入本系统/],
    ["no title", { ...NEW, title: "  " }, /请填写标题/],
    ["a link that is none", { ...NEW, links: ["javascript:alert(1)"] }, /链接应以 http/],
    ["a category of its own", { ...NEW, category: "huge" }, /一般、重要或重大/],
    ["a body beyond all measure", { ...NEW, body: "字".repeat(20_001) }, /正文最多 20000 个字/],
  ];
  for (const [title, body, words] of cases) {
    it(`${title} is a 422 that names the field`, async () => {
      const problem = await desk.as("ed.1").post<Problem>("/api/drafts", body, 422);
      expect(problem).to.include({ code: "http.invalid", status: 422 });
      expect(problem.detail).to.match(words);
      expect(problem.fields?.length).to.equal(1);
    });
  }

  it("an account that is not in the register cannot be chosen", async () => {
    expect((await desk.as("ed.1").post<Problem>("/api/drafts", { ...NEW, accountId: "unknown" }, 422)).code).to.equal(
      "review.account-unknown",
    );
  });

  it("an id that is none, and one that nobody has", async () => {
    await desk.as("ed.1").get("/api/drafts/1", 422);
    const problem = await desk.as("ed.1").get<Problem>("/api/drafts/01a205fa-f086-7092-9ac1-0c819ec59785", 404);
    expect(problem.detail).to.contain("没有找到这份稿件");
  });

  const raw = async (init: RequestInit): Promise<{ status: number; problem: Problem; type: string | null }> => {
    const headers = {
      Authorization: `Bearer ${await desk.token("ed.1")}`,
      "Content-Type": "application/json",
      ...(init.headers as object),
    };
    const response = await fetch(`${desk.url}/api/drafts`, { method: "POST", ...init, headers });
    return { status: response.status, type: response.headers.get("content-type"), problem: (await response.json()) as Problem };
  };

  it("JSON that breaks off, is of another type, or has no end", async () => {
    expect((await raw({ body: '{"title": "开' })).problem.code).to.equal("http.bad-json");
    expect((await raw({ body: "title=1", headers: { "Content-Type": "application/x-www-form-urlencoded" } })).problem.code).to.equal(
      "http.not-json",
    );
    const huge = await raw({ body: JSON.stringify({ ...NEW, body: "x".repeat(600_000) }) });
    expect([huge.status, huge.problem.code]).to.deep.equal([413, "http.too-large"]);
    expect(huge.type).to.contain("application/problem+json");
  });

  it("the same Idempotency-Key gets the first answer again, for another request a refusal", async () => {
    const key = { "Idempotency-Key": "one-intention-1" };
    const first = await desk.as("ed.1").post<DraftView>("/api/drafts", NEW, 201, key);
    const again = await desk.as("ed.1").post<DraftView>("/api/drafts", NEW, 201, key);
    expect(again).to.deep.equal(first);
    expect((await desk.as("ed.1").post<Problem>("/api/drafts", { ...NEW, title: "别的" }, 409, key)).code).to.equal("http.key-reused");
    await desk.as("ed.2").post("/api/drafts", NEW, 201, key);
    const refusals = [1, 2].map(() =>
      desk.as("ed.1").post<Problem>("/api/drafts", { ...NEW, title: "" }, 422, { "Idempotency-Key": "bad" }),
    );
    expect((await Promise.all(refusals)).every((problem) => problem.status === 422)).to.equal(true);
  });

  it("what was done before the program died is answered, not done again", async () => {
    const key = { "Idempotency-Key": "one-intention-2" };
    const first = await desk.as("ed.1").post<DraftView>("/api/drafts", NEW, 201, key);
    const died = () => desk.services.uow.run((tx) => tx.update(IdempotentAnswer, { actedOn: first.id }, { status: null, body: null }));
    expect((await died()).affected).to.equal(1);
    const again = await desk.as("ed.1").post<DraftView>("/api/drafts", NEW, 201, key);
    expect(again.id).to.equal(first.id);
    expect((await desk.as("ed.1").get<DraftList>("/api/drafts")).items.filter(({ id }) => id > first.id)).to.deep.equal([]);
  });

  it("a write with our cookie from another site is refused", async () => {
    const headers = { Cookie: `desk_session=${await desk.token("ed.1")}`, "Content-Type": "application/json" };
    const post = (site: string) =>
      fetch(`${desk.url}/api/drafts`, { method: "POST", headers: { ...headers, "Sec-Fetch-Site": site }, body: JSON.stringify(NEW) });
    expect((await post("cross-site")).status).to.equal(403);
    expect((await post("same-origin")).status).to.equal(201);
  });

  it("a file that is no picture or document, none at all, and one that is", async () => {
    const send = async (name: string, bytes: Buffer): Promise<{ status: number; body: Record<string, string> }> => {
      const form = new FormData();
      form.append("file", new Blob([new Uint8Array(bytes)]), name);
      const response = await fetch(`${desk.url}/api/files`, {
        method: "POST",
        headers: { Authorization: `Bearer ${await desk.token("ed.1")}` },
        body: form,
      });
      return { status: response.status, body: (await response.json()) as Record<string, string> };
    };
    const script = await send("封面.png", Buffer.from("<script>alert(1)</script>"));
    expect([script.status, script.body.code]).to.deep.equal([422, "files.kind-unknown"]);
    expect((await send("空.png", Buffer.alloc(0))).body.code).to.equal("files.missing");
    expect((await send("大.png", Buffer.alloc(11 * 1024 * 1024))).status).to.equal(413);
    const png = await send("封面 图.png", Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), Buffer.alloc(64)]));
    expect(png.body).to.include({ name: "封面 图.png", type: "image/png" });
    expect((await fetch(`${desk.url}${png.body.url}`)).headers.get("content-type")).to.equal("image/png");
    expect((await fetch(`${desk.url}${png.body.url}x`)).status).to.equal(403);
  });
});
