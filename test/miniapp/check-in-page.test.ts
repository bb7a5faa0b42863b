import { expect } from "chai";
import type { PatrolPlace } from "../../server/http/contract.js";
import { after as minutesAfter, now } from "./support/fixtures.js";
import { livestreamItem } from "./support/livestreams.js";
import { type Answering, type Phone, startPhone, type StubbedAnswer } from "./support/phone.js";

const ok = (data: unknown): StubbedAnswer => ({ statusCode: 200, data });
const person = { userid: "wang.wu", name: "宣传部值班" };
const place: PatrolPlace = {
  now,
  livestream: livestreamItem({ status: "live" }),
  role: "member",
  refusal: null,
  checklist: [],
  expected: [
    { id: "start", kind: "start", round: 0, title: "开播打卡", at: minutesAfter(-1), state: "expected", missedAt: null, checkIn: null },
  ],
  checkIns: [],
};

/** A server that can be out of reach. */
const server = (reached: () => boolean): Answering =>
  (({ path }) => {
    if (!reached()) return null;
    if (path === "/api/session") return { statusCode: 201, data: { token: "token-1", expiresAt: minutesAfter(720), person } };
    if (path === "/api/me") return ok({ person, may: [] });
    if (path.endsWith("/photos")) return { statusCode: 201, data: { id: "photo-1" } };
    return path.endsWith("/check-ins") ? ok({ ...place, checkIn: {}, clock: null, place }) : ok({ now, items: [] });
  }) satisfies Answering;

describe("巡查打卡 in the compiled mini program", () => {
  const phones: Phone[] = [];
  const start = (answering: Answering, stored = new Map<string, unknown>(), calls: Record<string, unknown> = {}): Phone => {
    const phone = startPhone(answering, { wecom: true, stored, calls });
    phones.push(phone);
    return phone;
  };
  afterEach(() => phones.splice(0).forEach((phone) => phone.close()));

  const posted = (phone: Phone): string[] =>
    phone.seen.filter(({ method, path }) => method === "POST" && path.includes("/livestreams/")).map(({ path }) => path);

  it("R14-08 a check-in made without network lies on the phone with its photo, and the program sends both when it is opened again", async () => {
    let network = true;
    const first = start(server(() => network));
    const page = await first.open("pages/check-in/check-in", { id: "live-1" });
    expect(page.text()).to.contain("先拍一张照片或截图");
    network = false;
    page.tap("拍照或选截图（本次需要）");
    await page.settle();
    page.tap("正常，打卡");
    await page.settle();
    expect(page.text()).to.contain("待上传 1 条").and.contain("照片 1 张");
    expect(first.toasts.at(-1)).to.equal("已存在手机上，联网后自动上传");
    phones.pop()?.close();

    const second = start(
      server(() => true),
      first.stored,
    );
    const todo = await second.open("pages/todo/todo");
    await todo.settle();
    expect(posted(second)).to.deep.equal(["/api/livestreams/live-1/photos", "/api/livestreams/live-1/check-ins"]);
    expect(second.seen.at(-1)?.data).to.deep.include({ kind: "start", expectedId: "start", files: ["photo-1"], note: null });
    expect(
      [...second.stored.keys()].filter((key) => /check-ins\.|file /.test(key)),
      "nothing is left on the phone",
    ).to.deep.equal([]);
  });

  it("R14-08 a phone without room says so, and sends the check-in all the same", async () => {
    let network = true;
    const phone = start(server(() => network));
    phone.full = true;
    const page = await phone.open("pages/check-in/check-in", { id: "live-1" });
    page.type("wx-input", "现场不能拍照");
    network = false;
    await page.settle();
    page.tap("正常，打卡");
    await page.settle();
    expect(page.text()).to.contain("待上传 1 条").and.contain("手机存储空间已满");
    network = true;
    page.tap("立即上传");
    await page.settle();
    expect(posted(phone)).to.deep.equal(["/api/livestreams/live-1/check-ins", "/api/livestreams/live-1/check-ins"]);
    expect(page.text()).to.not.contain("待上传");
  });

  const input = { clientId: "left", kind: "start", expectedId: "start", note: "别人的打卡", deviceAt: minutesAfter(-1) };
  /** The phone of somebody else, and what they left on it. */
  const formersPhone = (left: object[]): Map<string, unknown> =>
    new Map<string, unknown>([
      ["desk.check-in.userid", "li.si"],
      ["desk.check-in.place.li.si.live-1", place],
      ["desk.check-ins.li.si.live-1", left],
    ]);

  it("R14-08 what somebody else left on the phone is not sent by whoever is signed in, also where the server does not say who that is", async () => {
    const reached = server(() => true);
    const phone = start(
      (request) => (request.path === "/api/me" ? null : reached(request)),
      formersPhone([{ input, photos: [], keepsPlace: false, refusal: null, sent: false }]),
    );
    const page = await phone.open("pages/check-in/check-in", { id: "live-1" });
    await page.settle();
    expect(posted(phone)).to.deep.equal([]);
    expect(phone.stored.get("desk.check-ins.li.si.live-1")).to.have.length(1);
  });

  it("R14-08 a tap before it is known who is signed in is theirs, and not of whoever had the phone before", async () => {
    const reached = server(() => true);
    let tell = (): void => undefined;
    const asked = new Promise<void>((resolve) => (tell = resolve));
    const phone = start(
      (request) => (request.path === "/api/me" ? asked.then(() => ok({ person, may: [] })) : reached(request)),
      formersPhone([]),
    );
    const page = await phone.open("pages/check-in/check-in", { id: "live-1" });
    page.type("wx-input", "现场不能拍照");
    await page.settle();
    page.tap("正常，打卡");
    await page.settle();
    tell();
    await page.settle();
    await page.settle();
    const sent = phone.seen.filter(({ path, method }) => method === "POST" && path.endsWith("/check-ins"));
    expect(sent.map(({ data }) => (data as { note: string }).note)).to.deep.equal(["现场不能拍照"]);
    expect(phone.stored.get("desk.check-ins.li.si.live-1")).to.deep.equal([]);
  });

  it("R14-08 whoever has the phone now neither gives the place that somebody else agreed to, nor sees what they saw", async () => {
    const left = new Map<string, unknown>([...formersPhone([]), ["desk.check-in.gives-place.li.si", "yes"]]);
    const asked: string[] = [];
    const reached = server(() => true);
    const phone = start((request) => (request.path.endsWith("/check-ins") && request.method === "GET" ? null : reached(request)), left, {
      getFuzzyLocation: () => void asked.push("place"),
    });
    const page = await phone.open("pages/check-in/check-in", { id: "live-1" });
    await page.settle();
    expect(page.text()).to.not.contain("开播打卡");
    expect(asked).to.deep.equal([]);
  });

  it("R14-08 the first check-in of a livestream waits until somebody has looked; the next is one tap, taken over from it", async () => {
    const listed = {
      ...place,
      checklist: [{ key: "dress", text: "着装和背景", arrival: true }],
      expected: [1, 2].map((round) => ({ ...place.expected[0], id: `round ${round}`, kind: "round", round, at: minutesAfter(round - 2) })),
    };
    const reached = server(() => true);
    const phone = start((request) => {
      const { path, method } = request;
      if (!path.endsWith("/check-ins")) return reached(request);
      const made = phone.seen
        .filter((each) => each.method === "POST" && each.path === path)
        .map(({ data }) => (data as { expectedId: string }).expectedId);
      const now = { ...listed, expected: listed.expected.filter(({ id }) => !made.includes(id)) };
      return ok(method === "POST" ? { checkIn: {}, clock: null, place: now } : now);
    });
    const page = await phone.open("pages/check-in/check-in", { id: "live-1" });
    await page.settle();
    expect(page.text()).to.contain("还有 1 项没有核对").and.contain("以上都看过，全部正常");
    page.tap("以上都看过，全部正常");
    await page.settle();
    page.tap("正常，打卡");
    await page.settle();
    await page.settle();
    expect(page.text()).to.contain("沿用上次（").and.contain("正常，打卡").and.not.contain("以上都看过");
    page.tap("正常，打卡");
    await page.settle();
    await page.settle();
    const sent = phone.seen.filter(({ path, method }) => method === "POST" && path.endsWith("/check-ins")).map(({ data }) => data);
    expect(sent.map((data) => (data as { carriedOver: boolean }).carriedOver)).to.deep.equal([false, true]);
    expect(sent[0]).to.deep.include({ unchecked: [], notInOrder: [] });
  });

  for (const [what, fuzzy, place] of [
    ["goes without it where the phone is too old to say", null, null],
    ["sends it coarse", { latitude: 22.54286, longitude: 114.05956 }, { latitude: 22.54, longitude: 114.06, accuracy: 1000 }],
  ] as const)
    it(`R14-08 with the place agreed to, the check-in ${what}`, async () => {
      const phone = start(
        server(() => true),
        new Map([["desk.check-in.gives-place.wang.wu", "yes"]]),
        { getFuzzyLocation: fuzzy && ((call: { success(found: object): void }) => call.success(fuzzy)) },
      );
      const page = await phone.open("pages/check-in/check-in", { id: "live-1" });
      page.type("wx-input", "现场不能拍照");
      await page.settle();
      page.tap("正常，打卡");
      await page.settle();
      expect(phone.seen.find(({ path, method }) => method === "POST" && path.endsWith("/check-ins"))?.data).to.deep.include({ place });
    });
});
