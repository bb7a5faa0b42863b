import { expect } from "chai";
import { shoot } from "./support/browser.js";
import { EDITOR, FIRST, Phones, SECOND } from "./support/phones.js";
import { stageFor } from "./support/stage.js";

describe("the mini-app in a browser", function () {
  this.timeout(90_000);
  const stage = stageFor(/401|ERR_INTERNET_DISCONNECTED/);

  const logIn = async (name: string, path = "/"): Promise<void> => {
    await stage.open(`${stage.desk.app}${path}`, "phone");
    await stage.opened.page.getByText(name).first().click();
  };

  it("asks for a phone, and a deep link survives the login", async () => {
    await logIn(SECOND, "/#/pages/measures/measures");
    const { page } = stage.opened;
    await page.getByText("第11条").first().waitFor();
    expect(page.url()).to.contain("/#/pages/measures/measures");
    for (const article of ["第1条", "第29条"]) await page.getByText(article, { exact: true }).first().waitFor();
    await page.getByText("第11条", { exact: true }).first().click();
    await page.getByText("严把政治关、法律关").first().waitFor();
    await page.evaluate("window.scrollTo(0, 0)");
    await page.reload();
    await page.getByText("共 29 条").waitFor();
    await shoot(page, "measures", { readme: true });
  });

  it("shows to-do, review and timeline as they stand in the demonstration", async () => {
    await logIn(SECOND);
    const { page } = stage.opened;
    await page.getByText("二审：").first().waitFor();
    await shoot(page, "todo", { readme: true });
    await page.getByText("二审：").first().click();
    await page.getByText("全文", { exact: false }).first().waitFor();
    await page.getByText("通过", { exact: true }).last().waitFor();
    await shoot(page, "review", { readme: true });
    await page.getByText(/^流程/).first().click();
    await page.getByText("通过了初审").first().waitFor();
    await shoot(page, "timeline", { readme: true });
  });

  it("keeps what was typed when the network goes, and says what to do", async () => {
    await logIn(EDITOR, "/#/pages/edit/edit");
    const { page, context } = stage.opened;
    await page.getByText("请选择").click();
    await page.getByText("公众号·宣传部").first().click();
    await page.locator("input").first().fill("断网前写的");
    await page.locator("textarea").first().fill("写到一半，网络断了。");
    await page.getByText("不涉密：我已核对").click();
    await context.setOffline(true);
    await page.getByText("保存草稿", { exact: true }).click();
    await page.getByText("网络不可用").first().waitFor();
    await context.setOffline(false);
    await page.reload();
    await page.getByText("已恢复上次没有提交的内容").waitFor();
    await page.waitForFunction(() => document.querySelector("input")?.value === "断网前写的");
    await shoot(page, "phone-restored");
  });

  it("draws three phones side by side for the first look at the product", async () => {
    await stage.open(stage.desk.sandbox, "laptop");
    const { page } = stage.opened;
    const phones = new Phones(page);
    if (await page.getByText("知道了").isVisible()) await page.getByText("知道了").click();
    await phones.card(FIRST, "初审：冬季").waitFor();
    await shoot(page, "sandbox-wide", { readme: true });
  });
});
