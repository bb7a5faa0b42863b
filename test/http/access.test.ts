import { expect } from "chai";
import { apiRoutes } from "../../server/api.js";
import type { Problem } from "../../server/http/contract.js";
import { may } from "../../server/identity/permissions.js";
import { loadActor } from "../../server/identity/actor.js";
import { Desk } from "../support/desk.js";
import { ORGANISATION } from "../support/organisation.js";

describe("who may call what", function () {
  this.timeout(60_000);
  let desk: Desk;
  before(async () => {
    desk = await Desk.open();
  });
  after(() => desk.close());

  const call = (method: string, path: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${desk.url}${path.replace(":id", "01a205fa-f086-7092-9ac1-0c819ec59785")}`, {
      method,
      headers: { "Content-Type": "application/json", ...headers },
      ...(method === "GET" ? {} : { body: "{}" }),
    });

  it("every route is open to exactly those whom its permission names, and never answers 500", async () => {
    const routes = apiRoutes(desk.services).filter(
      ({ permission, method }) => permission !== "public.read" && permission !== "incident.feed" && method !== "DELETE",
    );
    expect(routes.length).to.be.greaterThan(12);
    for (const route of routes) {
      expect((await call(route.method, route.path)).status, `${route.path} without login`).to.equal(401);
      for (const { userid } of ORGANISATION.people) {
        const actor = await desk.services.uow.read((tx) => loadActor(tx, userid, "page", "2026-11-24"));
        const response = await call(route.method, route.path, { Authorization: `Bearer ${await desk.token(userid)}` });
        const closed = response.status === 403 && ((await response.json()) as Problem).code === "http.not-permitted";
        expect(closed, `${route.method} ${route.path} as ${userid}`).to.equal(!may(actor, route.permission));
        expect(response.status, `${route.method} ${route.path} as ${userid}`).to.be.lessThan(500);
      }
    }
  });

  it("a draft is not read by somebody without a post on its account (第19条)", async () => {
    const { id } = await desk.submitted("开学第一课");
    for (const userid of ["school.ed", "school.head"]) {
      const problem = await desk.as(userid).get<Problem>(`/api/drafts/${id}`, 403);
      expect(problem).to.include({ code: "review.not-yours-to-read", article: "19" });
      await desk.as(userid).get(`/api/drafts/${id}/timeline`, 403);
    }
    for (const userid of ["first.1", "media.head", "lead.vice", "pub.1", "data.1", "disc.1"])
      await desk.as(userid).get(`/api/drafts/${id}`);
  });

  it("a session lasts twelve hours, and ends when it is ended", async () => {
    const { token } = await desk.services.sessions.open(desk.sandbox.code("ed.1"), "web");
    const me = () => fetch(`${desk.url}/api/me`, { headers: { Authorization: `Bearer ${token}` } });
    expect((await me()).status).to.equal(200);
    await desk.advance("PT11H59M");
    expect((await me()).status).to.equal(200);
    await desk.advance("PT2M");
    expect((await me()).status).to.equal(401);
    for (const { userid } of ORGANISATION.people) desk.logOut(userid);
    const fresh = await desk.token("ed.1");
    await fetch(`${desk.url}/api/session`, { method: "DELETE", headers: { Authorization: `Bearer ${fresh}` } });
    await desk.as("ed.1").get("/api/me", 401);
    desk.logOut("ed.1");
  });

  it("a login code counts once, and for members of the organisation only", async () => {
    const code = desk.sandbox.code("ed.2");
    const post = (body: object) =>
      fetch(`${desk.url}/api/session`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    expect((await post({ code, via: "web" })).status).to.equal(201);
    expect((await post({ code, via: "web" })).status).to.equal(401);
    expect((await post({ code: "made-up", via: "miniprogram" })).status).to.equal(401);
    expect((await post({ code: desk.sandbox.code("ed.2"), via: "miniprogram" })).status).to.equal(201);
  });

  it("a browser login begins here or not at all, and leads to a page of ours only", async () => {
    const start = await fetch(`${desk.url}/auth/wecom?return=${encodeURIComponent("//elsewhere.example")}`, { redirect: "manual" });
    const place = new URL(start.headers.get("location") ?? "");
    const cookie = (start.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    const state = place.searchParams.get("state") ?? "";
    const done = (query: string, headers: Record<string, string> = {}) =>
      fetch(`${desk.url}/auth/wecom/done?${query}`, { redirect: "manual", headers });
    const forged = await done(`code=${desk.sandbox.code("ed.1")}&state=${"x".repeat(32)}`, { Cookie: cookie });
    expect(forged.status).to.equal(401);
    expect(await forged.text()).to.contain("登录没有从本页发起");
    expect((await done(`code=${desk.sandbox.code("ed.1")}&state=${state}`)).status).to.equal(401);
    const good = await done(`code=${desk.sandbox.code("ed.1")}&state=${state}`, { Cookie: cookie });
    expect([good.status, good.headers.get("location")]).to.deep.equal([302, "/"]);
    expect(good.headers.get("set-cookie")).to.match(/desk_session=.*httponly/i);
  });

  it("health, metrics, the API's own page and headers are there", async () => {
    expect((await fetch(`${desk.url}/healthz`)).status).to.equal(200);
    expect(await (await fetch(`${desk.url}/readyz`)).json()).to.deep.equal({ status: "ok", database: "ok", sweeps: "ok" });
    expect(await (await fetch(`${desk.url}/metrics`)).text()).to.contain("desk_sends_total");
    const document = (await (await fetch(`${desk.url}/api/openapi.json`)).json()) as { paths: Record<string, object> };
    for (const route of apiRoutes(desk.services)) expect(document.paths).to.have.property(route.path.replace(/:(\w+)/g, "{$1}"));
    expect((await fetch(`${desk.url}/api/docs`)).status).to.equal(200);
    const { headers } = await fetch(`${desk.url}/api/nowhere`);
    expect(headers.get("content-security-policy")).to.contain("frame-ancestors");
    expect(headers.get("x-content-type-options")).to.equal("nosniff");
  });

  it("the clock goes forward only", async () => {
    const clock = (body: object) =>
      fetch(`${desk.url}/dev/clock`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    expect((await clock({ to: "2020-01-01T00:00:00+08:00" })).status).to.equal(422);
    expect((await clock({ advance: "3 hours" })).status).to.equal(422);
    expect((await clock({ advance: "P500D" })).status).to.equal(422);
  });
});
