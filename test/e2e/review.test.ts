import { expect } from "chai";
import { shoot, type Screen } from "./support/browser.js";
import { EDITOR, FINAL, FIRST, Phones, SECOND, tap } from "./support/phones.js";
import { stageFor } from "./support/stage.js";

describe("article 11 › from writing to permit by taps in the sandbox", function () {
  this.timeout(120_000);
  const stage = stageFor();

  const walk = async (screen: Screen, title: string): Promise<void> => {
    await stage.open(stage.desk.sandbox, screen);
    const { page } = stage.opened;
    const phones = new Phones(page);
    if (await page.getByText("知道了").isVisible()) await page.getByText("知道了").click();

    const writing = await phones.workbench(EDITOR);
    await tap(writing.getByText("稿件", { exact: true }).last());
    await tap(writing.getByText("写稿").first());
    await tap(writing.getByText("请选择"));
    await tap(writing.getByText("公众号·宣传部").first());
    await writing.locator("input").first().fill(title);
    await writing.locator("textarea").first().fill("新学期第一天，我们把课堂搬到了校史馆。三位讲述人从一件旧物讲起。");
    await tap(writing.getByText("不涉密：我已核对"));
    await shoot(page, `${screen}-writing`);
    await tap(writing.getByText("提交审核", { exact: true }));
    await writing.getByText("初审中").first().waitFor();
    await phones.back(EDITOR);

    await phones.open(FIRST);
    await phones.card(FIRST, title).waitFor();
    await shoot(page, `${screen}-first-review`);
    await phones.press(FIRST, `初审：${title}`, "通过");
    await phones
      .card(FIRST, title)
      .getByText(/^已由 .*通过$/)
      .waitFor();

    await phones.open(SECOND);
    await phones.press(SECOND, `二审：${title}`, "通过");
    await phones
      .card(SECOND, title)
      .getByText(/^已由 .*通过$/)
      .waitFor();

    await phones.open(FINAL);
    await phones.press(FINAL, `终审：${title}`, "查看并审核");
    const judging = phones.app(FINAL);
    await judging.getByText("截止", { exact: true }).first().waitFor();
    await tap(judging.getByText("全部通过"));
    await shoot(page, `${screen}-final-review`);
    await tap(judging.getByText("通过", { exact: true }).last());
    await judging
      .getByText(/20\d\d-\d{5}/)
      .first()
      .waitFor();
    await phones.back(FINAL);

    await phones.open(EDITOR);
    await phones.press(EDITOR, `登记发布：${title}`, "登记发布");
    const publishing = phones.app(EDITOR);
    await tap(publishing.getByText("登记发布", { exact: true }).last());
    await publishing.locator("input").first().fill("https://example.org/post/1");
    await tap(publishing.getByText("登记", { exact: true }));
    await publishing.getByText("已发布").first().waitFor();
    await tap(publishing.getByText(/^流程/).first());
    for (const step of ["提交审核", "通过了初审", "通过了二审", "通过了终审", "发布许可", "登记发布"])
      await publishing.getByText(step).first().waitFor();
    await publishing.getByText("第11条").first().waitFor();
    await shoot(page, `${screen}-timeline`);
  };

  it("on a laptop, phones side by side", () => walk("laptop", "开学第一课"));
  it("on a phone, one after the other", () => walk("phone", "志愿服务季"));

  it("退回 from the card with a gate reaches the editor with its reason", async () => {
    await stage.open(stage.desk.sandbox, "laptop");
    const phones = new Phones(stage.opened.page);
    await phones.open(FIRST);
    const card = phones.card(FIRST, "初审：冬季志愿服务行动");
    await card.locator("select").selectOption("policy");
    await card.getByRole("button", { name: "退回", exact: true }).click();
    await card.getByText(/^已由 .*退回$/).waitFor();
    await phones.open(EDITOR);
    await phones.card(EDITOR, "修改退回的稿件：冬季").getByText("政策关").waitFor();
  });

  it("two mini-apps in one page stay two persons, also when reloaded", async () => {
    await stage.open(stage.desk.sandbox, "laptop");
    const phones = new Phones(stage.opened.page);
    const editor = await phones.workbench(EDITOR);
    const second = await phones.workbench(SECOND);
    await editor.getByText("我的待办").waitFor();
    await second.getByText("二审：").first().waitFor();
    await phones.phone(EDITOR).getByRole("button", { name: "重新载入" }).click();
    await editor.getByText("修改退回的稿件").first().waitFor();
    await tap(second.getByText("我经办的"));
    await tap(second.getByText("我的待办"));
    await second.getByText("二审：").first().waitFor();
  });

  it("while WeCom is down a warning stands on the page, and cards arrive when it is back", async () => {
    await stage.open(stage.desk.sandbox, "laptop");
    const { page } = stage.opened;
    const phones = new Phones(page);
    await phones.open(FIRST);
    await phones.open(SECOND);
    await page.getByRole("button", { name: "故障" }).click();
    const fault = page.getByRole("switch", { name: "企业微信宕机" });
    await fault.click();
    await page
      .getByText(/故障中：企业微信宕机/)
      .first()
      .waitFor();
    await shoot(page, "laptop-faults");
    await phones.press(FIRST, "初审：寒潮来袭", "通过");
    await phones
      .card(FIRST, "寒潮来袭")
      .getByText(/^已由 .*通过$/)
      .waitFor();
    expect(await phones.card(SECOND, "二审：寒潮来袭").count()).to.equal(0);
    await fault.click();
    await phones.card(SECOND, "二审：寒潮来袭").waitFor({ state: "attached" });
  });

  it("「帮助」 and 「待办」 are answered in the chat", async () => {
    await stage.open(stage.desk.sandbox, "laptop");
    const phones = new Phones(stage.opened.page);
    const phone = await phones.open(FIRST);
    await phone.getByRole("button", { name: "帮助" }).click();
    await phone.getByText("您可以发送").first().waitFor();
    await phone.getByRole("button", { name: "待办" }).click();
    await phone
      .getByText(/您(有|现在没有)/)
      .first()
      .waitFor();
  });
});
