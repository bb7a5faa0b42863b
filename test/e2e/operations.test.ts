import { expect } from "chai";
import { shoot, type OpenPage, type Screen } from "./support/browser.js";
import { FIRST, Phones } from "./support/phones.js";
import { stageFor } from "./support/stage.js";

const DUTY = "宣传部值班（一）";
const EDITOR = "责任编辑（新媒体团队）";

describe("运行状态 in a browser", function () {
  this.timeout(120_000);
  const stage = stageFor();

  const open = async (name: string, path: string, screen: Screen): Promise<OpenPage> => {
    const page = await stage.open(`${stage.desk.app}${path}`, screen);
    await page.page.getByText(name).first().click();
    return page;
  };
  const faults = (patch: object): Promise<Response> =>
    fetch(`${stage.desk.sandbox}/desk/faults`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(patch),
    });
  /** The editor, logged in; what they submit is on its way to first review. */
  const editor = async (): Promise<{ submit: (title: string) => Promise<void> }> => {
    const { page, context } = await open(EDITOR, "/", "phone");
    await page.getByText("我的待办").waitFor();
    const post = async (path: string, data: object): Promise<{ id: string; revision: number }> => {
      const answer = await context.request.post(`${stage.desk.app}${path}`, { data });
      expect(answer.ok(), `${path}: ${answer.status()}`).to.equal(true);
      return (await answer.json()) as { id: string; revision: number };
    };
    return {
      submit: async (title) => {
        const plannedAt = new Date(Date.now() + 48 * 3_600_000).toISOString();
        const words = { title, body: "正文", category: "normal", urgency: "normal" };
        const { id, revision } = await post("/api/drafts", { accountId: "wx-main", ...words, plannedAt, notClassified: true });
        await post(`/api/drafts/${id}/submit`, { revision });
      },
    };
  };

  for (const screen of ["phone", "laptop"] as const) {
    it(`a card that nobody got is sent again from 更多 › 运行状态, on a ${screen}`, async () => {
      const title = `寒假安全提示 ${screen}`;
      await faults({ unreachable: ["first.media"] });
      await (await editor()).submit(title);
      const { page } = await open(DUTY, "/#/pages/more/more", screen);
      await page.getByText("运行状态", { exact: true }).click();
      await page.getByText(`初审：${title}`).first().waitFor();
      await page.getByText("无人收到").first().waitFor();
      await shoot(page, `${screen}-operations`);
      await faults({ unreachable: [] });
      await page.getByText("重发", { exact: true }).first().click();
      await page.getByText(`已重发「初审：${title}」`).waitFor();
      await page.getByText("一切正常").waitFor();
      const sandbox = await stage.open(stage.desk.sandbox, "laptop");
      if (await sandbox.page.getByText("知道了").isVisible()) await sandbox.page.getByText("知道了").click();
      const phones = new Phones(sandbox.page);
      await phones.open(FIRST);
      await phones.card(FIRST, title).waitFor();
    });
  }

  it("while WeCom takes nothing everybody reads it on 待办", async () => {
    const writer = await editor();
    const { page } = await open(DUTY, "/", "phone");
    await page.getByText("我的待办").waitFor();
    await faults({ foreignIp: true });
    await writer.submit("出口地址变了");
    const banner = page.getByText("暂时无法送达消息");
    for (let tries = 0; tries < 20 && !(await banner.isVisible()); tries += 1) {
      await page.waitForTimeout(500);
      await page.reload();
      await page.getByText("我的待办").waitFor();
    }
    await banner.waitFor();
    await shoot(page, "phone-wecom-down");
    await faults({ foreignIp: false });
  });
});
