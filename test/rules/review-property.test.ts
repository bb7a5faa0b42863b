import { expect } from "chai";
import fc from "fast-check";
import { STAGES, type Stage } from "../../server/regulation/review-chain.js";
import { eligible } from "../../server/review/qualification.js";
import { judge, type VerdictWish } from "../../server/review/rules.js";
import type { DraftFacts } from "../../server/review/facts.js";
import { facts, TODAY, verdict, wish } from "./review-facts.js";

const PEOPLE = ["ed", "ed2", "f1", "f2", "s1", "s2", "head", "pub"] as const;

/** Mostly what leads on, so that many runs reach the end, and everything else in between. */
const mostly = <T>(usual: T, ...others: T[]) =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

const act = fc.record({
  by: fc.constantFrom(...PEOPLE),
  verb: mostly("pass", "sendBack", "edit", "submit"),
  via: mostly("page", "card"),
  stage: mostly<Stage | null>(null, ...STAGES),
  stale: mostly(false, true),
});

/** Seats in which people hold several posts at once, so that the rule of different people has something to do. */
const seats = fc.record({
  editor: fc.constant(["ed", "ed2"]),
  first: fc.subarray(["ed", "f1", "f2", "s1"], { minLength: 1 }),
  second: fc.subarray(["s1", "s2", "f1", "head"], { minLength: 1 }),
  final: fc.constant(["head"]),
});

/** Carries out what the rules allow, as the service would, on facts in memory. */
const step = (
  now: DraftFacts,
  { by, verb, via, stage, stale }: { by: string; verb: string; via: string; stage: Stage | null; stale: boolean },
): DraftFacts => {
  const { draft, revision } = now;
  if (verb === "edit") {
    if (!now.seats.editor.includes(by)) return now;
    const next = { ...draft, revision: draft.revision + 1, status: "inReview" as const, stage: "first" as const, round: draft.round + 1 };
    return { ...now, draft: next, revision: { ...revision, number: next.revision, editors: [...new Set([...revision.editors, by])] } };
  }
  if (verb === "submit")
    return draft.status === "draft" ? { ...now, draft: { ...draft, status: "inReview", stage: "first", round: draft.round + 1 } } : now;
  const wanted: VerdictWish = wish({
    verdict: verb as "pass",
    via: via as "card",
    stage,
    revision: draft.revision - (stale ? 1 : 0),
    comment: "请核对活动时间",
  });
  const judgement = judge(now, by, wanted, TODAY);
  if (judgement.kind !== "decided") return now;
  expect(judgement.stage).to.equal(draft.stage);
  const given = verdict(by, judgement.stage, verb as "pass", { revision: draft.revision, round: draft.round });
  const { to } = judgement;
  const after =
    to === "approved"
      ? { status: "approved" as const, stage: null }
      : to === "draft"
        ? { status: "draft" as const, stage: null }
        : { stage: to as Stage };
  return { ...now, draft: { ...draft, ...after }, verdicts: [...now.verdicts, given] };
};

describe("article 11 › 先审后发, whatever people do in whatever order", () => {
  it("nothing is approved without three passes by three different people, none an editor, on exactly this version and round", () => {
    let approvals = 0;
    fc.assert(
      fc.property(seats, fc.array(act, { maxLength: 60 }), (held, acts) => {
        let now = facts({ seats: held });
        for (const each of acts) {
          now = step(now, each);
          if (now.draft.status !== "approved") continue;
          approvals += 1;
          const passes = now.verdicts.filter(
            (given) => given.revision === now.draft.revision && given.round === now.draft.round && given.verdict === "pass",
          );
          expect(passes.map((given) => given.stage)).to.deep.equal(["first", "second", "final"]);
          expect(new Set(passes.map((given) => given.byUserid)).size).to.equal(3);
          for (const given of passes) expect(now.revision.editors).not.to.include(given.byUserid);
        }
      }),
      { numRuns: 1500 },
    );
    expect(approvals, "the property was never put to the test").to.be.greaterThan(20);
  });

  it("whoever gets a task may take it", () => {
    fc.assert(
      fc.property(seats, fc.array(act, { maxLength: 30 }), (held, acts) => {
        const now = acts.reduce(step, facts({ seats: held }));
        const { stage } = now.draft;
        if (now.draft.status !== "inReview" || stage === null) return;
        for (const userid of eligible(stage, now, TODAY)) {
          expect(judge(now, userid, wish({ revision: now.draft.revision }), TODAY).kind, `${userid} at ${stage}`).to.equal("decided");
        }
      }),
      { numRuns: 500 },
    );
  });
});
