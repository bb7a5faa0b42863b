import { existsSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { ALERT_LEVELS, ALERT_LEVEL_RULES, isRaise } from "../server/regulation/alert-levels.js";
import { ARTICLES, CHAPTERS, DOCUMENT, articleText } from "../server/regulation/articles.js";
import { CONDUCT, MEASURES, MEASURE_NAMES } from "../server/regulation/conduct.js";
import { CROSS_REFERENCE_MARKER, crossReference } from "../server/regulation/cross-reference.js";
import { DUTIES, DUTY_NAMES, citation, dutiesOfArticle, isDutyName, type DutyName } from "../server/regulation/duties.js";
import { DOMAIN_NAMES, OFFICE_NAMES, type Domain } from "../server/regulation/offices.js";
import { READINGS, reviewTarget } from "../server/regulation/reading.js";
import { CHAIN_STATES, CHAIN_VERBS, GATES, GATE_NAMES, REVIEW_CHAIN, STAGES } from "../server/regulation/review-chain.js";
import { mayEdit, nextState, stageBefore, type ChainState } from "../server/regulation/review-chain.js";
import { ARTICLE_COUNT, numeral } from "../server/regulation/rule-text.js";
import { SETTINGS, settingDefault, settingWords } from "../server/regulation/settings.js";
import { spanWords, type Span } from "../server/regulation/span.js";

/** The issued text mixes widths and breaks lines inside sentences; the words are what is compared. */
const plain = (text: string): string => text.normalize("NFKC").replace(/\s/g, "");
const issued = readFileSync(new URL("../server/regulation/rule.txt", import.meta.url), "utf8");

/** The words of an article, or of its item （二） alone. */
function wordsOf(article: string, item?: string): string {
  const text = articleText(Number(article));
  if (!item) return plain(text);
  return plain(text.split("\n").find((line) => line.startsWith(`（${item}）`)) ?? "");
}

/** The time that the words name, as a span: 提前 10 个工作日, 3小时内, 当天, 一年; undefined when they name none. */
function spanInWords(text: string): Span | undefined {
  const words = plain(text);
  if (words.includes("当天")) return { sameDay: true };
  if (words.includes("一年")) return { years: 1 };
  const match = /(提前|前)?(\d+)(个工作日|小时|分钟|天)/.exec(words);
  if (!match) return undefined;
  const [, ahead, digits, unit] = match;
  const n = Number(digits);
  if (unit === "小时") return { hours: n };
  if (unit === "分钟") return { minutes: n };
  const days = unit === "天" ? { days: n } : { workingDays: n };
  return ahead ? { before: days } : days;
}

const countBy = <T extends string>(values: readonly T[]): Partial<Record<T, number>> => {
  const counts: Partial<Record<T, number>> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
};

describe("the rule's text", () => {
  it("has 29 articles in eight chapters, each chapter under the issued heading", () => {
    expect(ARTICLE_COUNT).to.equal(29);
    for (const { number, title } of CHAPTERS) expect(plain(issued)).to.contain(plain(`第${numeral(number)}章${title}`));
    expect(CHAPTERS).to.have.lengthOf(8);
  });

  it("names the document as issued and the day it took effect", () => {
    expect(plain(issued)).to.contain(plain(DOCUMENT.title)).and.to.contain(plain(DOCUMENT.number));
    expect(wordsOf("29")).to.contain("自2022年12月28日起实施");
    expect(DOCUMENT.effectiveOn).to.equal("2022-12-28");
  });

  it("gives each article without its heading and with all its items", () => {
    expect(articleText(27)).to.equal("本办法由团省委宣传部负责解释。");
    expect(articleText(24).split("\n")).to.have.lengthOf(4);
    expect(articleText(26).split("\n")).to.have.lengthOf(14);
    expect(articleText(9)).not.to.contain("第四章");
    expect(() => articleText(30)).to.throw(RangeError);
    expect([1, 10, 11, 20, 29].map(numeral)).to.deep.equal(["一", "十", "十一", "二十", "二十九"]);
  });
});

describe("duties", () => {
  const fromRule = DUTY_NAMES.filter((name) => DUTIES[name].source === "rule");
  const ours = DUTY_NAMES.filter((name) => DUTIES[name].source === "setting");

  for (const name of fromRule) {
    const rule = DUTIES[name];
    it(`article ${rule.article} › the words of ${name} stand in their own article`, () => {
      expect(wordsOf(rule.article, rule.item)).to.contain(plain(rule.text));
    });

    it(`article ${rule.article} › the time in the words of ${name} is the time in its row`, () => {
      const named = spanInWords(rule.text);
      if (named === undefined) expect(["immediately", "open", "gate"]).to.include(rule.within);
      else expect(rule.within).to.deep.equal(named);
    });
  }

  it("does not give our own rows the rule's words", () => {
    expect(ours).to.deep.equal(["reviseDraft", "confirmPublication", "fillReviewVacancy"]);
    for (const name of ours) expect(plain(issued)).not.to.contain(plain(DUTIES[name].text));
  });

  it("keeps the grade of the rule: 一般 and 原则上 are normally, 可 is may, 第26条 is a case", () => {
    for (const name of fromRule) {
      const { text, force, article } = DUTIES[name];
      if (article === "26") expect(force, name).to.equal("case");
      else if (/^(一般|原则上)/.test(text)) expect(force, name).to.equal("normally");
      else if (/可授权/.test(text)) expect(force, name).to.equal("may");
      else if (name === "deliverFinalCopy") expect(force, name).to.equal("normally");
      else expect(force, name).to.equal("must");
    }
  });

  it("names only known offices and parts of the program, and has a short name for every row", () => {
    for (const name of DUTY_NAMES) {
      const { by, to, arrives, title, from } = DUTIES[name];
      for (const office of [by, ...(to === null ? [] : [to].flat())]) expect(OFFICE_NAMES, name).to.have.property(office);
      if (arrives) expect(DOMAIN_NAMES, name).to.have.property(arrives);
      expect([...title].length, name).to.be.within(2, 13);
      expect(from).to.equal(DOCUMENT.effectiveOn);
    }
  });

  it("counts the rows whose part of the program has not arrived; lower these numbers when it does", () => {
    const waiting = DUTY_NAMES.map((name) => DUTIES[name].arrives).filter((domain): domain is Domain => domain !== undefined);
    expect(countBy(waiting)).to.deep.equal({
      accounts: 4,
      review: 4,
      livestream: 5,
      feedback: 4,
      rota: 1,
      safety: 4,
      incidents: 9,
      accountability: 1,
    });
    expect(DUTY_NAMES).to.have.lengthOf(40);
  });

  it("finds rows by article and by name, and cites them as the card footer does", () => {
    expect(dutiesOfArticle("15")).to.deep.equal(["forwardFeedback", "promiseReplyDate", "reportSensitiveFeedback", "handOverPetition"]);
    expect(citation(DUTIES.finalReviewer)).to.equal("第11条");
    expect(citation(DUTIES.reportOrange)).to.equal("第24条（二）");
    expect(isDutyName("firstReviewer")).to.equal(true);
    expect(isDutyName("toString")).to.equal(false);
  });
});

describe("articles", () => {
  it("lists all 29 once, in order, each under its chapter and with a sentence how or why not", () => {
    expect(ARTICLES.map(({ number }) => number)).to.deep.equal(Array.from({ length: 29 }, (_, index) => index + 1));
    let chapter = "";
    for (const line of issued.split("\n")) {
      chapter = /^第([一二三四五六七八])章\s/.exec(line)?.[1] ?? chapter;
      const article = ARTICLES.find(({ number }) => line.startsWith(`第${numeral(number)}条 `));
      if (article) expect(numeral(article.chapter), line).to.equal(chapter);
    }
    for (const { how, number } of ARTICLES) expect([...how].length, `article ${number}`).to.be.greaterThan(8);
  });

  it("enforces Article 11 and says of every other which part brings it, or that it is words", () => {
    expect(ARTICLES.filter(({ state }) => state === "enforced").map(({ number }) => number)).to.deep.equal([11]);
    expect(ARTICLES.filter(({ state }) => state === "words").map(({ number }) => number)).to.deep.equal([1, 2, 3, 4, 5, 6, 21, 27, 28, 29]);
    for (const { state, arrives, number } of ARTICLES) expect(arrives !== undefined, `article ${number}`).to.equal(state === "arrives");
  });

  it("has no duty on an article of words, and no running duty on an article that has not arrived", () => {
    for (const { number, state } of ARTICLES) {
      const duties = dutiesOfArticle(String(number));
      if (state === "words") expect(duties, `article ${number}`).to.have.lengthOf(0);
      if (state === "arrives") for (const name of duties) expect(DUTIES[name].arrives, name).to.be.a("string");
    }
  });
});

describe("article 11 › the review chain", () => {
  it("says who sits at each level in the rule's words, and opens the rule's own duties", () => {
    for (const stage of STAGES) {
      const { who, duty, office, name } = REVIEW_CHAIN.stages[stage];
      expect(wordsOf("11")).to.contain(plain(who));
      expect(DUTIES[duty]).to.include({ article: "11", title: name, by: office, within: "gate" });
    }
    for (const gate of GATES) expect(wordsOf("11")).to.contain(GATE_NAMES[gate]);
    expect(plain(GATES.map((gate) => GATE_NAMES[gate]).join("、"))).to.equal("政治关、法律关、政策关、保密关、内容关");
  });

  it("lets party members, probationary members and league members edit, and nobody else", () => {
    expect((["party", "probationary", "league", "none"] as const).map(mayEdit)).to.deep.equal([true, true, true, false]);
  });

  it("reaches every state from draft, and leaves every state but the last", () => {
    const reached = new Set<ChainState>(["draft"]);
    for (const state of reached) for (const verb of CHAIN_VERBS) addNext(reached, state, verb);
    expect([...reached]).to.have.members([...CHAIN_STATES]);
    const leavable = CHAIN_STATES.filter((state) => CHAIN_VERBS.some((verb) => (nextState(state, verb) ?? state) !== state));
    expect(leavable).to.deep.equal(CHAIN_STATES.filter((state) => state !== "published"));
  });

  it("publishes only what first, second and final review have passed one after the other", () => {
    for (const state of CHAIN_STATES) expect(nextState(state, "publish") !== null, state).to.equal(state === "approved");
    const paths: ChainState[][] = [];
    walk(["draft"], paths);
    expect(paths).to.deep.equal([["draft", "first", "second", "final", "approved", "published"]]);
  });

  it("sends back from every level to the editor, and any new version restarts at the first", () => {
    for (const stage of STAGES) {
      expect(nextState(stage, "sendBack")).to.equal("draft");
      expect(nextState(stage, "revise")).to.equal("first");
    }
    expect(nextState("approved", "revise")).to.equal("first");
    for (const state of ["draft", "approved", "published"] as const) expect(nextState(state, "sendBack")).to.equal(null);
    expect(nextState("published", "revise")).to.equal(null);
  });

  it("has one answer for each state and verb", () => {
    const keys = REVIEW_CHAIN.moves.map(({ from, verb }) => `${from} ${verb}`);
    expect(new Set(keys).size).to.equal(keys.length);
  });

  it("lets only the second level stand in, and only for the final one", () => {
    expect(REVIEW_CHAIN.standIn).to.deep.equal({ duty: "standInForFinal", for: "final", by: "second" });
    expect(STAGES.map(stageBefore)).to.deep.equal([null, "first", "second"]);
  });

  function addNext(reached: Set<ChainState>, state: ChainState, verb: (typeof CHAIN_VERBS)[number]): void {
    const next = nextState(state, verb);
    if (next) reached.add(next);
  }

  /** Every way forward from draft to published without going through a state twice. */
  function walk(path: ChainState[], paths: ChainState[][]): void {
    const last = path.at(-1) as ChainState;
    if (last === "published") paths.push(path);
    for (const verb of CHAIN_VERBS) {
      const next = nextState(last, verb);
      if (next && !path.includes(next)) walk([...path, next], paths);
    }
  }
});

describe("article 24 › alert levels", () => {
  it("quotes the article's own criteria under each level's item", () => {
    for (const level of ALERT_LEVELS) {
      const { item, name, grade, criteria } = ALERT_LEVEL_RULES[level];
      const words = wordsOf("24", item);
      expect(words).to.contain(plain(`${name}（${grade}）`));
      for (const criterion of criteria) expect(words).to.contain(plain(criterion));
    }
  });

  it("orders them yellow, orange, red", () => {
    expect(isRaise("yellow", "red")).to.equal(true);
    expect(isRaise("red", "orange")).to.equal(false);
    expect(isRaise("orange", "orange")).to.equal(false);
  });
});

describe("articles 25 and 26 › conduct", () => {
  it("holds the thirteen situations under their own numbers", () => {
    expect(CONDUCT.map(({ number }) => number)).to.deep.equal(Array.from({ length: 13 }, (_, index) => index + 1));
    for (const { number, item, text } of CONDUCT) {
      expect(item).to.equal(numeral(number));
      expect(wordsOf("26", item), item).to.contain(plain(text));
    }
  });

  it("aggravates only （十二）, in the rule's words", () => {
    const graver = CONDUCT.filter(({ aggravatedBy }) => aggravatedBy !== undefined);
    expect(graver.map(({ number }) => number)).to.deep.equal([12]);
    expect(wordsOf("26", "十二")).to.contain(plain(graver[0]?.aggravatedBy ?? "无"));
  });

  it("holds the four measures of Article 25", () => {
    expect(MEASURES.map((measure) => MEASURE_NAMES[measure])).to.deep.equal(["约谈", "警告", "通报", "责令关闭账号"]);
    for (const measure of MEASURES) expect(wordsOf("25")).to.contain(MEASURE_NAMES[measure]);
  });
});

describe("our readings and settings", () => {
  it("reads only words that stand in their article, and marks every reading as ours", () => {
    for (const { word, article, ours, words } of READINGS) {
      expect(wordsOf(article), `${article} ${word}`).to.contain(word);
      expect(ours).to.equal(true);
      expect(words).not.to.equal("");
    }
  });

  it("reads every duty of the rule that is due at once", () => {
    const read = READINGS.map(({ duty }) => duty);
    for (const name of DUTY_NAMES) if (DUTIES[name].within === "immediately") expect(read, name).to.include(name satisfies DutyName);
  });

  it("article 11 › gives each level of review its target, and says that it is a setting", () => {
    expect(reviewTarget("normal")).to.deep.equal({ within: { workingHours: 4 }, words: "普通稿件每级 4 个工作小时（设置）" });
    expect(reviewTarget("urgent")).to.deep.equal({ within: { hours: 1 }, words: "加急稿件每级 1 小时（设置）" });
    expect(reviewTarget("critical")).to.deep.equal({ within: { minutes: 15 }, words: "特急稿件每级 15 分钟（设置）" });
    expect(reviewTarget("critical", { minutes: 20 }).words).to.equal("特急稿件每级 20 分钟（设置）");
  });

  it("has the defaults that the program reads today", () => {
    expect(settingDefault("review.permitHours")).to.equal(72);
    expect(settingDefault("review.sendBackMinimum")).to.equal(5);
    expect(settingDefault("review.publicationDueHours")).to.equal(2);
    expect(settingDefault("calendar.workingDayEndsAt")).to.equal("18:00");
    expect(settingDefault("session.hours")).to.equal(12);
    expect(settingDefault("card.updatableHours")).to.equal(72);
    expect(settingDefault("delivery.perMemberPerMinute")).to.equal(20);
    expect(settingDefault("people.leagueAgeLimit")).to.equal(28);
    const onCard = STAGES.map((stage) => settingDefault(`review.cardPassWithoutReading.${stage}`));
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

describe("条文对照", () => {
  it("has a row for every article with its duties", () => {
    const rows = crossReference().split("\n");
    expect(rows.filter((row) => /^\| 第\d+条 \|/.test(row))).to.have.lengthOf(29);
    expect(rows.find((row) => row.startsWith("| 第11条 |")))
      .to.contain("已执行")
      .and.to.contain("`firstReviewer` 初审");
  });

  it("in README.md is the table printed from the data", function () {
    const readme = new URL("../README.md", import.meta.url);
    const text = existsSync(readme) ? readFileSync(readme, "utf8") : "";
    const [, block, rest] = text.split(CROSS_REFERENCE_MARKER);
    if (block === undefined || rest === undefined) {
      console.log(`      skipped: README.md has no pair of ${CROSS_REFERENCE_MARKER} markers yet`);
      return this.skip();
    }
    const cells = (table: string): string => table.replace(/-+/g, "-").replace(/ +/g, " ").trim();
    expect(cells(block)).to.equal(cells(crossReference()));
  });
});
