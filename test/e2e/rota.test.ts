import type { Page } from "playwright-core";
import { shoot, type Screen } from "./support/browser.js";
import { fits, stageFor } from "./support/stage.js";

const NEXT = "宣传部值班（二）";

describe("article 16 › 值班 in a browser", function () {
  this.timeout(120_000);
  const stage = stageFor(/40[19]|422/);
  before(async () => {
    // the demonstration's rota begins today; tomorrow somebody takes over
    const tomorrow = new Date(Date.now() + 32 * 3_600_000).toISOString().slice(0, 10);
    const to = JSON.stringify({ to: `${tomorrow}T08:45:00+08:00` });
    await fetch(`${stage.desk.app}/dev/clock`, { method: "POST", headers: { "Content-Type": "application/json" }, body: to });
  });

  const enter = async (screen: Screen, name: string): Promise<Page> => {
    const page = await stage.enter(screen, name, "/pages/rota/rota");
    await page.getByText("大数据中心值班").first().waitFor();
    return page;
  };

  it("the one who comes takes over, and finds month, swap and calendar link on a phone", async () => {
    const page = await enter("phone", NEXT);
    await page.getByText("等待接班").first().waitFor();
    await shoot(page, "rota-take-over");
    await page.getByText("已接班", { exact: true }).first().click();
    await page.getByText("已到岗").first().waitFor();
    await page.getByText("月历", { exact: true }).click();
    await page.getByText("数据中心", { exact: true }).last().waitFor();
    await fits(page, "phone");
    await page.getByText("我的", { exact: true }).click();
    await page.getByText("换班", { exact: true }).first().click();
    await page.getByText("和谁换", { exact: true }).waitFor();
    await page.getByText("取消", { exact: true }).click();
    await page.getByText("生成订阅链接").click();
    await page.getByText(/\/ical\/[0-9a-f]{64}\.ics/).waitFor();
    await shoot(page, "rota-mine");
  });

  it("who plans reads every fault of a table at once, on a laptop", async () => {
    const page = await enter("laptop", "终审责任人（宣传部部长）");
    await page.getByText("月历", { exact: true }).click();
    await page.getByText("导入值班表").click();
    await page.locator("textarea").fill("日期\t宣传部值班\n2027-02-30\t甲\n2027-02-01\t不存在");
    await page.getByText("导入为草稿").click();
    await page.getByText("第 2 行").waitFor();
    await page.getByText("没有「不存在」这个人", { exact: false }).waitFor();
    await page.locator("textarea").fill("日期\t宣传部值班\n2027-02-01\t宣传部值班（一）");
    await page.getByText("导入为草稿").click();
    await page.getByText("公布 1 班草稿").waitFor();
    await fits(page, "laptop");
    await shoot(page, "rota-month");
  });
});
