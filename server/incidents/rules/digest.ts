import type { Incident } from "../../../entities/incident.js";
import { ALERT_LEVELS, ALERT_LEVEL_RULES, type AlertLevel } from "../../regulation/alert-levels.js";
import { isCounted } from "./summary.js";

/** An incident and what of it is still owed. */
export interface DigestIncident {
  incident: Pick<Incident, "level" | "status" | "reportedAt" | "closedAt" | "rehearsal" | "mergedInto">;
  openDuties: number;
  lateDuties: number;
}

/** The figures of a 舆情日报: what happened since the day began, and what stands. */
export interface DigestFigures {
  fresh: number;
  closed: number;
  unset: number;
  running: Readonly<Record<AlertLevel, number>>;
  openDuties: number;
  lateDuties: number;
}

/** Counts a day from its beginning to the moment of the digest; what was reported after that is the next day's. */
export const digestOf = (incidents: readonly DigestIncident[], { from, until }: { from: Date; until: Date }): DigestFigures => {
  const known = incidents.filter(({ incident }) => isCounted(incident) && incident.reportedAt <= until);
  const open = known.filter(({ incident: { status } }) => status === "reported" || status === "handling" || status === "lifted");
  const running = (level: AlertLevel): number =>
    open.filter(({ incident }) => incident.level === level && incident.status === "handling").length;
  const sum = (of: (each: DigestIncident) => number): number => open.reduce((total, each) => total + of(each), 0);
  return {
    fresh: known.filter(({ incident }) => incident.reportedAt > from).length,
    closed: known.filter(({ incident: { closedAt } }) => closedAt !== null && closedAt > from && closedAt <= until).length,
    unset: open.filter(({ incident: { status } }) => status === "reported").length,
    running: { yellow: running("yellow"), orange: running("orange"), red: running("red") },
    openDuties: sum((each) => each.openDuties),
    lateDuties: sum((each) => each.lateDuties),
  };
};

/** True where there is nothing to say. */
export const isQuiet = ({ fresh, closed, unset, running, openDuties }: DigestFigures): boolean =>
  fresh + closed + unset + running.yellow + running.orange + running.red + openDuties === 0;

/** 红色 1 起、黄色 2 起; 无 where there is none. */
export const runningWords = ({ running }: Pick<DigestFigures, "running">): string =>
  [...ALERT_LEVELS]
    .reverse()
    .filter((level) => running[level] > 0)
    .map((level) => `${ALERT_LEVEL_RULES[level].name.slice(0, 2)} ${running[level]} 起`)
    .join("、") || "无";
