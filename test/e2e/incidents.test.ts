import { expect } from "chai";
import type { FrameLocator } from "playwright-core";
import { SCREENS, shoot, type Screen } from "./support/browser.js";
import { Phones, tap } from "./support/phones.js";
import { fits, stageFor } from "./support/stage.js";

const DUTY = "宣传部值班（一）";
const TOP = "主要领导（书记）";
const VICE = "分管领导（宣传和大数据）";
const TITLE = "网传某高校志愿服务活动现场发生拥挤，多名学生集中反映组织混乱";

describe("article 24 › a red alert by a stranger in the sandbox", function () {
  this.timeout(60_000);
  const stage = stageFor();

  const report = async (app: FrameLocator): Promise<void> => {
    await tap(app.getByText("舆情", { exact: true }).last());
    await tap(app.getByText("报舆情", { exact: true }).last());
    await app.locator("input").first().fill("https://weibo.com/1234567890/NabcDEFgh");
    await app.locator("input").nth(1).fill(TITLE);
    await app.locator("textarea").first().fill("多名学生反映现场拥挤、组织混乱，评论区已有百余条。");
    await tap(app.getByText("上报", { exact: true }).last());
    await tap(app.getByText("研判定级", { exact: true }).last());
    await tap(app.getByText("红色警报（特别重大）").last());
    await app.locator("textarea").first().fill("多家媒体普遍报道，已上热搜");
    await tap(app.getByText("定级", { exact: true }).last());
    await app.getByText("启动应急处置方案").first().waitFor();
  };

  it("is reported and raised, climbs past a phone that is off, and the pages say who was rung, who answered and what is owed", async () => {
    await stage.open(stage.desk.sandbox, "laptop");
    const { page } = stage.opened;
    if (await page.getByText("知道了").isVisible()) await page.getByText("知道了").click();
    const phones = new Phones(page);
    const top = await phones.open(TOP);
    await top.getByRole("button", { name: "这部手机" }).click();
    await top.getByLabel("来电时").selectOption({ label: "关机" });
    const app = await phones.workbench(DUTY);
    await report(app);
    await page.getByRole("button", { name: "+10 分钟" }).click();
    await page.getByText("到期事项已处理").waitFor();
    await phones.open(VICE);
    await phones.press(VICE, `红色警报：${TITLE.slice(0, 12)}`, "收到");
    await phones.phone(DUTY).getByRole("button", { name: "重新载入" }).click();
    await tap(app.getByText("舆情", { exact: true }).last());
    await tap(app.getByText(TITLE).first());
    await app.getByText(/人全部送达，1人已点收到/).waitFor();
    await app.getByText("关机").first().waitFor();
    await app.getByText("记录口头报告", { exact: true }).last().waitFor();
    await shoot(page, "incident-sandbox");
  });

  it("the leader opens it to three buttons on a phone, and one of them is enough", async () => {
    const page = await stage.enter("phone", TOP, "/pages/todo/todo");
    await page.getByText(`向主要领导汇报：${TITLE}`).click();
    for (const words of ["收到", "批示", "召集会商"]) await page.getByText(words, { exact: true }).last().waitFor();
    await page.getByText("电话树", { exact: true }).waitFor();
    await fits(page, "phone");
    await shoot(page, "incident-leader-phone");
    await page.getByText("收到", { exact: true }).last().click();
    await page.getByText("已记录收到").first().waitFor();
    await page.getByText("批示", { exact: true }).last().click();
    await page.getByText("同意，抓紧办理。").click();
    await page.getByText("批示", { exact: true }).last().click();
    await page.getByText("批示已发给宣传部和事发部门").first().waitFor();
  });

  for (const screen of Object.keys(SCREENS) as Screen[])
    it(`desk, list, numbers and the whole page stand on a ${screen}`, async () => {
      const page = await stage.enter(screen, DUTY, "/pages/duty-desk/duty-desk", screen === "laptop" ? "dark" : "light");
      await page.getByText("下一项到期").waitFor();
      await fits(page, screen);
      await shoot(page, `duty-desk-${screen}`);
      await page.getByText(TITLE).first().click();
      await page.getByText("已结束的事").waitFor();
      await page.getByText("批示").first().waitFor();
      await fits(page, screen);
      await shoot(page, `incident-${screen}`);
      for (const [path, words] of [
        ["incidents/incidents", "处置中（1）"],
        ["incident-numbers/incident-numbers", "按周（按报告时间）"],
        ["phone-tree/phone-tree", "从上到下依次打电话"],
      ] as const) {
        await page.goto(`${stage.desk.app}/#/pages/${path}`);
        await page.getByText(words).first().waitFor();
        await fits(page, screen);
        await shoot(page, `${path.split("/")[0] ?? ""}-${screen}`);
      }
      await page.emulateMedia({ media: "print" });
      expect(await page.getByText("打印", { exact: true }).isVisible(), "a button is not printed").to.equal(false);
      expect(await page.locator(".print-only").isVisible(), "the sheet has its title").to.equal(true);
    });
});
