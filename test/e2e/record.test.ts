import { expect } from "chai";
import type { Browser } from "playwright-core";
import { launchBrowser, openPage, shoot, type OpenPage, type Screen } from "./support/browser.js";
import { startDesk, type RunningDesk } from "./support/running-desk.js";

const ADMINISTRATOR = "宣传部值班（一）";

describe("the record in a browser", function () {
  this.timeout(90_000);
  let browser: Browser;
  let desk: RunningDesk;
  let opened: OpenPage;
  before(async () => {
    browser = await launchBrowser();
    desk = await startDesk();
  });
  after(async () => {
    await browser.close();
    await desk.stop();
  });
  afterEach(async function () {
    if (this.currentTest?.state === "failed") await shoot(opened.page, `failed-${this.currentTest.title.slice(0, 20)}`);
    const problems = opened.problems.filter((problem) => !problem.includes("401"));
    await opened.context.close();
    expect(problems).to.deep.equal([]);
  });

  const open = async (screen: Screen): Promise<void> => {
    opened = await openPage(browser, `${desk.app}/#/pages/record/record`, screen);
    await opened.page.getByText(ADMINISTRATOR).first().click();
    await opened.page.getByText("记录链").first().waitFor();
  };

  it("is looked through at a tap, and says in one word that it is whole", async () => {
    await open("phone");
    const { page } = opened;
    await page.getByText("还没有核对过").waitFor();
    await page.getByText("现在核对", { exact: true }).click();
    await page.getByText("完整", { exact: true }).waitFor();
    await page.getByText(/核对了记录链：完整/).waitFor();
    await shoot(page, "record");
  });

  it("from an act one comes to its subject, or to more of the same", async () => {
    await open("phone");
    const { page } = opened;
    await page.getByText("通过了初审").first().click();
    await page.getByText(/^只看.*的操作$/).click();
    await page.locator(".chip").waitFor();
    for (const sentence of await page.locator(".sentence").allTextContents()) expect(sentence).not.to.contain("系统");
    await page.locator(".chip").click();
    await page.getByText("通过了初审").first().click();
    await page.getByText(/^打开「/).click();
    await page.getByText("全文", { exact: false }).first().waitFor();
    expect(page.url()).to.contain("/pages/review/review?id=");
  });

  it("a kept head is asked about on a laptop, too", async () => {
    await open("laptop");
    const { page } = opened;
    await page.getByText("核对保存的链头").click();
    await page.locator(".sheet input").fill("3:0000000000000000");
    await page.getByText("核对", { exact: true }).last().click();
    await page.getByText(/第 3 条与您输入的链头不一致/).waitFor();
    await shoot(page, "record-wide");
  });
});
