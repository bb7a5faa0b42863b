import { expect } from "chai";
import { readFileSync } from "node:fs";
import type { LivestreamList, LivestreamView } from "../../server/http/contract.js";
import { plantDemonstration } from "../../server/demonstration.js";
import { Desk } from "../support/desk.js";

const organisation = JSON.parse(
  readFileSync(new URL("../../server/organisation/demonstration.json", import.meta.url), "utf8"),
) as NonNullable<NonNullable<Parameters<typeof Desk.open>[0]>["organisation"]>;

describe("the demonstration", () => {
  let desk: Desk;
  const planted = async (at: string): Promise<LivestreamView> => {
    desk = await Desk.open({ at, organisation });
    await plantDemonstration(desk.services);
    await plantDemonstration(desk.services);
    const { items } = await desk.as("duty.publicity1").get<LivestreamList>("/api/livestreams?status=open");
    expect(items, "planted once").to.have.length(1);
    return desk.as("duty.publicity1").get<LivestreamView>(`/api/livestreams/${items[0]?.id ?? ""}`);
  };
  afterEach(() => desk.close());

  for (const [when, at, start] of [
    ["on a working day", "2026-11-24T10:00:00+08:00", "2026-11-25T19:30"],
    ["in the evening before a holiday", "2026-09-30T22:00:00+08:00", "2026-10-02T19:30"],
  ] as const)
    it(`R14-05 has a livestream filed late whose team is partly formed, and nobody is rung, started ${when}`, async () => {
      const view = await planted(at);
      expect([view.status, view.late, view.startAt.slice(0, 16)]).to.deep.equal(["filed", true, start]);
      expect(view.team.map(({ person, trainedAt }) => [person.userid, trainedAt !== null])).to.deep.equal([
        ["second.school", true],
        ["ed.centre", true],
      ]);
      expect(view.invitations.filter(({ state }) => state === "asked").map(({ person }) => person.userid)).to.deep.equal([
        "ed.association",
      ]);
      expect(view.lacks).to.deep.equal(["没有关联脚本稿件（第11条审核）", "候补还未答复"]);
      expect(desk.sandbox.calls("duty.publicity1").concat(desk.sandbox.calls("duty.publicity2"))).to.deep.equal([]);
    });
});
