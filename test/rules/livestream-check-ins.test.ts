import { expect } from "chai";
import fc from "fast-check";
import { CHECK_IN_KINDS } from "../../entities/patrol.js";
import { counts, metBy, momentOf, clockWords, type Made } from "../../server/livestream/rules/check-in.js";

const START = Date.parse("2026-12-04T15:00:00+08:00");
const at = (minutes: number): Date => new Date(START + minutes * 60_000);
const rows = ["ed.2", "office.1"].flatMap((userid) => {
  const row = (kind: Made["kind"], round: number, minutes: number) => ({
    ...{ id: `${userid} ${kind} ${round}`, userid, kind, round, dueAt: at(minutes), state: "expected" as const },
  });
  return [row("arrival", 0, -30), row("start", 0, 0), row("round", 1, 20), row("round", 2, 40), row("end", 0, 60), row("offAir", 0, 75)];
});

/** The board: which check-in counts for each expected one, after all of these came in this order. */
const boardAfter = (arriving: readonly Made[]): Record<string, string> => {
  const seen = new Set<string>();
  const board = new Map<string, Made>();
  for (const made of arriving) {
    if (seen.has(made.clientId)) continue;
    seen.add(made.clientId);
    for (const { id } of metBy(rows, made, 20)) {
      const other = board.get(id);
      if (!other || counts(made, other)) board.set(id, made);
    }
  }
  return Object.fromEntries([...board].map(([id, { clientId }]) => [id, clientId] as const).sort());
};

const checkIns = fc.uniqueArray(
  fc.record({
    clientId: fc.uuid(),
    userid: fc.constantFrom("ed.2", "office.1"),
    kind: fc.constantFrom(...CHECK_IN_KINDS),
    minutes: fc.integer({ min: -60, max: 90 }),
    named: fc.boolean(),
  }),
  { selector: ({ clientId }) => clientId, minLength: 1, maxLength: 12 },
);

describe("article 14 › which expected check-in one meets", () => {
  it("R14-08 any delays, duplicates and reorderings leave the same board", () => {
    const cases = checkIns.chain((tapped) => {
      const made = tapped.map(({ clientId, userid, kind, minutes, named }): Made => {
        const row = named ? rows.find((each) => each.userid === userid && each.kind === kind) : undefined;
        return { id: clientId, clientId, userid, kind, expectedId: row?.id ?? null, madeAt: at(minutes) };
      });
      const shuffled = fc.shuffledSubarray([...made, ...made], { minLength: made.length * 2 });
      return fc.tuple(fc.constant(made), shuffled);
    });
    fc.assert(
      fc.property(cases, ([made, arriving]) => {
        const ordered = [...made].sort((one, other) => one.madeAt.getTime() - other.madeAt.getTime());
        expect(boardAfter(arriving)).to.deep.equal(boardAfter(ordered));
      }),
      { numRuns: 500 },
    );
  });

  it("R14-08 however late it comes and however wrong the phone's clock stands, its moment is the same", () => {
    const day = 86_400_000;
    fc.assert(
      fc.property(fc.integer({ min: -3 * day, max: 3 * day }), fc.integer({ min: 61_000, max: day }), (off, waited) => {
        const tappedAt = at(20).getTime();
        const moment = momentOf(
          { deviceAt: new Date(tappedAt + off), sentAt: new Date(tappedAt + off + waited) },
          new Date(tappedAt + waited),
        );
        expect(moment).to.deep.equal({ at: at(20), queued: true });
      }),
    );
    expect(momentOf({ deviceAt: at(500), sentAt: at(20) }, at(20))).to.deep.equal({ at: at(20), queued: false });
    expect(clockWords(at(21), at(20))).to.equal(null);
    expect(clockWords(new Date(at(20).getTime() + 2 * day), at(20))).to.contain("快 2 天");
    expect(clockWords(at(-70), at(20))).to.contain("慢 90 分钟");
  });
});
