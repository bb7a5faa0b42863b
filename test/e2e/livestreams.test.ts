import { expect } from "chai";
import type { Page } from "playwright-core";
import type { LivestreamView } from "../../server/http/contract.js";
import { tap as checkIn } from "../support/livestreams.js";
import { Acting } from "./support/acting.js";
import { shoot } from "./support/browser.js";
import { Phones, tap } from "./support/phones.js";
import { fits, stageFor } from "./support/stage.js";

const [PATROLLER, SILENT, RESERVE] = ["second.school", "ed.centre", "ed.association"];
const [PATROLLER_NAME, RESERVE_NAME] = ["二审责任人（学校部在编干部）", "责任编辑（青年志愿者协会）"];
const DUTY_NAME = "宣传部值班（一）";
const TITLE = "志愿服务季直播：走进社区课堂";
const MINUTE_MS = 60_000;

describe("article 14 › a patroller with a bad network", function () {
  this.timeout(60_000);
  // a cut network is an error to the browser, and the point of this suite
  const stage = stageFor(/401|ERR_INTERNET_DISCONNECTED|ERR_EMPTY_RESPONSE|ERR_CONNECTION/);
  let acting: Acting;
  let id: string;
  let start: Date;
  before(() => {
    acting = new Acting(stage.desk);
    start = new Date(Math.ceil(Date.now() / MINUTE_MS) * MINUTE_MS + 120 * MINUTE_MS);
  });

  const act = (userid: string, verb: string, body: object = {}) =>
    acting.post<LivestreamView>(userid, `/api/livestreams/${id}/${verb}`, body);
  const after = (minutes: number): Date => new Date(start.getTime() + minutes * MINUTE_MS);
  /** Sets the network of a page: as in a crowded hall, or none at all. */
  const networkOf = async (page: Page): Promise<(how: "slow" | "cut") => Promise<void>> => {
    const session = await page.context().newCDPSession(page);
    return async (how) =>
      void (await session.send("Network.emulateNetworkConditions", {
        ...{ offline: how === "cut", latency: 200, downloadThroughput: 200_000, uploadThroughput: 40_000 },
      }));
  };
  const takePhoto = async (page: Page): Promise<void> => {
    const buffer = await page.screenshot({ type: "jpeg", quality: 40 });
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.getByText(/拍照或选截图/).click()]);
    await chooser.setFiles({ name: "现场.jpg", mimeType: "image/jpeg", buffer });
    await page.getByText("再加一张").waitFor();
  };

  it("an application with something missing brings the topmost field into view, with the cursor in it", async () => {
    const page = await stage.enter("phone", "责任编辑（青年发展部）", "/pages/apply-livestream/apply-livestream");
    const send = page.getByText("提交申请", { exact: true }).last();
    await send.waitFor();
    const shown = async (field: string): Promise<void> => {
      await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
      await send.click();
      await page.waitForFunction(
        (id) => {
          const { top, bottom } = document.getElementById(id)?.getBoundingClientRect() ?? { top: -1, bottom: -1 };
          // while it scrolls, the head moves with the page
          const still = document.querySelector(".uni-page-head")?.getBoundingClientRect().top === 0;
          return still && top >= 43 && bottom < window.innerHeight - 80;
        },
        `field-${field}`,
        { timeout: 5_000 },
      );
    };
    await shown("title");
    await page.waitForFunction(() => document.activeElement?.closest("#field-title") !== null, undefined, { timeout: 5_000 });
    await page.keyboard.type(TITLE);
    await shown("accountId");
    await page.getByText("请选择账号").first().waitFor();
    await fits(page, "phone");
    await shoot(page, "apply-livestream-fault-phone");
  });

  it("is applied for too late, which everybody sees, is filed, and gets its team", async () => {
    const application = {
      ...{ title: TITLE, accountId: "bili-media", initiatingUnitId: "youth", startAt: start.toISOString(), endAt: after(60).toISOString() },
      venue: { inOffice: true, officeEquipment: true },
      ...{ host: "ed.youth", onSite: "first.youth", commentControl: "first.media", stopButton: "second.media" },
      ...{ contingency: "断流时切换备用线路，出现不当言论立即停播。", lateReason: "社区昨日才确定场地。" },
    };
    ({ id } = await acting.post<LivestreamView>("ed.youth", "/api/livestreams", application));
    for (const head of ["head.youth", "head.data"]) await act(head, "agreement");
    const page = await stage.enter("phone", DUTY_NAME, `/pages/livestream/livestream?id=${id}`);
    await page.getByText("逾期申报", { exact: true }).first().waitFor();
    await page
      .getByText(/提前 7 天/)
      .first()
      .waitFor();
    await fits(page, "phone");
    await shoot(page, "livestream-late-phone");
    await page.getByText("备案", { exact: true }).last().click();
    await page.getByText("备案", { exact: true }).last().click();
    await page.getByText("已备案，申请人和双方负责人会收到").first().waitFor();
    await act("duty.publicity1", "patrol", { members: [PATROLLER, SILENT], lead: PATROLLER, reserve: RESERVE });
    for (const userid of [PATROLLER, SILENT, RESERVE]) await act(userid, "patrol/acceptance");
    const { team } = await act("duty.data", "training", { members: [PATROLLER, SILENT, RESERVE] });
    expect(team.every(({ trainedAt }) => trainedAt !== null)).to.equal(true);
  });

  it("checks in with a photo over a slow network; cut off, the next one waits with its photo, and goes out when the app is opened again", async () => {
    await acting.to(after(-29));
    for (const userid of [PATROLLER, SILENT]) await act(userid, "check-ins", checkIn("arrival", new Date()));
    await acting.to(after(0.1));
    await act(SILENT, "check-ins", checkIn("start", new Date()));
    const page = await stage.enter("phone", PATROLLER_NAME, `/pages/check-in/check-in?id=${id}`, "dark");
    await page.getByText("先拍一张照片或截图").waitFor();
    const network = await networkOf(page);
    await network("slow");
    await takePhoto(page);
    await page.getByText("还有 10 项没有核对").waitFor();
    await shoot(page, "check-in-first-phone");
    await page.getByText("以上都看过，全部正常").click();
    await page.getByText("正常，打卡", { exact: true }).click();
    await page.getByText("已打卡", { exact: true }).first().waitFor();

    await acting.to(after(20.1));
    await page.reload();
    await page.getByText("正常，打卡", { exact: true }).waitFor();
    await page.getByText(/沿用上次（/).waitFor();
    await network("cut");
    await takePhoto(page);
    await page.getByText("正常，打卡", { exact: true }).click();
    await page.getByText("待上传 1 条").waitFor();
    await page.getByText(/巡查，照片 1 张/).waitFor();
    await fits(page, "phone");
    await shoot(page, "check-in-offline-phone");
    const { context } = stage.opened;
    await page.close();
    await acting.to(after(24));

    const again = await context.newPage();
    const sent = again.waitForResponse((answer) => answer.url().endsWith(`/${id}/check-ins`) && answer.request().method() === "POST");
    await again.goto(`${stage.desk.app}/#/pages/todo/todo`);
    expect((await sent).status()).to.equal(201);
    await again.goto(`${stage.desk.app}/#/pages/check-in/check-in?id=${id}`);
    await again.getByText(/补传/).first().waitFor();
    expect(await again.getByText(/待上传/).count()).to.equal(0);
  });

  it("the board shows 补传 with its photo and who is missing; the reserve stands in, and 宣传部值班 has been told in time", async () => {
    await acting.to(after(31));
    const told = (await Promise.all(["duty.publicity1", "duty.publicity2"].map((userid) => acting.chat(userid)))).join();
    expect(told).to.contain(`巡查漏打卡 10 分钟：${TITLE}`);
    const board = await stage.enter("laptop", DUTY_NAME, `/pages/live-board/live-board?id=${id}`);
    await board.getByText("补传", { exact: true }).waitFor();
    await board.getByText(/漏打卡：责任编辑（青少年活动中心）/).waitFor();
    await board.locator("img").first().waitFor();
    expect(await board.getByText("我来接替").count(), "not for 宣传部").to.equal(0);
    await fits(board, "laptop");
    await shoot(board, "live-board-laptop");
    const reserve = await stage.enter("phone", RESERVE_NAME, `/pages/live-board/live-board?id=${id}`);
    await reserve.getByText("我来接替", { exact: true }).click();
    await reserve.getByText(/由 责任编辑（青年志愿者协会） 接替/).waitFor();
    await fits(reserve, "phone");
    await shoot(reserve, "live-board-phone");
  });

  it("in the sandbox a phone's network is cut with the check-in page left open, and joined again", async () => {
    await stage.open(stage.desk.sandbox, "laptop");
    const { page } = stage.opened;
    if (await page.getByText("知道了").isVisible()) await page.getByText("知道了").click();
    const app = await new Phones(page).workbench(RESERVE_NAME);
    await tap(app.getByText("直播", { exact: true }).last());
    await tap(app.getByText(TITLE).first());
    await tap(app.getByText("去打卡", { exact: true }).last());
    await tap(app.getByText("以上都看过，全部正常"));
    await app.getByText("正常，打卡", { exact: true }).waitFor();
    const network = page.locator("article.phone:visible").getByRole("switch", { name: "手机网络" });
    await network.click();
    await page.getByText("无网络", { exact: true }).waitFor();
    await tap(app.getByText("正常，打卡", { exact: true }));
    await app.getByText("待上传 1 条").waitFor();
    await shoot(page, "check-in-sandbox-cut");
    await network.click();
    await tap(app.getByText("立即上传", { exact: true }));
    await app.getByText("待上传 1 条").waitFor({ state: "hidden" });
    await app
      .getByText(/第 2 轮巡查/)
      .first()
      .waitFor();
    // the clock is moved with the page left open: it follows at once
    await acting.to(after(45));
    await app.getByText(/还有 1[45] 分/).waitFor({ timeout: 5_000 });
  });
});
