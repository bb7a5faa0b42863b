import { MoreThanOrEqual } from "typeorm";
import { Deadline } from "../../../entities/deadline.js";
import { Incident } from "../../../entities/incident.js";
import type { IncidentNumbers } from "../../http/contract.js";
import { instantOf, localIso } from "../../kernel/local-time.js";
import { rowsWhere } from "../../kernel/rows.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import { INCIDENT, today, type IncidentsDesk } from "../desk.js";
import { rowOf } from "../own-duties.js";
import { NAMED_DUTIES } from "../rules/discharge.js";
import { AT_ONCE, byLevel, byWeek, counted, kept, mondays, withAtOnce } from "../rules/numbers.js";

const DUTIES = ["setLevel", ...NAMED_DUTIES] as const;

/** The incidents reported in the last weeks, that of today included, and whether their duties were kept. */
export const incidentNumbers = async (tx: Tx, desk: IncidentsDesk, weeks: number): Promise<IncidentNumbers> => {
  const days = mondays(today(desk), weeks);
  const from = days[0] ?? today(desk);
  const now = desk.clock.now();
  const incidents = counted(
    await tx.find(Incident, {
      select: { id: true, level: true, status: true, reportedAt: true, rehearsal: true, mergedInto: true },
      where: { reportedAt: MoreThanOrEqual(instantOf(from, "00:00")) },
    }),
  );
  const minutes = desk.settings.value("incidents.redByHandMinutes");
  const deadlines = await rowsWhere(tx, Deadline, { subjectType: INCIDENT, subjectId: incidents.map(({ id }) => id) });
  return {
    now: localIso(now),
    from,
    to: today(desk),
    total: incidents.length,
    byLevel: byLevel(incidents),
    byWeek: byWeek(incidents, days),
    onTime: kept(withAtOnce(deadlines, minutes), DUTIES, now).map((each) => ({
      ...each,
      title: `${rowOf(each.duty).title}${each.duty === AT_ONCE ? `（立即：${minutes} 分钟内算按时）` : ""}`,
    })),
  };
};
