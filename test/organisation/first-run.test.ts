import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AuditEntry } from "../../entities/audit-entry.js";
import type { Env } from "../../server/env.js";
import { openLog } from "../../server/operations/log.js";
import { importAtStart } from "../../server/organisation/first-run.js";
import { desk, soundFile, type Desk, type Loose } from "./sample.js";

describe("the first start", () => {
  let place: Desk;
  let folder: string;
  beforeEach(async () => {
    place = await desk();
    folder = mkdtempSync(join(tmpdir(), "organisation-start-"));
  });
  afterEach(async () => {
    await place.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = (organisationFile: string | null, sandbox: object | null = null): Promise<void> =>
    importAtStart({ organisation: place.organisation, log: openLog("silent") }, { organisationFile, sandbox } as Env);
  const acts = () => place.uow.read((tx) => tx.find(AuditEntry));

  it("gives the sandbox the demonstration organisation, once, and says on record that the program did it", async () => {
    await start(null, {});
    await start(null, {});
    expect(await place.organisation.people()).to.have.lengthOf(30);
    expect((await acts()).filter((act) => act.action === "organisation.imported").map((act) => act.via)).to.deep.equal(["system"]);
  });

  it("that meets another one on the same empty database leaves the import to it", async () => {
    let looks = 0;
    const organisation = {
      isEmpty: async () => looks++ === 0 || place.organisation.isEmpty(),
      importFile: place.organisation.importFile.bind(place.organisation),
    } as typeof place.organisation;
    await start(null, {});
    await importAtStart({ organisation, log: openLog("silent") }, { organisationFile: null, sandbox: {} } as Env);
    expect(looks).to.equal(2);
    expect((await acts()).filter((act) => act.action === "organisation.imported")).to.have.lengthOf(1);
  });

  it("imports nothing in real mode where no file is named", async () => {
    await start(null);
    expect(await place.organisation.isEmpty()).to.equal(true);
  });

  it("stops with every error of the named file, a line each", async () => {
    const file: Loose = soundFile();
    file.people[0].birthOn = "1990-02-30";
    file.offices.topLeader = "ghost";
    writeFileSync(join(folder, "wrong.json"), JSON.stringify(file));
    const outcome = await start(join(folder, "wrong.json")).then(
      () => "started",
      (error: Error) => error.message,
    );
    expect(outcome.split("\n")).to.have.lengthOf(4);
    expect(outcome).to.match(/wrong\.json 没有导入\n.*2 处错误.*\n人员.*日期.*\noffices\.topLeader：.*ghost/);
    expect(await place.organisation.isEmpty()).to.equal(true);
  });
});
