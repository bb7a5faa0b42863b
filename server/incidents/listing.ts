import { In, LessThan, Like, type FindOptionsWhere } from "typeorm";
import type { Deadline } from "../../entities/deadline.js";
import type { Incident, IncidentLevel, IncidentStatus } from "../../entities/incident.js";
import type { IncidentListItem } from "../http/contract.js";
import { localIso } from "../kernel/local-time.js";
import type { IncidentFacts } from "./facts.js";
import { rowOf } from "./own-duties.js";

/** `open`: not closed yet; `ended`: closed, or 非舆情. */
export const STATUS_GROUPS = { open: ["reported", "handling", "lifted"], ended: ["closed", "dismissed"] } as const;

/** What a list is narrowed to; absent: everything that the person may see. */
export interface IncidentQuery {
  before?: Date | undefined;
  status?: IncidentStatus | keyof typeof STATUS_GROUPS | undefined;
  level?: IncidentLevel | undefined;
  /** a part of the title or number */
  words?: string | undefined;
}

/** The conditions of a query, as alternatives. */
export const narrowed = ({ before, status, level, words }: IncidentQuery): FindOptionsWhere<Incident>[] => {
  const all: FindOptionsWhere<Incident> = {
    ...(before ? { updatedAt: LessThan(before) } : {}),
    ...(status === undefined ? {} : { status: status === "open" || status === "ended" ? In([...STATUS_GROUPS[status]]) : status }),
    ...(level === undefined ? {} : { level }),
  };
  if (!words) return [all];
  const part = Like(`%${words.replace(/[%_\\]/g, "_")}%`);
  return [
    { ...all, title: part },
    { ...all, number: part },
  ];
};

/** One line of a list; `open`: the duties that are still owed. */
export const itemOf = (
  { incident, unit }: IncidentFacts,
  open: readonly Deadline[],
  now: Date,
): Omit<IncidentListItem, "may" | "leads"> => {
  const [next] = open
    .flatMap(({ duty, dueAt }) => (dueAt === null ? [] : [{ duty, dueAt }]))
    .sort((one, other) => one.dueAt.getTime() - other.dueAt.getTime());
  return {
    id: incident.id,
    number: incident.number,
    rehearsal: incident.rehearsal === true,
    title: incident.title,
    level: incident.level,
    status: incident.status,
    unit: unit && { id: unit.id, name: unit.name },
    reportedAt: localIso(incident.reportedAt),
    updatedAt: localIso(incident.updatedAt),
    nextDue: next ? { duty: next.duty, title: rowOf(next.duty).title, dueAt: localIso(next.dueAt), late: next.dueAt < now } : null,
    openDuties: open.length,
    lateDuties: open.filter(({ dueAt }) => dueAt !== null && dueAt < now).length,
  };
};
