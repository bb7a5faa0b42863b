import { readFile, writeFile } from "node:fs/promises";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { readOrganisation } from "../../server/organisation/file.js";
import { organisationSource } from "../../server/organisation/read-file.js";
import type { OrganisationFile } from "../../server/organisation/schema.js";
import { organisationWorkbook } from "../../server/organisation/workbook/write.js";
import { shoot } from "./support/browser.js";
import { stageFor } from "./support/stage.js";

const ADMINISTRATOR = "宣传部值班（一）";
const HEAD = "终审责任人（学校部部长）";
const PAGE = "/pages/organisation/organisation";

describe("the organisation's page in a browser", function () {
  this.timeout(90_000);
  let folder: string;
  const stage = stageFor(/401|422/);
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "organisation-e2e-"));
  });
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
  });

  const choose = async (path: string): Promise<void> => {
    const chooser = stage.opened.page.waitForEvent("filechooser");
    await stage.opened.page.getByText(/^(选择文件|重新选择)$/).click();
    await (await chooser).setFiles(path);
  };

  for (const screen of ["phone", "laptop"] as const) {
    it(`R11-01 shows what is missing, who sits where and whom one seeks (${screen})`, async () => {
      await stage.enter(screen, ADMINISTRATOR, PAGE);
      const { page } = stage.opened;
      await page.getByText("个账号尚未备案").waitFor();
      await page.getByText("经专业培训后方可上岗").first().waitFor();
      await shoot(page, `organisation-gaps-${screen}`);
      await page.getByText("账号岗位").click();
      await page.getByText("初审负责人（学校部）").first().waitFor();
      await shoot(page, `organisation-accounts-${screen}`);
      await page.getByText("找人", { exact: true }).click();
      await page.getByText("找一个人").waitFor();
      await page.locator("input").first().fill("备岗");
      await page.getByText("责任编辑（学校部，备岗）").waitFor();
      await shoot(page, `organisation-people-${screen}`);
      await page.locator("input").first().fill("没有这个人");
      await page.getByText("没有找到").waitFor();
    });
  }

  it("a unit's head sees the unit's gaps and no sheet", async () => {
    await stage.enter("phone", HEAD, PAGE);
    const { page } = stage.opened;
    await page.getByText("责任编辑（学校部，备岗）").waitFor();
    expect(await page.getByText("青年志愿者协会").count()).to.equal(0);
    expect(await page.getByText("信息表", { exact: true }).count()).to.equal(0);
  });

  it("R02-01 the sheet is taken out, corrected, looked at and confirmed at a desk", async () => {
    await stage.enter("laptop", ADMINISTRATOR, PAGE);
    const { page } = stage.opened;
    await page.getByText("信息表", { exact: true }).click();
    const download = page.waitForEvent("download");
    await page.getByText("导出现有信息", { exact: true }).click();
    const taken = await download;
    expect(taken.suggestedFilename()).to.equal("组织信息.xlsx");
    const path = join(folder, "组织信息.xlsx");
    await taken.saveAs(path);
    const file = readOrganisation(organisationSource(await readFile(path), path)).file as OrganisationFile;
    const [first, ...others] = file.people;
    await writeFile(
      join(folder, "错误.xlsx"),
      await organisationWorkbook({ ...file, people: [{ ...(first as (typeof file.people)[number]), name: "" }, ...others] }),
    );
    await choose(join(folder, "错误.xlsx"));
    await page.getByText("«人员»第 2 行「姓名」").waitFor();
    await shoot(page, "organisation-faults-laptop");
    file.accounts[0]?.roles.firstReviewers.push(file.people.at(-1)?.userid ?? "");
    (file.people[1] as (typeof file.people)[number]).trainedUntil = "2028-12-31";
    await writeFile(path, await organisationWorkbook(file));
    await choose(path);
    await page.getByText("确认写入 2 项").waitFor();
    await shoot(page, "organisation-plan-laptop");
    await page.setViewportSize({ width: 390, height: 844 });
    await shoot(page, "organisation-plan-phone");
    await page.getByText("确认写入 2 项").click();
    await page.getByText("已写入 2 项").waitFor();
    await choose(path);
    await page.getByText("与现有信息相同").waitFor();
  });
});
