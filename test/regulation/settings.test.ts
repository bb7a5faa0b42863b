import { expect } from "chai";
import { articleText } from "../../server/regulation/articles.js";
import { DUTIES, DUTY_NAMES } from "../../server/regulation/duties.js";
import { readings, reviewTarget } from "../../server/regulation/reading.js";
import { STAGES } from "../../server/regulation/review-chain.js";
import { SETTING_DEFAULTS, SETTINGS, settingWords } from "../../server/regulation/settings.js";
import { spanWords } from "../../server/regulation/span.js";
import { wordsOf } from "./words.js";

describe("our readings and settings", () => {
  it("reads only words that stand in their article, and marks every reading as ours", () => {
    for (const { word, article, ours, words } of readings(SETTING_DEFAULTS)) {
      expect(wordsOf(article), `${article} ${word}`).to.contain(word);
      expect(ours).to.equal(true);
      expect(words).not.to.equal("");
    }
  });

  it("reads every duty of the rule that is due at once", () => {
    const read = readings(SETTING_DEFAULTS).map(({ duty }) => duty);
    for (const name of DUTY_NAMES) if (DUTIES[name].within === "immediately") expect(read, name).to.include(name);
  });

  it("article 11 › gives each level of review its target, and says that it is a setting", () => {
    expect(reviewTarget("normal", SETTING_DEFAULTS)).to.deep.equal({
      within: { workingHours: 4 },
      words: "普通稿件每级 4 个工作小时（设置）",
    });
    expect(reviewTarget("urgent", SETTING_DEFAULTS)).to.deep.equal({ within: { hours: 1 }, words: "加急稿件每级 1 小时（设置）" });
    expect(reviewTarget("critical", SETTING_DEFAULTS)).to.deep.equal({ within: { minutes: 15 }, words: "特急稿件每级 15 分钟（设置）" });
    expect(reviewTarget("critical", { value: () => ({ minutes: 20 }) }).words).to.equal("特急稿件每级 20 分钟（设置）");
  });

  it("has the defaults that the program reads today", () => {
    expect(SETTING_DEFAULTS.value("review.permitHours")).to.equal(72);
    expect(SETTING_DEFAULTS.value("review.sendBackMinimum")).to.equal(5);
    expect(SETTING_DEFAULTS.value("review.publicationDueHours")).to.equal(2);
    expect(SETTING_DEFAULTS.value("calendar.workingDayEndsAt")).to.equal("18:00");
    expect(SETTING_DEFAULTS.value("session.hours")).to.equal(12);
    expect(SETTING_DEFAULTS.value("card.updatableHours")).to.equal(72);
    expect(SETTING_DEFAULTS.value("delivery.perMemberPerMinute")).to.equal(20);
    expect(SETTING_DEFAULTS.value("people.leagueAgeLimit")).to.equal(28);
    const onCard = STAGES.map((stage) => SETTING_DEFAULTS.value(`review.cardPassWithoutReading.${stage}`));
    expect(onCard).to.deep.equal([true, true, false]);
  });

  it("asks each of the fifteen questions once, beside an article that exists", () => {
    const questions = SETTINGS.flatMap(({ question }) => question ?? []);
    expect([...questions].sort()).to.deep.equal(Array.from({ length: 15 }, (_, index) => `Q${index + 1}`).sort());
    for (const setting of SETTINGS) {
      expect(setting.question !== undefined, setting.key).to.equal(setting.source === "Q");
      expect(() => articleText(Number(setting.article)), setting.key).not.to.throw();
    }
  });

  it("shows every value in Chinese", () => {
    const shown = (key: string): string => {
      const setting = SETTINGS.find((each) => each.key === key);
      return setting ? settingWords(setting, setting.value) : "";
    };
    expect(shown("review.permitHours")).to.equal("72 小时");
    expect(shown("review.cardPassWithoutReading.final")).to.equal("否");
    expect(shown("calendar.workingHours")).to.equal("08:30–12:00、14:30–18:00");
    expect(shown("review.target.normal")).to.equal("4 个工作小时");
    expect(shown("safety.impostorRecheckDays")).to.equal("7、30 天");
    expect(shown("incidents.superiorDepartments")).to.equal("团中央宣传部、省委宣传部");
    for (const setting of SETTINGS) expect(settingWords(setting, setting.value), setting.key).not.to.match(/undefined|object|^$/);
    expect(spanWords({ before: { workingDays: 10 } })).to.equal("提前 10 个工作日");
  });
});
