import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { IsNull } from "typeorm";
import { JOBS } from "../../cron/jobs.js";
import { Deadline, DeadlineHolder } from "../../entities/deadline.js";
import { Finding } from "../../entities/operations.js";
import type { DutyPart } from "../../server/deadlines/duty-part.js";
import { WatchReader } from "../../server/operations/facts.js";
import { Heartbeat } from "../../server/operations/heartbeat.js";
import { JobWatch } from "../../server/operations/job-watch.js";
import { Letters } from "../../server/operations/letters.js";
import { Watchdog } from "../../server/operations/watchdog.js";
import { Rendering } from "../../server/delivery/rendering.js";
import { Outbox } from "../../server/delivery/outbox.js";
import type { OperationsView } from "../../server/http/contract.js";
import { Desk } from "../support/desk.js";
import { ORGANISATION } from "../support/organisation.js";

const MINUTE_MS = 60_000;
const ONE_WRONG = { "pub.1": ["系统运行有 1 处异常"] };

describe("the watchdog (stories §2.3)", function () {
  this.timeout(60_000);
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open();
  });
  afterEach(() => desk.close());

  /** Looks several times at once and then again: what is found is found once. */
  const look = async (): Promise<void> => {
    const { watchdog } = desk.services;
    await Promise.all([watchdog.look(), watchdog.look(), watchdog.look()]);
    await watchdog.look();
  };
  const open = () => desk.services.uow.read((tx) => desk.services.watchdog.open(tx));
  const isWell = () => desk.services.watchdog.isWell();

  /** Breaks one function of the part that serves a duty; mended by what it returns. */
  const breaks = (duty: string, what: "about" | "card"): (() => void) => {
    const part = desk.services.duties.part(duty) as DutyPart;
    const sound = { ...part };
    Object.assign(part, { [what]: () => Promise.reject(new Error("broken on purpose")) });
    return () => Object.assign(part, sound);
  };

  it("finds nothing where nothing is wrong, and tells nobody anything", async () => {
    await desk.submitted("开学第一课");
    await desk.settle();
    await look();
    await desk.advance("PT5H");
    await look();
    expect(await open()).to.deep.equal([]);
    expect(await isWell()).to.equal(true);
    expect(Object.keys(await desk.news())).not.to.include("pub.1");
  });

  it("tells the administrator once of a step that is not taken, and no more once it is taken; the next one is told anew", async () => {
    await desk.submitted("开学第一课");
    await desk.news();
    const mend = breaks("firstReviewer", "about");
    await desk.advance("PT2H2M");
    await look();
    expect(await open(), "a step may be two minutes late").to.deep.equal([]);
    await desk.advance("PT2M1S");
    await look();
    expect(await desk.news()).to.deep.equal(ONE_WRONG);
    const card = JSON.stringify(desk.card("pub.1", "系统运行").card);
    expect(card)
      .to.contain("初审（第11条）：下一步应在 11月24日 11:01")
      .and.to.contain("第18条")
      .and.to.contain("/#/pages/operations/operations");
    expect(await isWell()).to.equal(false);
    await desk.advance("PT30M");
    await look();
    expect(await desk.news()).to.deep.equal({});

    mend();
    await desk.settle();
    await look();
    expect(await open()).to.deep.equal([]);
    expect(await isWell()).to.equal(true);
    const [ended] = await desk.services.uow.read((tx) => tx.find(Finding));
    expect(ended?.endedAt).to.be.instanceOf(Date);
    await desk.news();

    breaks("firstReviewer", "about");
    await desk.advance("PT8H");
    await look();
    expect(await desk.news()).to.deep.equal(ONE_WRONG);
  });

  it("tells of a message that nobody manages to send, all of ten minutes on one card, an alert's at once", async () => {
    await desk.submitted("第一篇");
    const mend = breaks("firstReviewer", "card");
    await desk.advance("PT3M");
    await look();
    await desk.submitted("第二篇");
    await desk.submitted("第三篇");
    await desk.advance("PT3M");
    await look();
    mend();
    const { uow, dispatcher } = desk.services;
    const notices = async () => {
      await dispatcher.drain();
      return desk.sandbox.chat("pub.1").map((message) => message.card?.main_title?.title);
    };
    expect(await notices()).to.deep.equal(["系统运行有 1 处异常"]);
    expect(await open()).to.have.length(3);
    await uow.run((tx) => tx.query("UPDATE finding SET urgent = 1 WHERE toldAt IS NULL"));
    await look();
    expect(await notices()).to.deep.equal(["系统运行有 1 处异常", "系统运行有 2 处异常"]);
  });

  /** A duty whose holders are gone and which no step will find. */
  const ownerless = async (): Promise<void> => {
    await desk.submitted("开学第一课");
    await desk.news();
    await ownerlessAgain();
  };

  const ownerlessAgain = (): Promise<unknown> =>
    desk.services.uow.run(async (tx) => {
      await tx.update(DeadlineHolder, { releasedAt: IsNull() }, { releasedAt: desk.services.clock.now() });
      await tx.update(Deadline, { state: "open" }, { nextStepAt: null });
    });

  it("finds a duty that nobody owes and that has no next step", async () => {
    await ownerless();
    await look();
    expect((await open()).map(({ words }) => words)).to.deep.equal(["初审（第11条）：没有办理人，也没有下一步"]);
    // the sweep that follows finds the reviewers again by itself
    const asked = { "first.1": ["初审：开学第一课"], "first.2": ["初审：开学第一课"] };
    expect(await desk.news()).to.deep.equal({ ...ONE_WRONG, ...asked });
  });

  it("keeps owed what it finds while nobody holds the office, says so on the page, and tells it once somebody does", async () => {
    await ownerless();
    const { uow, organisation } = desk.services;
    await uow.run((tx) => tx.query("DELETE FROM appointment WHERE role IN ('administrator', 'publicityDuty', 'publicityHead')"));
    await look();
    expect((await open()).map(({ toldAt }) => toldAt)).to.deep.equal([null, null]);
    const { findings, healthy } = await desk.as("data.head").get<OperationsView>("/api/operations");
    expect(healthy).to.equal(false);
    expect(findings.map(({ kind }) => kind).sort()).to.deep.equal(["岗位", "待办"]);
    expect(findings.find(({ kind }) => kind === "岗位")?.words).to.match(/^没有人担任.+还没有告诉任何人/);
    expect(Object.keys(await desk.news())).not.to.include("pub.1");
    await organisation.importFile(ORGANISATION, { userid: "system:test", name: "测试", post: "测试" });
    await ownerlessAgain();
    await look();
    expect((await desk.news())["pub.1"]).to.deep.equal(ONE_WRONG["pub.1"]);
    expect((await open()).filter(({ toldAt }) => toldAt === null)).to.deep.equal([]);
  });

  it("tells once an hour at most of messages that nobody got, and of none that one of several got", async () => {
    desk.sandbox.faults.unreachable = ["first.1"];
    await desk.submitted("到了一人");
    await desk.settle();
    await look();
    expect(Object.keys(await desk.news())).not.to.include("pub.1");

    desk.sandbox.faults.unreachable = ["first.1", "first.2"];
    await desk.submitted("第一篇");
    await desk.settle();
    await look();
    expect((await desk.news())["pub.1"]).to.deep.equal(["有 1 件事没有送达或办成"]);
    expect(JSON.stringify(desk.card("pub.1", "没有送达").card)).to.contain("初审：第一篇");
    expect(await isWell(), "what WeCom refuses is no fault of the program").to.equal(true);
    await desk.submitted("第二篇");
    await desk.submitted("第三篇");
    await desk.advance("PT50M");
    await look();
    expect((await desk.news())["pub.1"]).to.equal(undefined);
    await desk.advance("PT11M");
    await look();
    expect((await desk.news())["pub.1"]).to.deep.equal(["有 2 件事没有送达或办成"]);
    await desk.advance("PT5M");
    await look();
    expect(await desk.news()).to.deep.equal({});
  });

  it("its own card that does not arrive is no news for another one", async () => {
    desk.sandbox.faults.unreachable = ["pub.1"];
    await ownerless();
    for (let hour = 0; hour < 3; hour += 1) {
      await look();
      await desk.advance("PT61M");
    }
    expect((await desk.services.uow.read((tx) => tx.find(Finding))).map(({ kind }) => kind)).to.deep.equal(["ownerless"]);
    expect(Object.keys(await desk.news())).not.to.include("pub.1");
    expect(await desk.services.uow.read((tx) => desk.services.letters.open(tx))).to.have.length(1);
  });

  describe("a job that is silent", () => {
    let wall = 0;
    const watching = (): { watchdog: Watchdog; jobs: JobWatch } => {
      const { uow, clock, leases, duties, env, sentHeads } = desk.services;
      const shifted = { now: () => clock.now(), wallNow: () => new Date(Date.now() + wall) };
      const jobs = new JobWatch(shifted, leases);
      const rendering = new Rendering(duties, env.wecom.agentId, null);
      const reader = new WatchReader(clock, duties, new Letters(clock, rendering), sentHeads);
      return { jobs, watchdog: new Watchdog(uow, clock, new Outbox(uow, clock), reader, jobs, `${env.publicUrl}/#/`) };
    };
    beforeEach(() => (wall = 0));

    it("is found after its pause and two minutes, and what has just started is given its time", async () => {
      const { watchdog, jobs } = watching();
      jobs.expect(JOBS.filter((job) => !job.everywhere));
      await watchdog.look();
      expect(await open()).to.deep.equal([]);
      wall = 3.5 * MINUTE_MS;
      for (const job of JOBS.filter(({ name, schedule }) => schedule === "* * * * *" && name !== "deadlines.sweep")) {
        await desk.services.leases.done(job.name);
      }
      const state = await jobs.state();
      expect(state.filter((job) => job.late).map((job) => job.name))
        .to.include("deadlines.sweep")
        .and.not.to.include("sessions.purge");
      await watchdog.look();
      await watchdog.look();
      expect((await open()).map(({ words }) => words)).to.include("时限巡检：已有 3 分钟没有完成过");
      const news = await desk.news();
      expect(Object.keys(news)).to.deep.equal(["pub.1"]);
      expect(news["pub.1"]).to.have.length(1);
      expect(await watchdog.isWell()).to.equal(false);
    });
  });

  describe("the heartbeat", () => {
    let outside: Server;
    let url: string;
    let status = 200;
    let silent = false;
    const heard: { method: string | undefined; url: string | undefined; body: string }[] = [];
    const said: string[] = [];
    const textOf = async (request: IncomingMessage): Promise<string> => {
      let text = "";
      for await (const part of request) text += String(part);
      return text;
    };
    before(async () => {
      outside = createServer((request, response) => {
        void textOf(request).then((body) => {
          heard.push({ method: request.method, url: request.url, body });
          if (silent) response.socket?.destroy();
          else response.writeHead(status, { location: "https://elsewhere.example/" }).end("ok");
        });
      });
      await new Promise<void>((resolve) => outside.listen(0, "127.0.0.1", resolve));
      url = `http://127.0.0.1:${(outside.address() as AddressInfo).port}/ping/secret-key`;
    });
    after(() => new Promise((resolve) => outside.close(resolve)));
    beforeEach(() => {
      heard.length = said.length = 0;
      status = 200;
      silent = false;
    });
    const heartbeat = (at: string | null) => new Heartbeat(at, isWell, (reason) => said.push(reason));

    it("is a bare GET while all is well, stops while anything is wrong, and comes again", async () => {
      await heartbeat(url).beat();
      expect(heard).to.deep.equal([{ method: "GET", url: "/ping/secret-key", body: "" }]);
      await desk.submitted("开学第一课");
      const mend = breaks("firstReviewer", "card");
      await desk.advance("PT3M");
      await heartbeat(url).beat();
      expect(heard).to.have.length(1);
      mend();
      await desk.services.uow.run((tx) => tx.query("UPDATE outbox_message SET state = 'pending', leaseUntil = NULL, owner = NULL"));
      await desk.settle();
      await heartbeat(url).beat();
      expect(heard).to.have.length(2);
      expect(said).to.deep.equal([]);
    });

    it("stops while WeCom takes nothing: somebody outside can tell by other means", async () => {
      for (const userid of ["ed.1"]) await desk.token(userid);
      desk.sandbox.faults.down = true;
      await desk.submitted("开学第一课");
      await desk.advance("PT6M");
      await heartbeat(url).beat();
      expect(heard).to.deep.equal([]);
      desk.sandbox.faults.down = false;
      await desk.advance("PT6M");
      await heartbeat(url).beat();
      expect(heard).to.have.length(1);
    });

    it("that is not heard disturbs nothing and tells no address; without an address there is none", async () => {
      status = 500;
      await heartbeat(url).beat();
      status = 302;
      await heartbeat(url).beat();
      silent = true;
      await heartbeat(url).beat();
      await heartbeat("http://127.0.0.1:1/ping/secret-key").beat();
      await heartbeat(null).beat();
      expect(heard).to.have.length(3);
      expect(said).to.deep.equal(["answered with 500", "TypeError", "TypeError"]);
    });
  });
});
