import { expect } from "chai";
import type { Refusal } from "../../server/kernel/refusal.js";
import { contentHash, type Bound } from "../../server/review/content.js";
import { eligible, vacantStage } from "../../server/review/qualification.js";
import { allGates, judge, publicationRefusal, submissionRefusal, type Judgement } from "../../server/review/rules.js";
import { facts, NOW, permit, person, TODAY, verdict, wish } from "./review-facts.js";

const outcome = (judgement: Judgement): string => (judgement.kind === "refused" ? judgement.refusal.code : judgement.kind);
const inSecond = { draft: { stage: "second" as const }, verdicts: [verdict("f1", "first")] };
const inFinal = { draft: { stage: "final" as const }, verdicts: [verdict("f1", "first"), verdict("s1", "second")] };

describe("article 11 › a verdict", () => {
  const cases: [string, Parameters<typeof facts>[0], string, Parameters<typeof wish>[0], string][] = [
    ["passes the first level", {}, "f1", {}, "decided"],
    ["passes the first level from the card, unread (R11-05)", {}, "f1", { via: "card", gates: null }, "decided"],
    ["is not the second reviewer's to give at the first level", {}, "s1", {}, "review.not-your-stage"],
    ["is not a stranger's", {}, "pub", {}, "review.not-your-stage"],
    ["is not on an older version", { draft: { revision: 2 } }, "f1", {}, "review.superseded"],
    ["is not the editor's own (R11-07)", { seats: { first: ["ed", "f1"] } }, "ed", {}, "review.own-work"],
    ["is not a co-editor's (R11-07)", { revision: { editors: ["ed", "f1"] } }, "f1", {}, "review.own-work"],
    ["is not given at two levels by one person (R11-07)", { ...inSecond, seats: { second: ["f1", "s1"] } }, "f1", {}, "review.two-levels"],
    ["is not for the only one a later level has", { seats: { first: ["s1", "f1"], second: ["s1"] } }, "s1", {}, "review.needed-later"],
    ["counts once when repeated", inSecond, "f1", {}, "repeated"],
    ["repeated otherwise tells who decided", inSecond, "f1", { verdict: "sendBack", comment: "请核对时间" }, "review.already-decided"],
    ["that passes too late tells who was first", inSecond, "f2", {}, "review.already-decided"],
    ["that sends back too late is an objection (R11-17)", inSecond, "f2", { verdict: "sendBack", comment: "请核对时间" }, "objection"],
    [
      "too late for an objection is refused",
      { draft: { status: "approved", stage: null }, verdicts: inFinal.verdicts },
      "f2",
      { verdict: "sendBack", comment: "请核对时间" },
      "review.already-decided",
    ],
    [
      "sends back only with a reason on the page",
      {},
      "f1",
      { verdict: "sendBack", comment: "重写", gates: null },
      "review.reason-too-short",
    ],
    ["sends back from the card without a reason", {}, "f1", { verdict: "sendBack", via: "card", gates: null }, "decided"],
    ["of the final level is not given from the card", inFinal, "head", { via: "card", stage: "final", gates: null }, "review.read-first"],
    ["of the final level needs all five gates", inFinal, "head", { gates: { ...allGates, content: false } }, "review.gates-missing"],
    ["of the final level names its gates, none is implied", inFinal, "head", { gates: null }, "review.gates-missing"],
    ["of the final level passes with five gates", inFinal, "head", {}, "decided"],
    ["of the final level is for the unit's head only", { ...inFinal, unit: { headUserid: "other" } }, "head", {}, "review.not-qualified"],
    [
      "is refused from midnight after the certificate ended (R11-09)",
      { people: [person("f1", { trainedUntil: "2026-11-23" })] },
      "f1",
      {},
      "review.not-qualified",
    ],
    ["is taken on the certificate's last day", { people: [person("f1", { trainedUntil: TODAY })] }, "f1", {}, "decided"],
    ["of the second level needs no certificate (Q6)", { ...inSecond, people: [person("s1", { trainedUntil: null })] }, "s1", {}, "decided"],
    ["is not somebody's who left yesterday", { people: [person("f1", { leavesOn: "2026-11-23" })] }, "f1", {}, "review.not-qualified"],
    ["on a draft that is not in review is refused", { draft: { status: "draft", stage: null } }, "f1", {}, "review.not-in-review"],
  ];
  for (const [title, different, userid, wanted, expected] of cases) {
    it(title, () => expect(outcome(judge(facts(different), userid, wish(wanted), TODAY))).to.equal(expected));
  }

  it("that is refused names the article and says in Chinese what to do", () => {
    const judgement = judge(facts(), "s1", wish(), TODAY) as { refusal: Refusal };
    expect(judgement.refusal).to.include({ article: "11" });
    expect(judgement.refusal.detail).to.match(/[\u4e00-\u9fa5]/);
    expect(judgement.refusal.text).to.contain("初审负责人");
  });
});

describe("article 11 › a submission (R11-01)", () => {
  const draft = { status: "draft" as const, stage: null };
  const cases: [string, Parameters<typeof facts>[0], string | null][] = [
    ["goes to review", {}, null],
    ["is not made twice", { draft: { status: "inReview" } }, "review.already-submitted"],
    ["needs content", { revision: { content: { body: " ", cover: null, links: [], files: [] } } }, "review.empty"],
    ["needs a registered account", { account: { status: "unregistered" } }, "review.account-unregistered"],
    ["needs an account that is not frozen", { account: { status: "frozen" } }, "review.account-frozen"],
    ["needs an account that is not closed", { account: { status: "closed" } }, "review.account-closed"],
    ["needs an editor of party or league", { people: [person("ed", { membership: "none" })] }, "review.editor-not-qualified"],
    ["takes a probationary member", { people: [person("ed", { membership: "probationary" })] }, null],
    ["takes a league member the day before 28", { people: [person("ed", { membership: "league", birthOn: "1998-11-25" })] }, null],
    [
      "refuses a league member on the 28th birthday",
      { people: [person("ed", { membership: "league", birthOn: "1998-11-24" })] },
      "review.editor-not-qualified",
    ],
    [
      "refuses a league member without birthday",
      { people: [person("ed", { membership: "league", birthOn: null })] },
      "review.editor-not-qualified",
    ],
    ["needs a trained editor", { people: [person("ed", { trainedUntil: "2026-11-23" })] }, "review.editor-not-trained"],
    ["needs an editor who is still there", { people: [person("ed", { leftAt: NOW })] }, "review.editor-not-qualified"],
    ["needs somebody at each level", { seats: { second: [] } }, "review.no-reviewer"],
    ["needs somebody else than the editor at each level", { seats: { first: ["ed"] } }, "review.no-reviewer"],
    ["needs three different people", { seats: { first: ["s1"], second: ["s1"] } }, "review.no-reviewer"],
  ];
  for (const [title, different, expected] of cases) {
    it(title, () =>
      expect(submissionRefusal(facts({ ...different, draft: { ...draft, ...different?.draft } }), TODAY)?.code ?? null).to.equal(expected),
    );
  }

  it("that lacks a reviewer names the level and whom to ask", () => {
    const refusal = submissionRefusal(facts({ draft, seats: { second: [] } }), TODAY);
    expect(refusal?.detail).to.match(/二审.*指定负责同志或团省委在编干部职工.*新媒体团队主要负责同志指定/);
  });
});

describe("article 11 › the task of a level goes to", () => {
  it("everybody appointed who may take it", () => expect(eligible("first", facts(), TODAY)).to.deep.equal(["f1", "f2"]));
  it("nobody who edited the version", () =>
    expect(eligible("first", facts({ revision: { editors: ["ed", "f1"] } }), TODAY)).to.deep.equal(["f2"]));
  it("nobody who passed it at another level", () => {
    expect(eligible("second", facts({ ...inSecond, seats: { second: ["f1", "s1"] } }), TODAY)).to.deep.equal(["s1"]);
  });
  it("nobody whom a later level cannot do without", () => {
    expect(eligible("first", facts({ seats: { first: ["s1", "f1"], second: ["s1"] } }), TODAY)).to.deep.equal(["f1"]);
  });
  it("nobody at all where the post is empty, which is a vacancy", () => {
    expect(eligible("second", facts({ seats: { second: [] } }), TODAY)).to.deep.equal([]);
    expect(vacantStage(facts({ seats: { second: [] } }), TODAY)).to.equal("second");
  });
});

describe("article 11 › a publication (R11-20)", () => {
  const approved = { draft: { status: "approved" as const, stage: null }, permit: permit() };
  const at = (ms: number): { publishedAt: Date } => ({ publishedAt: new Date(ms) });
  const { issuedAt, validUntil } = permit();
  const cases: [string, Parameters<typeof facts>[0], { publishedAt: Date }, Date, string | null][] = [
    ["at the instant of the permit is inside", approved, at(issuedAt.getTime()), NOW, null],
    ["a millisecond before the permit is not reviewed", approved, at(issuedAt.getTime() - 1), NOW, "review.published-before-permit"],
    ["at the permit's last instant is inside", approved, at(validUntil.getTime()), validUntil, null],
    [
      "a millisecond after it is outside",
      approved,
      at(validUntil.getTime() + 1),
      new Date(validUntil.getTime() + 1),
      "review.permit-expired",
    ],
    ["in the future is an error", approved, at(NOW.getTime() + 1), NOW, "review.published-in-future"],
    ["without a permit is refused", { draft: approved.draft }, at(NOW.getTime()), NOW, "review.no-permit"],
    [
      "is registered once",
      { ...approved, draft: { status: "published", stage: null } },
      at(NOW.getTime()),
      NOW,
      "review.already-published",
    ],
    ["on a frozen account is refused", { ...approved, account: { status: "frozen" } }, at(NOW.getTime()), NOW, "review.account-frozen"],
  ];
  for (const [title, different, published, now, expected] of cases) {
    it(title, () => expect(publicationRefusal(facts(different), published, now)?.code ?? null).to.equal(expected));
  }
});

describe("article 11 › the hash of a version", () => {
  const bound: Bound = {
    accountId: "wx",
    category: "normal",
    title: "题",
    content: { body: "文", cover: "c", links: ["https://a", "https://b"], files: ["f"] },
  };
  const digests = new Map([
    ["c", "sha-c"],
    ["c2", "sha-c"],
    ["f", "sha-f"],
  ]);
  const changes: [string, Bound][] = [
    ["title", { ...bound, title: "题2" }],
    ["account", { ...bound, accountId: "wb" }],
    ["category", { ...bound, category: "major" }],
    ["body", { ...bound, content: { ...bound.content, body: "文2" } }],
    ["cover", { ...bound, content: { ...bound.content, cover: null } }],
    ["order of links", { ...bound, content: { ...bound.content, links: ["https://b", "https://a"] } }],
    ["files", { ...bound, content: { ...bound.content, files: [] } }],
  ];
  for (const [what, other] of changes) {
    it(`changes with the ${what}`, () => expect(contentHash(other, digests)).not.to.equal(contentHash(bound, digests)));
  }
  it("is the same for the same picture uploaded twice", () => {
    expect(contentHash({ ...bound, content: { ...bound.content, cover: "c2" } }, digests)).to.equal(contentHash(bound, digests));
  });
});
