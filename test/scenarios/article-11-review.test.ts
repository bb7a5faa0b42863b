import { expect } from "chai";
import type { DraftView } from "../../server/http/contract.js";
import { Desk } from "../support/desk.js";

describe("article 11 › a draft travels 初审 → 二审 → 终审", () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open();
  });
  afterEach(() => desk.close());

  it("R11-01…04 goes from the editor through three different people to a permit, and nobody else hears of it", async () => {
    const { id } = await desk.submitted("开学第一课");
    expect(await desk.news()).to.deep.equal({ "first.1": ["初审：开学第一课"], "first.2": ["初审：开学第一课"] });

    await desk.press("first.1", "初审：开学第一课", "pass");
    expect(await desk.news()).to.deep.equal({
      "ed.1": ["初审已通过：开学第一课"],
      "second.1": ["二审：开学第一课"],
      "second.2": ["二审：开学第一课"],
    });
    expect(desk.shows("first.1", "初审：")).to.match(/^已由 初审负责人甲岗 09:00 通过$/);
    expect(desk.shows("first.2", "初审：")).to.match(/^已由 初审负责人甲岗 09:00 通过$/);

    await desk.press("second.2", "二审：开学第一课", "pass");
    expect(await desk.news()).to.deep.equal({ "ed.1": ["二审已通过：开学第一课"], "media.head": ["终审：开学第一课"] });
    expect(desk.shows("media.head", "终审：")).to.equal("退回 查看并审核");

    await desk.judge("media.head", id, "pass");
    expect(await desk.news()).to.deep.equal({ "ed.1": ["登记发布：开学第一课"] });

    const draft = await desk.as("ed.1").get<DraftView>(`/api/drafts/${id}`);
    expect(draft.status).to.equal("approved");
    expect(draft.permit).to.include({ number: "2026-00001", contentHash: draft.contentHash, state: "valid" });
    expect(draft.verdicts.map(({ stage, by, via }) => [stage, by.userid, via])).to.deep.equal([
      ["first", "first.1", "card"],
      ["second", "second.2", "card"],
      ["final", "media.head", "page"],
    ]);
  });
});
