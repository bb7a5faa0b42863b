import { expect } from "chai";
import type { DraftView, Problem, TimelineView } from "../../server/http/contract.js";
import { Desk } from "../support/desk.js";

describe("article 11 › publication and honest delivery", function () {
  this.timeout(40_000);
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open();
  });
  afterEach(() => desk.close());

  /** Logging in asks WeCom, so whoever acts while it is down must have come before. */
  const logIn = async (...userids: string[]): Promise<void> => {
    for (const userid of userids) await desk.token(userid);
  };

  const approved = async (title: string): Promise<string> => {
    const { id } = await desk.submitted(title);
    for (const userid of ["first.1", "second.1", "media.head"]) await desk.judge(userid, id, "pass");
    return id;
  };

  it("R11-20 is registered inside the permit, once", async () => {
    const id = await approved("开学第一课");
    await desk.news();
    await desk.advance("PT1H");
    const input = { url: "https://example.org/post/1", publishedAt: "2026-11-24T09:30:00+08:00" };
    const draft = await desk.as("ed.1").post<DraftView>(`/api/drafts/${id}/publication`, input);
    expect(draft).to.include({ status: "published" });
    expect(draft.permit?.state).to.equal("used");
    await desk.settle();
    expect(desk.shows("ed.1", "登记发布")).to.equal("已登记发布");
    expect((await desk.as("ed.1").post<Problem>(`/api/drafts/${id}/publication`, input, 409)).code).to.equal("review.already-published");
    expect(await desk.news()).to.deep.equal({});
  });

  it("R11-20 is refused before the permit and after it, and both attempts stay on record", async () => {
    const id = await approved("开学第一课");
    const early = { url: "https://example.org/post/1", publishedAt: "2026-11-24T08:00:00+08:00" };
    expect((await desk.as("ed.1").post<Problem>(`/api/drafts/${id}/publication`, early, 422)).code).to.equal(
      "review.published-before-permit",
    );
    await desk.to("2026-11-28T10:00:00+08:00");
    desk.logOut("ed.1");
    const late = { url: "https://example.org/post/1", publishedAt: "2026-11-28T09:30:00+08:00" };
    expect((await desk.as("ed.1").post<Problem>(`/api/drafts/${id}/publication`, late, 422)).code).to.equal("review.permit-expired");
    desk.logOut("pub.1");
    const { entries } = await desk.as("pub.1").get<TimelineView>(`/api/drafts/${id}/timeline`);
    expect(entries.filter((entry) => entry.refused)).to.have.length(2);
    expect((await desk.as("ed.1").get<DraftView>(`/api/drafts/${id}`)).may).not.to.include("publish");
  });

  it("a reviewer whom WeCom does not reach is a failure that the editor hears of", async () => {
    desk.sandbox.faults.unreachable = ["first.2"];
    const { id } = await desk.submitted("开学第一课");
    expect(await desk.news()).to.deep.equal({ "first.1": ["初审：开学第一课"], "ed.1": ["初审卡片未送达：开学第一课"] });
    const { deliveries } = await desk.as("ed.1").get<TimelineView>(`/api/drafts/${id}/timeline`);
    expect(deliveries.find((delivery) => delivery.to.userid === "first.2")).to.include({
      state: "failed",
      detail: "不在企业微信可见范围内，未收到",
    });
  });

  it("nothing is lost while WeCom is down, busy or refuses the token, and nothing arrives twice", async () => {
    await logIn("ed.1");
    for (const [title, fault] of [
      ["宕机", { down: true }],
      ["繁忙", { busy: 3 }],
      ["令牌过期", { token: "expired" as const }],
      ["令牌无效", { token: "unknown" as const }],
      ["应答丢失", { lostAnswers: 1 }],
    ] as const) {
      desk.sandbox.faults = fault;
      await desk.submitted(title);
      await desk.settle();
      desk.sandbox.faults = { down: false, busy: 0, token: "fine", lostAnswers: 0 };
      await desk.advance("PT10M");
      expect(await desk.news(), title).to.deep.equal({ "first.1": [`初审：${title}`], "first.2": [`初审：${title}`] });
    }
  });

  it("a card that is no longer true when its turn comes is not sent", async () => {
    const { id } = await desk.submitted("开学第一课");
    await desk.judge("first.1", id, "pass");
    expect(await desk.news()).to.deep.equal({
      "ed.1": ["初审已通过：开学第一课"],
      "second.1": ["二审：开学第一课"],
      "second.2": ["二审：开学第一课"],
    });
  });

  it("a card that may have gone out already is sent again as it was, and closed at once", async () => {
    await logIn("ed.1", "first.1", "pub.1");
    desk.sandbox.faults.down = true;
    const { id } = await desk.submitted("开学第一课");
    await desk.settle();
    await desk.judge("first.1", id, "pass");
    desk.sandbox.faults.down = false;
    await desk.advance("PT10M");
    const news = await desk.news();
    expect(Object.keys(news).sort()).to.deep.equal(["ed.1", "first.1", "first.2", "second.1", "second.2"]);
    for (const userid of ["first.1", "first.2"]) expect(desk.shows(userid, "初审：")).to.contain("已由 初审负责人甲岗");
  });
});
