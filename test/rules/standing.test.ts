import { expect } from "chai";
import { troubleOf, type Tried } from "../../server/delivery/standing.js";

const at = (clock: string): Date => new Date(`2026-11-24T${clock}:00+08:00`);
const tried = (given: Partial<Tried>): Tried => ({
  createdAt: at("10:00"),
  triedAt: at("10:05"),
  attempts: 1,
  errcode: null,
  lastError: "企业微信接口无法连接，稍后自动重试",
  ...given,
});

describe("OPS-01 › whether WeCom takes our messages", () => {
  const table: [string, Tried[], Date | null, { since: Date; errcode: number | null } | null][] = [
    ["nothing was tried in vain", [], null, null],
    ["one connection broke", [tried({})], null, null],
    ["a busy system, twice", [tried({ attempts: 2, errcode: -1 })], null, null],
    ["no answer, three times", [tried({ attempts: 3 })], null, { since: at("10:00"), errcode: null }],
    ["our address is not trusted, once", [tried({ errcode: 60020 })], null, { since: at("10:00"), errcode: 60020 }],
    ["the secret was changed", [tried({ errcode: 40001 })], null, { since: at("10:00"), errcode: 40001 }],
    ["the token was refused, once", [tried({ errcode: 42001 })], null, null],
    ["the limit is reached, three times", [tried({ attempts: 3, errcode: 45009 })], null, { since: at("10:00"), errcode: 45009 }],
    ["one got through after the last try", [tried({ attempts: 5 })], at("10:06"), null],
    ["one got through before the last try", [tried({ attempts: 5 })], at("10:04"), { since: at("10:00"), errcode: null }],
    [
      "several wait: since the first of them, why by the last try",
      [tried({ attempts: 4 }), tried({ createdAt: at("09:58"), triedAt: at("10:04") }), tried({ triedAt: at("10:07"), errcode: 60020 })],
      at("09:50"),
      { since: at("09:58"), errcode: 60020 },
    ],
    ["only passing faults beside each other", [tried({}), tried({ attempts: 2 })], null, null],
  ];
  for (const [name, messages, lastSentAt, expected] of table) {
    it(name, () => {
      const found = troubleOf(messages, lastSentAt);
      if (expected === null) expect(found).to.equal(null);
      else expect(found).to.deep.include(expected);
    });
  }
});
