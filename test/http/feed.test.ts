import { expect } from "chai";
import { FeedKey } from "../../entities/feed-key.js";
import { IdempotentAnswer } from "../../entities/housekeeping.js";
import type { FeedKeyMade, FeedState, IncidentList, Problem } from "../../server/http/contract.js";
import { Desk } from "../support/desk.js";

const LEAD = {
  title: "某校学生集体投诉",
  links: ["https://weibo.com/1234567890/z0JH2lOMb"],
  description: "监测到相关话题",
  discoveredAt: "2026-11-24T08:50:00+08:00",
};

describe("the feed of leads (第23条 R23-01)", function () {
  this.timeout(40_000);
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open();
  });
  afterEach(() => desk.close());

  const made = (): Promise<FeedKeyMade> =>
    desk.as("pub.head").post<FeedKeyMade>("/api/feed/key", undefined, 201, { "Idempotency-Key": "rotate-0001" });
  const hand = async (key: string | null, once: string, body: object = LEAD) => {
    const response = await fetch(`${desk.url}/api/feed/leads`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        ...(key === null ? {} : { Authorization: `Bearer ${key}` }),
        ...(once === "" ? {} : { "Idempotency-Key": once }),
      },
      body: JSON.stringify(body),
    });
    return { status: response.status, said: (await response.json()) as Problem & { incidentId: string; joined: boolean } };
  };

  it("takes a lead with the key: both desks are asked, nobody else hears of it, and the same post again is one lead more", async () => {
    const { key } = await made();
    const first = await hand(key, "monitor-0001");
    expect([first.status, first.said.joined]).to.deep.equal([201, false]);
    expect(await desk.news()).to.deep.equal({ "pub.1": ["研判定级：某校学生集体投诉"], "data.1": ["研判定级：某校学生集体投诉"] });
    const second = await hand(key, "monitor-0002", { ...LEAD, links: ["https://m.weibo.cn/status/3501756485200075"] });
    expect([second.status, second.said.incidentId, second.said.joined]).to.deep.equal([201, first.said.incidentId, true]);
    const { items } = await desk.as("pub.1").get<IncidentList>("/api/incidents");
    expect(items.map(({ leads }) => leads)).to.deep.equal([2]);
    await desk.as("pub.1").post(`/api/incidents/${first.said.incidentId}/level`, { level: "none", reason: "与我无关" });
    expect(await desk.news(), "no receipt to a system").to.deep.equal({ "data.1": ["会商非舆情：某校学生集体投诉"] });
  });

  it("the same Idempotency-Key is one lead; with another body it is a conflict, and without one nothing is taken", async () => {
    const { key } = await made();
    const [one, other] = await Promise.all([hand(key, "monitor-0001"), hand(key, "monitor-0001")]);
    expect([one.status, other.status].every((status) => status === 201 || status === 409)).to.equal(true);
    const again = await hand(key, "monitor-0001");
    expect(again.status).to.equal(201);
    const changed = await hand(key, "monitor-0001", { ...LEAD, title: "另一件" });
    expect([changed.status, changed.said.code]).to.deep.equal([409, "http.key-reused"]);
    const without = await hand(key, "");
    expect([without.status, without.said.detail.includes("Idempotency-Key")]).to.deep.equal([422, true]);
    expect((await desk.as("pub.1").get<IncidentList>("/api/incidents")).items).to.have.length(1);
  });

  it("without a key, with a wrong one or a member's session it is a clear 401, and nothing is stored", async () => {
    expect((await hand(null, "monitor-0001")).said.code).to.equal("incidents.feed-key-missing");
    const { key } = await made();
    for (const wrong of [`${key}x`, "feed_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", await desk.token("pub.1")]) {
      const { status, said } = await hand(wrong, "monitor-0001");
      expect([status, said.code], wrong).to.deep.equal([401, "incidents.feed-key-wrong"]);
    }
    expect((await desk.as("pub.1").get<IncidentList>("/api/incidents")).items).to.deep.equal([]);
    expect(await desk.news()).to.deep.equal({});
  });

  it("the key is shown once and kept nowhere but as a hash; a new one ends the old one at once; only who may change settings makes it", async () => {
    const { key, made: since } = await made();
    expect(since?.by.userid).to.equal("pub.head");
    const stored = await desk.services.uow.read(async (tx) => JSON.stringify([await tx.find(FeedKey), await tx.find(IdempotentAnswer)]));
    expect(stored).not.to.contain(key);
    expect(JSON.stringify(await desk.as("pub.head").get<FeedState>("/api/feed/key"))).not.to.contain(key);
    const { key: next } = await made();
    expect(next).not.to.equal(key);
    expect((await hand(key, "monitor-0001")).status).to.equal(401);
    expect((await hand(next, "monitor-0001")).status).to.equal(201);
    await desk.as("pub.1").get("/api/feed/key");
    await desk.as("media.head").post("/api/feed/key", undefined, 403);
  });

  it("too many in a minute wait, too long a body is refused, and what is no lead says what to change", async () => {
    const { key } = await made();
    const statuses = [];
    for (let number = 0; number < 65; number += 1) statuses.push((await hand(key, `monitor-${String(number).padStart(4, "0")}`)).status);
    expect(statuses).to.include(429);
    expect(statuses.filter((status) => status === 201).length).to.be.within(60, 65);
    const bad = await hand((await made()).key, "monitor-9998", { ...LEAD, links: ["weibo"], discoveredAt: "昨天" });
    expect([bad.status, bad.said.detail.includes("链接应以")]).to.deep.equal([422, true]);
    const large = await hand((await made()).key, "monitor-9999", { ...LEAD, description: "长".repeat(300_000) });
    expect(large.status).to.equal(413);
  });

  it("is written down in the API's own document", async () => {
    const document = await desk
      .as("pub.1")
      .get<{ paths: Record<string, Record<string, { security: object[]; responses: object }>> }>("/api/openapi.json");
    const call = document.paths["/api/feed/leads"]?.["post"];
    expect(call?.security).to.deep.equal([{ feedKey: [] }]);
    expect(Object.keys(call?.responses ?? {})).to.include.members(["401", "409", "413", "429"]);
  });
});
