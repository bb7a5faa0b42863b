import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { CalendarLink } from "../../entities/calendar-link.js";
import { Person } from "../../entities/person.js";
import type { SubscriptionView } from "../../server/http/contract.js";
import { Desk } from "../support/desk.js";
import { planned } from "../support/rota.js";

describe("article 16 › a subscribed calendar", function () {
  this.timeout(60_000);
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open({ at: "2026-11-24T10:00:00+08:00" });
  });
  afterEach(() => desk.close());

  const link = async (userid: string): Promise<string> =>
    (await desk.as(userid).post<SubscriptionView>("/api/calendar-link", undefined, 201)).url ?? "";
  const events = async (url: string): Promise<string[]> => {
    const text = (await (await fetch(url)).text()).replace(/\r\n /g, "");
    return text
      .split("BEGIN:VEVENT")
      .slice(1)
      .map((event) =>
        ["DTSTART", "DTEND", "SUMMARY", "TRANSP"].map((name) => new RegExp(`${name}[^:]*:(.*)`).exec(event)?.[1]?.trim()).join(" "),
      );
  };

  it("shows one's own shifts, published ones only, at their local time over the new year, without names", async () => {
    await planned(desk, "日期,宣传部值班,宣传部替班\n2026-12-31,first.1,first.2\n2026-12-02,first.2,first.1");
    await desk.as("pub.1").post("/api/rota/imports", { text: "日期,宣传部值班\n2027-01-05,first.1" }, 201);
    const url = await link("first.1");
    const response = await fetch(url);
    expect([response.status, response.headers.get("content-type")]).to.deep.equal([200, "text/calendar; charset=utf-8"]);
    const text = await response.text();
    expect(text).to.contain("X-WR-TIMEZONE:Asia/Shanghai").and.not.to.contain("初审负责人");
    expect(await events(url)).to.deep.equal([
      "20261202T003000Z 20261203T003000Z 宣传部替班 TRANSPARENT",
      "20261231T003000Z 20270101T003000Z 宣传部值班 OPAQUE",
    ]);
    expect(text.split("\r\n").every((line) => Buffer.byteLength(line) <= 75)).to.equal(true);
    expect(await events(await link("ed.1"))).to.deep.equal([]);
  });

  it("follows a swap: the shift leaves one calendar and stands in the other, under the same id", async () => {
    await planned(desk, "日期,宣传部值班\n2026-12-02,first.1");
    const [mine, theirs] = [await link("first.1"), await link("ed.2")];
    const [own] = (await desk.as("first.1").get<{ mine: { id: string }[] }>("/api/rota/today")).mine;
    const id = /UID:(.*)/.exec(await (await fetch(mine)).text())?.[1];
    await desk.as("pub.1").post("/api/rota/swaps", { shiftId: own!.id, to: "ed.2", otherShiftId: null, reason: "出差" }, 201);
    expect(await events(mine)).to.deep.equal([]);
    expect(await (await fetch(theirs)).text())
      .to.contain(`UID:${id}`)
      .and.to.contain("SEQUENCE:2");
  });

  it("is secret, kept as a hash, renewed and revoked by its owner, dead when they leave; the log never shows it", async () => {
    const url = await link("first.1");
    const token = /ical\/(.*)\.ics/.exec(url)?.[1] ?? "";
    const row = await desk.services.uow.read((tx) => tx.findOneByOrFail(CalendarLink, { userid: "first.1" }));
    expect(JSON.stringify(row)).not.to.contain(token);
    expect((await desk.as("first.1").get<SubscriptionView>("/api/calendar-link")).url).to.equal(url);
    const lines: string[] = [];
    desk.services.log.level = "trace";
    desk.services.log.debug = (fields: object) => void lines.push(JSON.stringify(fields));
    const renewed = await link("first.1");
    expect([(await fetch(url)).status, (await fetch(renewed)).status, (await fetch(`${desk.url}/ical/made-up.ics`)).status]).to.deep.equal([
      ...[404, 200, 404],
    ]);
    expect(lines.join("\n")).to.contain("/ical/…").and.not.to.contain("made-up").and.not.to.contain(token);
    await desk.services.uow.run((tx) => tx.update(Person, { userid: "first.1" }, { leavesOn: "2026-11-23" }));
    expect((await fetch(renewed)).status).to.equal(404);
    await desk.services.uow.run((tx) => tx.update(Person, { userid: "first.1" }, { leavesOn: null }));
    const revoke = (): Promise<SubscriptionView> => desk.as("first.1").post<SubscriptionView>("/api/calendar-link/revocation");
    expect([(await revoke()).url, (await revoke()).url, (await fetch(renewed)).status]).to.deep.equal([null, null, 404]);
    expect((await desk.as("first.1").get<SubscriptionView>("/api/calendar-link")).url).to.equal(null);
  });

  it("says the same on a machine in any time zone", () => {
    const feed = fileURLToPath(new URL("../../server/subscription/feed.ts", import.meta.url));
    const script = `import(${JSON.stringify(feed)}).then(({ feedText }) => {
      const [startsAt, endsAt] = [new Date("2026-12-31T00:30:00Z"), new Date("2027-01-01T00:30:00Z")];
      const entry = { id: "a", title: "宣传部值班", startsAt, endsAt, changes: 1, busy: true, link: "http://desk.example/" };
      process.stdout.write(feedText([entry], { host: "desk.example", now: startsAt }));
    });`;
    const said = ["UTC", "America/New_York", "Asia/Shanghai"].map((TZ) =>
      execFileSync(process.execPath, ["--import", "tsx", "-e", script], { encoding: "utf8", env: { ...process.env, TZ } }),
    );
    expect(said[0]).to.contain("DTSTART:20261231T003000Z").and.to.contain("DTSTAMP:20261231T003000Z");
    expect(new Set(said).size).to.equal(1);
  });
});
