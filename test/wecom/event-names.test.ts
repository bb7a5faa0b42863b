import { readFileSync } from "node:fs";
import { expect } from "chai";
import { eventName } from "../../server/operations/facts.js";

/** Every kind of event that the callback knows, as its types name them. */
const kinds = (): string[] => {
  const types = readFileSync("server/wecom/events.ts", "utf8");
  return [...types.matchAll(/^ {2}kind: (.+);$/gm)].flatMap(([, union = ""]) =>
    [...union.matchAll(/"(\w+)"/g)].map(([, kind = ""]) => kind),
  );
};

describe("the names of WeCom's events (运行状态)", () => {
  it("each has a name of its own, and what is not known is said so", () => {
    expect(kinds()).to.include.members(["text", "cardPress", "unsubscribe", "livingChange"]);
    const named = kinds().filter((kind) => kind !== "unknown");
    expect(new Set([...named.map(eventName), eventName("unknown")]).size).to.equal(named.length + 1);
    expect(eventName("of another release")).to.equal(eventName("unknown"));
    expect(eventName("toString")).to.equal(eventName("unknown"));
  });
});
