import { existsSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { ARTICLES, CHAPTERS, DOCUMENT, articleText } from "../server/regulation/articles.js";
import { CROSS_REFERENCE_MARKER, crossReference } from "../server/regulation/cross-reference.js";
import { DUTIES, DUTY_NAMES, citation, dutiesOfArticle } from "../server/regulation/duties.js";
import { DOMAIN_NAMES, OFFICE_NAMES, type Domain } from "../server/regulation/offices.js";
import { ARTICLE_COUNT, numeral } from "../server/regulation/rule-text.js";
import type { Span } from "../server/regulation/span.js";
import { issued, plain, wordsOf } from "./regulation/words.js";

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
    expect(ours).to.deep.equal([
      ...["reviseDraft", "confirmPublication", "fillReviewVacancy"],
      ...["arriveOnDuty", "writeHandover", "takeOverShift", "answerSwap"],
    ]);
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
      feedback: 4,
      safety: 4,
      accountability: 1,
    });
    expect(DUTY_NAMES).to.have.lengthOf(45);
  });

  it("finds rows by article and by name, and cites them as the card footer does", () => {
    expect(dutiesOfArticle("15")).to.deep.equal(["forwardFeedback", "promiseReplyDate", "reportSensitiveFeedback", "handOverPetition"]);
    expect(citation(DUTIES.finalReviewer)).to.equal("第11条");
    expect(citation(DUTIES.reportOrange)).to.equal("第24条（二）");
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

  it("enforces Articles 11, 14, 16 and 22 to 24 and says of every other which part brings it, or that it is words", () => {
    expect(ARTICLES.filter(({ state }) => state === "enforced").map(({ number }) => number)).to.deep.equal([11, 14, 16, 22, 23, 24]);
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
