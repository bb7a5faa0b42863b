import { expect } from "chai";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { soundFile, type Loose } from "./sample.js";
import { bookOf, soundSheets } from "./workbooks.js";

interface Outcome {
  code: number | null;
  out: string[];
  err: string[];
}

const linesOf = (text: string): string[] => text.split("\n").filter((line) => line !== "");

describe("npm run organisation", function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "organisation-command-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = (...args: string[]): Promise<Outcome> =>
    new Promise((resolve, reject) => {
      const env = { PATH: process.env.PATH, TZ: "UTC", DATABASE_URL: `sqlite:${join(folder, "desk.sqlite")}` };
      const child = spawn(process.execPath, ["--import", "tsx", "server/commands/organisation.ts", ...args], { env });
      const heard = { out: "", err: "" };
      child.stdout.on("data", (chunk: Buffer) => (heard.out += chunk.toString("utf8")));
      child.stderr.on("data", (chunk: Buffer) => (heard.err += chunk.toString("utf8")));
      child.on("error", reject);
      child.on("close", (code) => resolve({ code, out: linesOf(heard.out), err: linesOf(heard.err) }));
    });

  const write = (name: string, content: string | Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };

  it("imports a file and lists what is missing, and lists it again when asked", async () => {
    const file: Loose = soundFile();
    file.accounts[0].status = "unregistered";
    file.accounts[0].roles.custodian = null;
    const imported = await run("import", write("one.json", `\ufeff${JSON.stringify(file)}`));
    const gaps = [
      "发现 2 处缺口，其中 1 处影响工作：",
      "［影响工作］账号「公众号·宣传部」：尚未备案，不能送审；请按第8条报宣传部，经书记会审议决定（第8条）",
      "［提醒］账号「公众号·宣传部」：没有密码管理人，请指定一名在编人员（第18条）",
    ];
    expect(imported).to.deep.equal({
      code: 0,
      out: ["已导入：单位 2 个，人员 6 人，账号 1 个；新增 22 项，变更 0 项，停用 0 项。", ...gaps],
      err: [],
    });
    expect(await run("check")).to.deep.equal({ code: 0, out: gaps, err: [] });
  });

  it("names every error on a line of its own, writes nothing and ends with 1", async () => {
    const file: Loose = soundFile();
    file.accounts[0].roles.editors = ["ghost"];
    file.people[0].birthOn = "1990-02-30";
    const refused = await run("import", write("wrong.json", JSON.stringify(file)));
    expect(refused.code).to.equal(1);
    expect(refused.out).to.deep.equal([]);
    expect(refused.err).to.deep.equal([
      "组织信息有 2 处错误，没有写入任何内容；请逐条改正后重新导入。",
      "人员「岗位 top」 birthOn：应为真实存在的日期，写作 2026-11-22 的样子",
      "账号「公众号·宣传部」 roles.editors[0]：人员（people）中没有「ghost」，请补充此人或改正 userid",
    ]);
    expect((await run("check")).out[0]).to.equal("发现 9 处缺口，其中 9 处影响工作：");
  });

  it("writes a template and the present state, never over a file, and takes both back", async () => {
    const [template, present, json] = ["template.xlsx", "present.xlsx", "present.json"].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    expect(await run("template", template)).to.deep.equal({ code: 0, out: [`已写出：${template}`], err: [] });
    expect((await run("import", template)).err[1]).to.equal("整个文件：各工作表都还没有填写内容");
    await run("import", write("one.xlsx", await bookOf(soundSheets())));
    expect((await run("export", present)).code).to.equal(0);
    expect((await run("export", json)).code).to.equal(0);
    expect(await run("export", present)).to.deep.equal({ code: 1, out: [], err: [`文件已经存在，请换一个文件名：${present}`] });
    for (const path of [present, json])
      expect((await run("import", path)).out).to.deep.equal([
        "已导入：单位 2 个，人员 6 人，账号 1 个；新增 0 项，变更 0 项，停用 0 项。",
        "没有发现缺口。",
      ]);
    expect(statSync(present).mode & 0o777).to.equal(0o600);
  });

  it("names sheet, row and column of what is wrong in a workbook", async () => {
    const sheets = soundSheets();
    (sheets["人员"]?.[6] ?? [])[4] = "1990-02-30";
    const { code, err } = await run("import", write("wrong.xlsx", await bookOf(sheets)));
    expect([code, ...err]).to.deep.equal([
      1,
      "组织信息有 1 处错误，没有写入任何内容；请逐条改正后重新导入。",
      "«人员»第 7 行「出生日期」：应为真实存在的日期，写成 2026-11-22 的样子，却是「1990-02-30」",
    ]);
  });

  it("says what it can do when asked for something else", async () => {
    for (const args of [[], ["import"], ["check", "now"], ["remove", "one.json"], ["template"], ["export"], ["toString", "x"]]) {
      const { code, err } = await run(...args);
      expect(code).to.equal(1);
      expect(err[0]).to.equal("用法：");
    }
  });

  it("says what a wrong DATABASE_URL should look like", async () => {
    const path = write("one.json", JSON.stringify(soundFile()));
    const env = { PATH: process.env.PATH, DATABASE_URL: "postgres://x" };
    const child = spawn(process.execPath, ["--import", "tsx", "server/commands/organisation.ts", "import", path], { env });
    let err = "";
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString("utf8")));
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(code).to.equal(1);
    expect(linesOf(err)).to.deep.equal(["环境变量 DATABASE_URL 不正确：应以 sqlite: 或 mysql:// 开头"]);
  });
});
