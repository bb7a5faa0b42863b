import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DataSource } from "typeorm";
import { HeadFile } from "../../server/audit/head-file.js";
import { AuditRecord } from "../../server/audit/record.js";
import { openDataSource } from "../../server/data-source.js";
import type { Clock } from "../../server/kernel/clock.js";
import { SETTING_DEFAULTS } from "../../server/regulation/settings.js";
import { UnitOfWork } from "../../server/kernel/unit-of-work.js";
import { Organisation } from "../../server/organisation/service.js";

/** A loose copy of an organisation file, to be spoiled in one place. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Loose = any;

const person = (userid: string, unit: string) => ({
  userid,
  name: `岗位 ${userid}`,
  unit,
  membership: "party",
  birthOn: "1990-01-01",
  established: true,
  trainedUntil: "2027-12-31",
  leavesOn: null,
});

/** The smallest organisation in which nothing is wrong and nothing is missing. */
export const soundFile = (): Loose => ({
  units: [
    { id: "lead", name: "书记班子", kind: "secretariat", wecomDepartmentId: 2, head: "top" },
    { id: "publicity", name: "宣传部", kind: "publicity", wecomDepartmentId: 3, head: "head", leaderInCharge: "top" },
  ],
  people: [person("top", "lead"), ...["ed", "first", "second", "head", "spare"].map((userid) => person(userid, "publicity"))],
  accounts: [
    {
      id: "wx",
      platform: "wechat",
      name: "公众号·宣传部",
      unit: "publicity",
      status: "active",
      certifiedAs: "宣传部",
      lastPublishedOn: "2026-11-01",
      roles: { editors: ["ed"], firstReviewers: ["first"], secondReviewers: ["second"], finalReviewer: "head", custodian: "second" },
    },
  ],
  offices: {
    topLeader: "top",
    secretariat: ["top"],
    publicityHead: "head",
    publicityDuty: ["first"],
    dataCentreHead: "spare",
    dataCentreDuty: ["spare"],
    generalOffice: ["spare"],
    discipline: ["spare"],
    administrators: ["spare"],
  },
});

export interface Desk {
  dataSource: DataSource;
  uow: UnitOfWork;
  audit: AuditRecord;
  organisation: Organisation;
  close(): Promise<void>;
}

/** An organisation on an embedded database of its own, on the morning of 22 November 2026 in Shanghai unless another moment is given. */
export const desk = async (now = "2026-11-22T09:00:00+08:00"): Promise<Desk> => {
  const folder = mkdtempSync(join(tmpdir(), "organisation-"));
  const dataSource = await openDataSource(`sqlite:${join(folder, "desk.sqlite")}`);
  await dataSource.runMigrations();
  const uow = new UnitOfWork(dataSource);
  const clock: Clock = { now: () => new Date(now), wallNow: () => new Date(now) };
  const headFile = new HeadFile(join(folder, "head.json"), (error) => {
    throw error;
  });
  const audit = new AuditRecord(uow, clock, headFile);
  const close = async (): Promise<void> => {
    await headFile.settled();
    await dataSource.destroy();
    rmSync(folder, { recursive: true, force: true });
  };
  return { dataSource, uow, audit, organisation: new Organisation(uow, audit, clock, SETTING_DEFAULTS), close };
};
