import { expect } from "chai";
import { fieldUnit, filteredChapters, rangeHint, settingForm, settingObstacle, settingValue } from "../../miniapp/words/setting-form.js";
import type { SettingKind, SettingView } from "../../server/http/contract.js";

const view = (kind: SettingKind, value: unknown, extra: Partial<SettingView> = {}): SettingView => ({
  key: "review.permitHours",
  title: "发布许可的有效时间",
  article: "11",
  source: "P",
  question: null,
  kind,
  unit: null,
  spanUnit: null,
  range: null,
  choices: null,
  value,
  words: "",
  default: value,
  defaultWords: "",
  isDefault: true,
  changes: 0,
  changed: null,
  arrives: null,
  fixed: null,
  may: ["change"],
  ...extra,
});

describe("the fields of a setting", () => {
  const ROUND: [SettingKind, unknown, Partial<SettingView>?][] = [
    ["flag", true],
    ["number", 72],
    ["numbers", [7, 30]],
    ["time", "18:00"],
    ["period", { start: "08:30", end: "18:00" }],
    ["overnight", { start: "22:00", end: "07:00" }],
    [
      "periods",
      [
        { start: "08:30", end: "12:00" },
        { start: "14:30", end: "18:00" },
      ],
    ],
    ["span", { workingHours: 4 }, { spanUnit: "workingHours" }],
    ["choice", "自然日"],
    ["text", "部门的分管领导"],
    ["texts", ["团中央宣传部", "省委宣传部"]],
  ];
  for (const [kind, value, extra] of ROUND)
    it(`show and give back ${kind}`, () => {
      const setting = view(kind, value, extra);
      expect(settingValue(setting, settingForm(setting, value))).to.deep.equal(value);
    });

  it("are not sent unchanged, empty, without number or without reason", () => {
    const setting = view("number", 72);
    const with72 = settingForm(setting, 72);
    expect(settingObstacle(setting, with72, "部务会议定")).to.equal("与现在的值相同");
    expect(settingObstacle(setting, { ...with72, text: "" }, "部务会议定")).to.equal("请填写新的值");
    expect(settingObstacle(setting, { ...with72, text: "七十" }, "部务会议定")).to.equal("请填写新的值");
    expect(settingObstacle(setting, { ...with72, text: "48" }, "改")).to.contain("至少 5 个字");
    expect(settingObstacle(setting, { ...with72, text: " 48 " }, "部务会议定")).to.equal(null);
    const days = view("numbers", [7, 30]);
    expect(settingObstacle(days, { ...with72, text: "3，x" }, "部务会议定")).to.equal("请填写新的值");
    const spans = view("span", { hours: 1 }, { spanUnit: "hours" });
    expect(settingObstacle(spans, { ...with72, text: "" }, "部务会议定")).to.equal("请填写新的值");
  });

  it("say their unit and range", () => {
    const range = { min: 1, max: 80, step: 1 };
    const hours = view("span", { workingHours: 4 }, { spanUnit: "workingHours", range });
    expect([fieldUnit(hours), rangeHint(hours)]).to.deep.equal(["个工作小时", "1 到 80 个工作小时，整数"]);
    expect(rangeHint(view("number", 1.5, { unit: "倍", range: { min: 1.1, max: 20, step: 0.1 } }))).to.contain("最多一位小数");
    expect(rangeHint(view("flag", true))).to.equal(null);
  });

  it("are found by filter and by words, and empty chapters fall away", () => {
    const asked = view("text", "x", { title: "由谁终审", question: { number: "Q2", text: "由谁终审？" } });
    const changed = view("number", 48, { isDefault: false });
    const chapters = [
      { number: 4, title: "内容", articles: [{ number: 11, settings: [asked, changed] }] },
      { number: 5, title: "安全", articles: [{ number: 18, settings: [view("flag", true, { title: "冻结" })] }] },
    ];
    const titles = (filter: "all" | "questions" | "changed", wanted = "") =>
      filteredChapters(chapters, filter, wanted).flatMap(({ articles }) =>
        articles.flatMap(({ settings }) => settings.map(({ title }) => title)),
      );
    expect(titles("all")).to.deep.equal(["由谁终审", "发布许可的有效时间", "冻结"]);
    expect(titles("questions")).to.deep.equal(["由谁终审"]);
    expect(titles("changed")).to.deep.equal(["发布许可的有效时间"]);
    expect(titles("all", " 冻结 ")).to.deep.equal(["冻结"]);
    expect(filteredChapters(chapters, "changed", "").length).to.equal(1);
  });
});
