import { expect } from "chai";
import { ALERT_LEVELS, ALERT_LEVEL_RULES, isRaise } from "../../server/regulation/alert-levels.js";
import { CONDUCT, MEASURES, MEASURE_NAMES } from "../../server/regulation/conduct.js";
import { DUTIES } from "../../server/regulation/duties.js";
import { CHAIN_STATES, CHAIN_VERBS, GATES, GATE_NAMES, REVIEW_CHAIN, STAGES } from "../../server/regulation/review-chain.js";
import { mayEdit, nextState, stageBefore, type ChainState } from "../../server/regulation/review-chain.js";
import { numeral } from "../../server/regulation/rule-text.js";
import { plain, wordsOf } from "./words.js";

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
