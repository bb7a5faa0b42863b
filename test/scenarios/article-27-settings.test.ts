import { expect } from "chai";
import type { DraftView, MeasuresView, Problem, SettingHistoryView, SettingsView, SettingView } from "../../server/http/contract.js";
import { Desk } from "../support/desk.js";

const KEY = "review.permitHours";

describe("article 27 › settings", () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open();
  });
  afterEach(() => desk.close());

  const change = <T = SettingView>(value: unknown, extra: object = {}, status = 200, key = KEY, userid = "pub.head"): Promise<T> =>
    desk.as(userid).post<T>(`/api/settings/${key}`, { value, reason: "部务会议研究决定", seen: 0, ...extra }, status);
  const all = async (userid = "pub.head"): Promise<SettingView[]> =>
    (await desk.as(userid).get<SettingsView>("/api/settings")).chapters.flatMap(({ articles }) =>
      articles.flatMap(({ settings }) => settings),
    );
  const one = async (key = KEY): Promise<SettingView> => (await all()).find((setting) => setting.key === key) as SettingView;

  it("R27-01 shows each value beside its article with its default, and the question it answers, to everybody", async () => {
    const view = await desk.as("ed.1").get<SettingsView>("/api/settings");
    expect(view.may).to.deep.equal([]);
    const numbers = view.chapters.flatMap(({ articles }) => articles.map(({ number }) => number));
    expect(numbers)
      .to.include.members([11, 15, 24])
      .and.deep.equal([...numbers].sort((a, b) => a - b));
    const settings = await all("ed.1");
    expect(settings.flatMap(({ may }) => may)).to.deep.equal([]);
    expect(settings.filter(({ question }) => question).length).to.equal(15);
    expect(settings.find(({ key }) => key === "calendar.workingDayEndsAt")).to.deep.include({
      article: "15",
      question: { number: "Q1", text: "按工作日计算的期限，在最后一天的几时届满？" },
      kind: "time",
      words: "18:00",
      isDefault: true,
      changed: null,
    });
  });

  it("R05-01 is changed by the head of 宣传部 and administrators; the data centre reads", async () => {
    for (const userid of ["data.head", "data.1", "lead.top", "media.head", "ed.1"])
      expect(await change<Problem>(48, {}, 403, KEY, userid)).to.include({ code: "http.not-permitted" });
    await change(48, {}, 200, KEY, "pub.1");
    expect((await one()).changed?.by.name).to.equal("宣传部值班");
  });

  it("is in force at once for what is opened from then on, and a permit already given keeps its hours", async () => {
    const passed = async (title: string): Promise<DraftView> => {
      const { id } = await desk.submitted(title);
      for (const userid of ["first.1", "second.1"]) await desk.judge(userid, id, "pass");
      return desk.judge("media.head", id, "pass");
    };
    const hours = ({ permit, plannedAt }: DraftView) => (Date.parse(permit?.validUntil ?? "") - Date.parse(plannedAt)) / 3_600_000;
    const before = await passed("甲稿");
    const changed = await change(48, { document: "团粤宣〔2026〕8号" });
    expect(changed).to.deep.include({ words: "48 小时", defaultWords: "72 小时", isDefault: false, may: ["change", "restore"] });
    expect(changed.changed).to.deep.include({ from: "72 小时", to: "48 小时", document: "团粤宣〔2026〕8号", restored: false });
    const after = await passed("乙稿");
    expect([hours(before), hours(after)]).to.deep.equal([72, 48]);
    expect(hours(await desk.as("ed.1").get<DraftView>(`/api/drafts/${before.id}`))).to.equal(72);
  });

  it("a running deadline keeps what it was opened with; the next one is counted anew (promise 3)", async () => {
    const { id } = await desk.submitted("甲稿");
    await change({ workingHours: 8 }, {}, 200, "review.target.normal");
    const next = await desk.submitted("乙稿");
    const todo = (await desk.as("first.1").get<{ items: { subject: { id: string }; dueAt: string; dueWords: string }[] }>("/api/todo"))
      .items;
    const due = (draftId: string) => todo.find(({ subject }) => subject.id === draftId);
    expect(due(id)?.dueWords).to.contain("4 个工作小时");
    expect(due(next.id)?.dueWords).to.contain("8 个工作小时");
  });

  it("stands on the rule's own page, and in the working day of the calendar", async () => {
    await change(48);
    await change({ hours: 1 }, {}, 200, "safety.verifyImpostor");
    const { chapters } = await desk.as("ed.1").get<MeasuresView>("/api/measures");
    const article = (wanted: number) => chapters.flatMap(({ articles }) => articles).find(({ number }) => number === wanted);
    expect(article(11)?.settings.find(({ key }) => key === KEY)?.value).to.equal("48 小时");
    expect(article(20)?.readings).to.deep.equal([{ word: "立即", within: "1 小时", words: "核实结论的时限，逾期告知主要负责人和宣传部" }]);
    await change("17:00", {}, 200, "calendar.workingDayEndsAt");
    expect(desk.services.calendar.workingDayEndsAt).to.equal("17:00");
  });

  it("goes back to the default as a change of its own, keeps every change, and sends nobody anything", async () => {
    await change(48);
    await change(36, { seen: 1 });
    const grounds = { reason: "恢复原来的口径", seen: 2 };
    const restored = await desk.as("pub.head").post<SettingView>(`/api/settings/${KEY}/default`, grounds);
    expect(restored).to.deep.include({ value: 72, isDefault: true, changes: 3, may: ["change"] });
    const { items } = await desk.as("data.1").get<SettingHistoryView>(`/api/settings/${KEY}/changes`);
    expect(items.map(({ from, to, restored }) => `${from} → ${to}${restored ? " 默认" : ""}`)).to.deep.equal([
      "36 小时 → 72 小时 默认",
      "48 小时 → 36 小时",
      "72 小时 → 48 小时",
    ]);
    expect(await desk.as("pub.head").post<Problem>(`/api/settings/${KEY}/default`, { ...grounds, seen: 3 }, 409)).to.include({
      code: "settings.same",
    });
    expect(await desk.news()).to.deep.equal({});
  });

  it("is on record with old and new value and Article 27", async () => {
    await change(48, { document: "团粤宣〔2026〕8号" });
    const { uow, audit, story } = desk.services;
    const [entry] = await uow.read((tx) => audit.of(tx, { type: "setting", id: KEY }));
    expect(entry).to.include({ action: "setting.changed", article: "27", actor: "pub.head", refused: false });
    expect(JSON.parse(entry?.facts ?? "{}")).to.deep.include({ from: "72 小时", to: "48 小时", reason: "部务会议研究决定" });
    expect(entry && story.entry(entry).sentence).to.equal("宣传部负责人 更改设置「发布许可在计划时间之后的有效时间」：72 小时 → 48 小时");
  });

  it("a change that is refused is on record, too, and changes nothing", async () => {
    await change(0, {}, 422);
    await change(48);
    await change(36, {}, 409);
    const { uow, audit, story } = desk.services;
    const entries = await uow.read((tx) => audit.of(tx, { type: "setting", id: KEY }));
    expect(entries.map(({ action, refused, article }) => [action, refused, article])).to.deep.equal([
      ["setting.refused", true, "27"],
      ["setting.changed", false, "27"],
      ["setting.refused", true, "27"],
    ]);
    expect(entries.map((entry) => story.entry(entry).sentence)[0]).to.match(
      /^宣传部负责人 要更改设置「发布许可在计划时间之后的有效时间」，未生效：/,
    );
    expect((await one()).words).to.equal("48 小时");
  });

  it("refuses what is unfit in Chinese and changes nothing", async () => {
    expect(await change<Problem>(0, {}, 422)).to.include({ code: "settings.invalid", article: "27" });
    expect((await change<Problem>(48, { reason: "改" }, 422)).detail).to.contain("更改理由至少 5 个字");
    expect((await change<Problem>(null, {}, 422)).detail).to.contain("请填写新的值");
    expect(await change<Problem>(1, {}, 404, "review.none")).to.include({ code: "settings.unknown" });
    expect(await change<Problem>(1, {}, 404, "constructor")).to.include({ code: "settings.unknown" });
    expect(await change<Problem>(false, {}, 409, "review.oneLevelPerPerson")).to.include({ code: "settings.fixed" });
    expect(await one()).to.deep.include({ value: 72, changes: 0 });
    await change(48);
    expect(await change<Problem>(36, {}, 409)).to.include({ code: "settings.changed-meanwhile" });
  });

  it("is done once however often the same request is sent", async () => {
    const body = { value: 48, reason: "部务会议研究决定", seen: 0 };
    const headers = { "Idempotency-Key": "settings-once-1" };
    const first = await desk.as("pub.head").post<SettingView>(`/api/settings/${KEY}`, body, 200, headers);
    const again = await desk.as("pub.head").post<SettingView>(`/api/settings/${KEY}`, body, 200, headers);
    expect([again.changes, again.words]).to.deep.equal([first.changes, first.words]);
  });
});
