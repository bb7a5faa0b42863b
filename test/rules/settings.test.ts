import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { Refusal } from "../../server/kernel/refusal.js";
import { choicesOf, fixedBecause, kindOf, neighbours, rangeOf } from "../../server/regulation/setting-limits.js";
import { SETTING_DEFAULTS, SETTINGS, type SettingKey, type SettingValues } from "../../server/regulation/settings.js";
import { judgeChange, type ChangeFacts } from "../../server/settings/rules/change.js";
import { checkedValue } from "../../server/settings/rules/value.js";

const judge = (key: SettingKey, given: unknown, extra: Partial<ChangeFacts> = {}): string => {
  const fallback = SETTING_DEFAULTS.value(key);
  const judged = judgeChange({ key, given, seen: 0, last: null, settings: SETTING_DEFAULTS, fallback, ...extra });
  return judged instanceof Refusal ? `${judged.code} ${judged.detail}` : JSON.stringify(judged.value);
};

describe("article 27 › a changed value", () => {
  const TAKEN: [SettingKey, unknown, unknown?][] = [
    ["review.permitHours", 48],
    ["review.escalateAtTimes", 1.7],
    ["review.target.normal", { workingHours: 6 }],
    ["review.publicationEscalation", { workingDays: 2 }],
    ["calendar.workingDayEndsAt", "17:30"],
    [
      "calendar.workingHours",
      [
        { start: "09:00", end: "12:00" },
        { start: "14:00", end: "18:00" },
      ],
    ],
    ["reminder.workingHours", { start: "09:00", end: "17:30" }],
    ["incidents.night", { start: "23:00", end: "06:30" }],
    ["incidents.redBeforeConsultation", false],
    ["incidents.superiorDepartments", [" 团中央宣传部 "], ["团中央宣传部"]],
    ["safety.impostorRecheckDays", [3, 7, 30]],
    ["livestream.filingCounts", "工作日"],
    ["review.finalWhenHeadIsAuthor", "分管领导或书记班子成员"],
  ];
  for (const [key, given, stored = given] of TAKEN)
    it(`${key} takes ${JSON.stringify(given)}`, () => expect(JSON.parse(judge(key, given))).to.deep.equal(stored));

  const REFUSED: [SettingKey, unknown, string][] = [
    ["review.permitHours", 0, "请填写 1 到 720 小时之间的整数"],
    ["review.permitHours", 721, "1 到 720 小时"],
    ["review.permitHours", 2.5, "整数"],
    ["review.permitHours", "48", "1 到 720 小时"],
    ["review.permitHours", Number.NaN, "1 到 720 小时"],
    ["review.escalateAtTimes", 1, "1.1 到 20 倍之间的数，最多一位小数"],
    ["review.escalateAtTimes", 1.55, "最多一位小数"],
    ["card.updatableHours", 73, "1 到 72 小时"],
    ["delivery.perMemberPerMinute", 30, "5 到 25 条"],
    ["cases.retentionYears", 2, "3 到 30 年"],
    ["review.target.normal", { hours: 4 }, "按“个工作小时”计算，单位不能改变"],
    ["review.target.normal", { workingHours: 4, hours: 1 }, "单位不能改变"],
    ["review.target.normal", { workingHours: -1 }, "1 到 80 个工作小时"],
    ["review.target.normal", "immediately", "单位不能改变"],
    ["calendar.workingDayEndsAt", "24:00", "HH:MM"],
    ["calendar.workingDayEndsAt", "6pm", "HH:MM"],
    ["reminder.workingHours", { start: "18:00", end: "08:30" }, "开始（18:00）须早于结束（08:30）"],
    ["reminder.workingHours", { start: "09:00", end: "09:00" }, "不能是同一时刻"],
    ["reminder.workingHours", null, "现在就是 08:30–18:00"],
    ["calendar.workingHours", [], "请填写 1 到 4 个时段"],
    [
      "calendar.workingHours",
      [
        { start: "14:00", end: "18:00" },
        { start: "09:00", end: "12:00" },
      ],
      "按先后排列，互不重叠",
    ],
    [
      "calendar.workingHours",
      [
        { start: "08:00", end: "12:00" },
        { start: "11:00", end: "18:00" },
      ],
      "互不重叠",
    ],
    ["incidents.redBeforeConsultation", "yes", "请选择是或否"],
    ["incidents.superiorDepartments", [], "请至少填写一项"],
    ["incidents.superiorDepartments", ["甲", "甲 "], "有重复的项"],
    ["incidents.superiorDepartments", [""], "请填写文字"],
    ["safety.impostorRecheckDays", [30, 7], "从小到大，不重复"],
    ["safety.impostorRecheckDays", [], "至少填写一个数"],
    ["livestream.filingCounts", "月", "请从中选择：自然日、工作日"],
    ["review.finalWhenHeadIsAuthor", "字".repeat(61), "最多 60 个字"],
    ["review.oneLevelPerPerson", false, "不能更改：三级由三个不同的人审核"],
    ["incidents.setLevelMinutes", 30, "不能晚于「仍未定级时告知分管领导的时间」（现为 20 分钟）"],
    ["incidents.redThirdCallMinutes", 4, "不能早于「主要领导未确认时通知分管领导和宣传部负责人的时间」（现为 5 分钟）"],
    ["review.permitHours", 72, "现在就是 72 小时，不用更改"],
  ];
  for (const [key, given, words] of REFUSED)
    it(`${key} refuses ${JSON.stringify(given)} and says what to do`, () => expect(judge(key, given)).to.contain(words));

  it("is refused where somebody else changed it meanwhile, and the default comes back as such", () => {
    const last = { number: 2, byName: "宣传部负责人" };
    expect(judge("review.permitHours", 48, { last, seen: 1 })).to.contain("刚由宣传部负责人更改过，请刷新");
    const settings = { value: () => 48 } as unknown as SettingValues;
    expect(judge("review.permitHours", null, { last, seen: 2, settings })).to.equal("null");
  });

  it("takes every default again, of every kind", () => {
    for (const { key, value } of SETTINGS) {
      const checked = checkedValue(key, value);
      expect(checked, `${key}: ${JSON.stringify(checked)}`).to.deep.equal({ value });
      if (kindOf(key) === "number" || kindOf(key) === "span") expect(rangeOf({ key }), key).not.to.equal(null);
      if (kindOf(key) === "choice") expect(choicesOf(key), key).to.include(value);
    }
  });

  it("keeps the ladders of the defaults in order", () => {
    for (const { key } of SETTINGS)
      for (const later of neighbours(key).after)
        expect(SETTING_DEFAULTS.value(later), `${key} ${later}`).to.be.at.least(SETTING_DEFAULTS.value(key) as number);
  });

  it("changes something: what can be changed is read by the program, or says which part will read it", () => {
    const sources = filesUnder("server").filter((path) => !/setting-(rows|limits)/.test(path));
    const text = sources.map((path) => readFileSync(path, "utf8")).join("\n");
    const made = (key: string): boolean => key.split(".").length > 2 && text.includes(`\`${key.slice(0, key.lastIndexOf("."))}.\${`);
    const read = (key: string): boolean => text.includes(`"${key}"`) || made(key);
    const idle = SETTINGS.filter(({ key, arrives }) => !arrives && fixedBecause(key) === null && !read(key)).map(({ key }) => key);
    expect(idle, "read it, keep `arrives`, or say in setting-limits.ts (FIXED) why it stands").to.deep.equal([]);
  });
});

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesUnder(join(folder, entry.name)) : entry.name.endsWith(".ts") ? [join(folder, entry.name)] : [],
  );
