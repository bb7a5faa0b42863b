import { expect } from "chai";
import { AuditEntry } from "../../entities/audit-entry.js";
import type { DischargeInput, IncidentDuty, IncidentDutyView } from "../../server/http/contract.js";
import { Desk } from "../support/desk.js";
import { incidentCalls } from "../support/incidents.js";
import { withSecretariat } from "../support/leaders.js";

/** Every row of the matrix of Article 24 that has a due time: by whom it is discharged, and when it is due from each start. */
const ROWS: readonly {
  duty: IncidentDuty;
  level: "yellow" | "orange" | "red";
  by: string;
  how: DischargeInput["how"];
  due: Record<string, string>;
}[] = [
  {
    duty: "handleYellow",
    level: "yellow",
    by: "media.head",
    how: "page",
    due: { weekday: "2026-11-25T18:00", nationalDay: "2026-10-08T18:00", newYear: "2026-02-24T18:00" },
  },
  {
    duty: "reportOrange",
    level: "orange",
    by: "pub.head",
    how: "phone",
    due: { weekday: "2026-11-24T12:00", nationalDay: "2026-10-01T02:40", newYear: "2026-02-17T02:30" },
  },
  {
    duty: "writeUpOrange",
    level: "orange",
    by: "pub.1",
    how: "written",
    due: { weekday: "2026-11-25T09:00", nationalDay: "2026-10-01T23:40", newYear: "2026-02-17T23:30" },
  },
  ...(["startEmergencyPlan", "reportSuperior", "reportCyberspace"] as const).map((duty) => ({
    duty,
    level: "red" as const,
    by: "pub.1",
    how: "phone" as const,
    due: { weekday: "2026-11-24T10:00", nationalDay: "2026-10-01T00:40", newYear: "2026-02-17T00:30" },
  })),
  {
    duty: "writeUpRed",
    level: "red",
    by: "pub.1",
    how: "written",
    due: { weekday: "2026-11-25T09:00", nationalDay: "2026-10-01T23:40", newYear: "2026-02-17T23:30" },
  },
];

const STARTS: Readonly<Record<string, string>> = {
  weekday: "2026-11-24T09:00:00+08:00",
  nationalDay: "2026-09-30T23:40:00+08:00",
  newYear: "2026-02-16T23:30:00+08:00",
};

describe("article 24 › the matrix: every duty a second before it is due and when it is, over midnight and the long holidays", function () {
  this.timeout(120_000);
  let desk: Desk;
  afterEach(() => desk.close());

  for (const [name, start] of Object.entries(STARTS))
    for (const level of ["yellow", "orange", "red"] as const)
      it(`${name}, ${level}: not late a second before, late from then, and late for good`, async () => {
        desk = await Desk.open({ at: start, organisation: withSecretariat() });
        const calls = incidentCalls(desk);
        const { id } = await calls.report("school.ed", { unitId: "media", discoveredAt: start });
        await calls.act("pub.1", id, "level", { level, reason: "评论区讨论较多" });
        if (level === "orange") await calls.act("media.head", id, "finish", { note: "已恢复供水", at: start });
        const shown = async (duty: string): Promise<IncidentDutyView | undefined> => {
          desk.logOut("pub.1");
          return (await calls.view("pub.1", id)).duties.find((each) => each.duty === duty);
        };
        const rows = ROWS.filter((row) => row.level === level);
        for (const moment of [...new Set(rows.map(({ due }) => due[name] ?? ""))].sort()) {
          const now = rows.filter(({ due }) => due[name] === moment);
          const dueAt = Date.parse(`${moment}:00+08:00`);
          await desk.to(new Date(dueAt - 1000).toISOString());
          for (const { duty } of now) {
            const before = await shown(duty);
            expect(before?.dueAt?.slice(0, 16), duty).to.equal(moment);
            expect(before, duty).to.include({ state: "open", late: false, lateMinutes: 0 });
          }
          await desk.to(new Date(dueAt + 1000).toISOString());
          for (const { duty } of now) expect(await shown(duty), duty).to.include({ state: "open", late: true });
          await desk.to(new Date(dueAt + 7 * 60_000).toISOString());
          if (level === "orange" && now.some(({ duty }) => duty === "reportOrange"))
            await desk.press("lead.vice", "橙色警报", "acknowledge");
          for (const { duty, by, how } of now) {
            desk.logOut(by);
            await calls.discharge(by, id, duty, { note: "已办", how });
            expect(await shown(duty), duty).to.include({ state: "discharged", late: true, lateMinutes: 7 });
          }
        }
        const missed = await desk.services.uow.read((tx) => tx.findBy(AuditEntry, { action: "deadline.missed", subjectId: id }));
        const once = missed
          .map(({ facts }) => (JSON.parse(facts) as { duty: string }).duty)
          .filter((duty) => rows.some((row) => row.duty === duty));
        expect(once.sort()).to.deep.equal(rows.map(({ duty }) => duty).sort());
        expect((await desk.services.audit.verify()).broken).to.equal(null);
      });
});
