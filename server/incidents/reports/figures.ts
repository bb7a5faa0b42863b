import { And, IsNull, LessThan, LessThanOrEqual, MoreThanOrEqual } from "typeorm";
import { Deadline, DeadlineHolder } from "../../../entities/deadline.js";
import { Incident } from "../../../entities/incident.js";
import type { IncidentSummary, LateDuty } from "../../http/contract.js";
import { namesOf } from "../../identity/actor.js";
import { directoryOf } from "../../identity/directory.js";
import { localIso } from "../../kernel/local-time.js";
import { rowsWhere } from "../../kernel/rows.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import { ALERT_LEVEL_RULES } from "../../regulation/alert-levels.js";
import { citation } from "../../regulation/duties.js";
import { closingWords } from "../closings.js";
import { INCIDENT, type IncidentsDesk } from "../desk.js";
import { loadIncident } from "../facts.js";
import { rowOf } from "../own-duties.js";
import { AT_ONCE, withAtOnce } from "../rules/numbers.js";
import { figuresOf, isCounted, isReal, lateBy, wasLate, withoutDoubles } from "../rules/summary.js";
import type { Month } from "./month.js";
import type { UpwardReports } from "./upward.js";

interface Owed {
  task: Deadline;
  incident: Incident;
}

/** 舆情处置月报 (R03-01, R24-14): what was reported in a month, what fell due in it, and every duty that was late. */
export class IncidentFigures {
  constructor(
    private readonly desk: IncidentsDesk,
    private readonly upward: UpwardReports,
  ) {}

  /** The summary of a month as of now. */
  async ofMonth(tx: Tx, month: Month): Promise<IncidentSummary> {
    const now = this.desk.clock.now();
    const at = And(MoreThanOrEqual(month.from), LessThan(month.until));
    const incidents = (await tx.find(Incident, { where: { reportedAt: at }, order: { reportedAt: "ASC", id: "ASC" } })).filter(isCounted);
    const owed = await this.#fellDue(tx, month, now);
    const { levels, onTimeRate } = figuresOf(
      { incidents, duties: owed.map(({ task, incident }) => ({ task, level: incident.level })) },
      now,
    );
    const directory = await directoryOf(tx);
    return {
      now: localIso(now),
      month: month.name,
      running: month.until > now,
      levels: levels.map((each) => ({ ...each, name: ALERT_LEVEL_RULES[each.level].name })),
      unset: incidents.filter(({ level }) => level === null).length,
      upward: (await this.upward.ofMonth(tx, month)).length,
      onTimeRate,
      late: await this.#late(tx, owed, now),
      incidents: incidents.map((each) => ({
        ...{ id: each.id, number: each.number, title: each.title, level: each.level, status: each.status },
        unit: each.unitId === null ? null : (directory.unit(each.unitId)?.name ?? null),
        reportedAt: localIso(each.reportedAt),
        closedAt: each.closedAt && localIso(each.closedAt),
      })),
    };
  }

  /** The duties on incidents whose time ended in the month by now, or which were owed at once and opened in it; what was taken back before its time is not one. */
  async #fellDue(tx: Tx, { from, until }: Month, now: Date): Promise<Owed[]> {
    const dueAt = And(MoreThanOrEqual(from), LessThan(until), LessThanOrEqual(now));
    const timed = await tx.find(Deadline, { where: { subjectType: INCIDENT, dueAt }, order: { dueAt: "ASC", id: "ASC" } });
    const atOnce = await tx.find(Deadline, {
      where: { subjectType: INCIDENT, duty: AT_ONCE, dueAt: IsNull(), openedAt: And(MoreThanOrEqual(from), LessThan(until)) },
      order: { openedAt: "ASC", id: "ASC" },
    });
    const reckoned = withAtOnce(atOnce, this.desk.settings.value("incidents.redByHandMinutes"));
    const tasks = [...timed, ...reckoned.filter((task) => task.dueAt !== null && task.dueAt <= now)];
    const incidents = await rowsWhere(tx, Incident, { id: [...new Set(tasks.map(({ subjectId }) => subjectId))] });
    const byId = new Map(incidents.map((incident) => [incident.id, incident]));
    return withoutDoubles(tasks, (id) => byId.get(id)?.mergedInto?.id ?? null, now).flatMap((task) => {
      const incident = byId.get(task.subjectId);
      return incident && isReal(incident) && (task.state !== "cancelled" || task.missedAt !== null) ? [{ task, incident }] : [];
    });
  }

  /** 逾期清单: every missed duty with its article, whose it was, and by how much. */
  async #late(tx: Tx, owed: readonly Owed[], now: Date): Promise<LateDuty[]> {
    const late = owed.filter(({ task }) => wasLate(task, now));
    const holders = await rowsWhere(tx, DeadlineHolder, { deadlineId: late.map(({ task }) => task.id), releasedAt: null });
    const name = await namesOf(tx, [...holders.map(({ userid }) => userid), ...late.flatMap(({ task }) => task.closedBy ?? [])]);
    const found: LateDuty[] = [];
    for (const { task, incident } of late) {
      const rule = rowOf(task.duty);
      const facts = task.state === "cancelled" ? await loadIncident(this.desk, tx, incident.id) : null;
      found.push({
        incident: { id: incident.id, number: incident.number, title: incident.title, level: incident.level },
        duty: task.duty,
        title: rule.title,
        citation: citation(rule),
        source: rule.source,
        owners: holders.filter(({ deadlineId }) => deadlineId === task.id).map(({ userid }) => name(userid)),
        dueAt: localIso(task.dueAt ?? task.openedAt),
        closedAt: task.state === "discharged" && task.closedAt ? localIso(task.closedAt) : null,
        ended: facts && closingWords(task, facts, name(task.closedBy ?? "").name),
        lateMinutes: lateBy(task, now),
      });
    }
    return found;
  }
}
