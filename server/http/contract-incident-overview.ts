import type { AlertLevel, IncidentDutyVerb, IncidentLevel } from "./contract-incidents.js";
import type { DeskName } from "./contract-rota.js";
import type { Instant, PersonView } from "./contract.js";

/** An incident as a line names it. */
export interface IncidentName {
  id: string;
  number: string;
  title: string;
  level: IncidentLevel | null;
  rehearsal: boolean;
}
/** A duty that is owed on one of the incidents under way. */
export interface DeskDutyView {
  taskId: string;
  duty: string;
  title: string;
  incident: IncidentName;
  startedAt: Instant;
  dueAt: Instant | null;
  late: boolean;
  holders: PersonView[];
  /** what happens next while it stays open; null: nothing of itself */
  next: { at: Instant; words: string } | null;
  may: IncidentDutyVerb[];
}
/** Somebody has to phone or knock: 主要领导 has not confirmed a red alert. */
export interface KnockView {
  incident: IncidentName;
  /** since when they are asked to */
  since: Instant;
  /** whom to reach */
  leaders: PersonView[];
  /** who is asked to go or phone */
  asked: PersonView[];
  /** true: the reader can record that it was done */
  mayRecord: boolean;
}
/** 值班台: what has no level, what is due next over all incidents, and who is on duty. */
export interface DutyDeskView {
  now: Instant;
  onDuty: { desk: DeskName; people: PersonView[] }[];
  /** 研判定级 that is owed, the oldest first */
  unset: DeskDutyView[];
  knocks: KnockView[];
  /** everything else that is owed, by due time */
  duties: DeskDutyView[];
}

/** How many incidents there were and whether their duties were kept. Rehearsals and 非舆情 are not counted. */
export interface IncidentNumbers {
  now: Instant;
  /** first and last local day that is counted, YYYY-MM-DD */
  from: string;
  to: string;
  total: number;
  /** null: no level yet */
  byLevel: { level: AlertLevel | null; count: number }[];
  /** by the week of the report, the earliest first; `from` is its Monday */
  byWeek: { from: string; red: number; orange: number; yellow: number; unset: number }[];
  /** per duty of the article that has a time: done in time, missed, and still running within it */
  onTime: { duty: string; title: string; onTime: number; late: number; running: number }[];
}
