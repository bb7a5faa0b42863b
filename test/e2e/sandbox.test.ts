import { expect } from "chai";
import type { Browser, Locator } from "playwright-core";
import { APP, type Bench, startBench } from "../sandbox/fake-app.js";
import { launchBrowser, openPage, SCREENS, shoot, type OpenPage, type Screen } from "./support/browser.js";
import { Phones } from "./support/phones.js";

const PEOPLE = [
  { userid: "duty.1", name: "宣传部值班", departmentId: 2 },
  { userid: "first.1", name: "初审负责人", departmentId: 3 },
];
const DEPARTMENTS = [
  { id: 2, name: "宣传部" },
  { id: 3, name: "新媒体团队" },
];

describe("the sandbox's page", function () {
  this.timeout(60_000);
  let browser: Browser;
  let bench: Bench;
  let opened: OpenPage;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());
  beforeEach(async () => {
    // calls last on a clock that ticks
    bench = await startBench({ people: PEOPLE, departments: DEPARTMENTS, now: () => new Date(), wall: () => Date.now() });
  });
  afterEach(async () => {
    const { problems } = opened;
    await opened.context.close();
    await bench.stop();
    expect(problems).to.deep.equal([]);
  });

  const open = async (screen: Screen): Promise<Locator> => {
    opened = await openPage(browser, bench.sandbox.url, screen);
    await opened.page.getByText("知道了").click();
    return new Phones(opened.page).open("宣传部值班");
  };
  const api = async (path: string, body: object) => bench.api(`/cgi-bin/${path}`, body, await bench.token());

  for (const screen of Object.keys(SCREENS) as Screen[]) {
    it(`rings a phone until it is answered, on a ${screen}`, async () => {
      const phone = await open(screen);
      await api("pstncc/call", { callee_userid: ["duty.1"] });
      await phone.getByText("企业微信紧急通知").waitFor();
      await shoot(opened.page, `sandbox-ring-${screen}`);
      await phone.getByRole("button", { name: "接听" }).click();
      await phone.getByText("（语音播报）").waitFor();
      await phone.getByRole("button", { name: "挂断" }).click();
      await phone.locator(".call-screen").waitFor({ state: "hidden" });
      expect(bench.sandbox.calls("duty.1").map(({ istalked, reason }) => [istalked, reason])).to.deep.equal([[1, 0]]);
    });

    it(`shows a group beside the chat with the app, on a ${screen}`, async () => {
      await api("appchat/create", { chatid: "red", name: "红色预警", userlist: ["duty.1", "first.1"] });
      await api("appchat/send", { chatid: "red", msgtype: "text", text: { content: "请 <@duty.1> 立即处置" } });
      const phone = await open(screen);
      await phone.getByRole("tab", { name: /红色预警/ }).click();
      await phone.getByText("@宣传部值班").waitFor();
      await phone.getByText("红色预警", { exact: true }).first().waitFor();
      await bench.sandbox.waitFor(() => bench.sandbox.groups()[0]?.messages.every(({ unread }) => !unread.includes("duty.1")));
      await shoot(opened.page, `sandbox-group-${screen}`);
    });

    it(`takes a person out of range and a phone off its network by its own sheet, on a ${screen}`, async () => {
      const phone = await open(screen);
      await phone.getByRole("button", { name: "这部手机" }).click();
      await phone.getByLabel("移出可见范围").click();
      await phone.getByLabel("断开网络").click();
      await phone.getByText("没有网络 · 不在应用的可见范围").waitFor();
      await shoot(opened.page, `sandbox-sheet-${screen}`);
      expect(bench.sandbox.members()[0]?.inRange).to.equal(false);
      const reached = await fetch(`${await bench.sandbox.appUrlOf("duty.1")}/dev/clock`, { method: "POST", body: "{}" }).catch(() => null);
      expect(reached).to.equal(null);
      const answer = await api("message/send", { touser: "duty.1", msgtype: "text", agentid: APP.agentId, text: { content: "您好" } });
      expect(answer.errcode).to.equal(81013);
    });
  }
});
