import type { Act, AuditRecord } from "../audit/record.js";
import type { Story } from "../audit/story.js";
import type { Deadlines } from "../deadlines/service.js";
import type { Outbox } from "../delivery/outbox.js";
import type { OnDuty } from "../domain.js";
import { recorded, type Actor } from "../identity/actor.js";
import type { WorkingCalendar } from "../kernel/calendar.js";
import type { Clock } from "../kernel/clock.js";
import { localDay } from "../kernel/local-time.js";
import type { Refusal } from "../kernel/refusal.js";
import type { Tx, UnitOfWork } from "../kernel/unit-of-work.js";
import type { SettingValues } from "../regulation/settings.js";
import type { IncidentDutyName } from "./own-duties.js";

/** What every verb on an incident stands on. */
export interface IncidentsDesk {
  uow: UnitOfWork;
  clock: Clock;
  calendar: WorkingCalendar;
  deadlines: Deadlines<IncidentDutyName>;
  outbox: Outbox;
  audit: AuditRecord;
  story: Story;
  /** those in force */
  settings: SettingValues;
  onDuty: OnDuty;
  /** absolute address of a page of the mini-app about one subject, for cards */
  link: (page: "incident" | "written-report" | "incident-reports", id: string) => string;
}

/** Type of the subject in deadlines, messages and the record. */
export const INCIDENT = "incident";

export const subjectOf = (incidentId: string) => ({ type: INCIDENT, id: incidentId });

/** The local day now. */
export const today = (desk: IncidentsDesk): string => localDay(desk.clock.now());

/** Whoever acts: somebody of the organisation, or a part of the program in its own name. */
export type Acting = Pick<Actor, "userid" | "name" | "post"> & { via: Act["via"] };

/** Puts an act on an incident on record. */
export const recordAct = (
  desk: IncidentsDesk,
  tx: Tx,
  actor: Acting,
  incidentId: string,
  action: string,
  particulars: Partial<Act> = {},
): void => {
  desk.audit.record(tx, {
    action,
    subject: subjectOf(incidentId),
    actor: { userid: actor.userid, name: actor.name, post: actor.post },
    via: actor.via,
    article: "24",
    ...particulars,
  });
};

/** Puts a refused attempt on record: who tried what, and why it was refused. */
export const recordRefusal = (desk: IncidentsDesk, tx: Tx, actor: Actor, incidentId: string, attempted: string, refusal: Refusal): void => {
  recordAct(desk, tx, { ...recorded(actor), via: actor.via }, incidentId, "incidents.refused", {
    refused: true,
    article: refusal.article ?? "24",
    facts: { attempted, code: refusal.code, detail: refusal.detail },
  });
};

/** Tries of a decision on an incident that somebody else changed at the same moment. */
export const DECISION_TRIES = 5;
