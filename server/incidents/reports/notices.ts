import type { Actor } from "../../identity/actor.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import type { IncidentsDesk } from "../desk.js";
import { tell } from "../notices.js";
import { whoHolds } from "../rules/who-holds.js";
import { currentVersion, type ReportFacts, type WrittenDuty } from "../rules/written-report.js";

/** To whoever wrote the version, and to 宣传部: it came back. Why stands on the page. */
export const tellSentBack = (desk: IncidentsDesk, tx: Tx, facts: ReportFacts, by: Actor): Promise<void> => {
  const version = currentVersion(facts);
  const to = [...(version ? [version.byUserid] : []), ...whoHolds(facts.incident.people, "publicityDepartment")];
  return tell(
    desk,
    tx,
    facts.incident,
    `report-back:${facts.task.id}:${version?.revision ?? 0}`,
    to.filter((userid) => userid !== by.userid),
    {
      title: "书面报告被退回",
      duty: facts.task.duty as WrittenDuty,
      rows: [
        { keyname: "退回人", value: by.name },
        { keyname: "版本", value: `第${version?.revision ?? 0}版` },
        { keyname: "意见", value: "请打开查看，修改后重新送签" },
      ],
      link: desk.link("written-report", facts.task.id),
    },
  );
};
