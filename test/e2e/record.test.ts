import { expect } from "chai";
import { shoot, type Screen } from "./support/browser.js";
import { stageFor } from "./support/stage.js";

const ADMINISTRATOR = "宣传部值班（一）";

describe("the record in a browser", function () {
  this.timeout(90_000);
  const stage = stageFor();

  const open = async (screen: Screen): Promise<void> => {
    await stage.open(`${stage.desk.app}/#/pages/record/record`, screen);
    await stage.opened.page.getByText(ADMINISTRATOR).first().click();
    await stage.opened.page.getByText("记录链").first().waitFor();
  };

  it("is looked through at a tap, and says in one word that it is whole", async () => {
    await open("phone");
    const { page } = stage.opened;
    await page.getByText("还没有核对过").waitFor();
    await page.getByText("现在核对", { exact: true }).click();
    await page.getByText("完整", { exact: true }).waitFor();
    await page.getByText(/核对了记录链：完整/).waitFor();
    await shoot(page, "record");
  });

  it("from an act one comes to its subject, or to more of the same", async () => {
    await open("phone");
    const { page } = stage.opened;
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
    const { page } = stage.opened;
    await page.getByText("核对保存的链头").click();
    await page.locator(".sheet input").fill("3:0000000000000000");
    await page.getByText("核对", { exact: true }).last().click();
    await page.getByText(/第 3 条与您输入的链头不一致/).waitFor();
    await shoot(page, "record-wide");
  });
});
