import type { Story, Teller } from "./audit/story.js";
import type { AuditRecord } from "./audit/record.js";
import type { DutyDomain } from "./deadlines/register.js";
import type { Deadlines } from "./deadlines/service.js";
import type { StartedBy } from "./deadlines/todo.js";
import type { ChatWord } from "./delivery/commands.js";
import type { Outbox } from "./delivery/outbox.js";
import type { Route } from "./http/route.js";
import type { WorkingCalendar } from "./kernel/calendar.js";
import type { Clock } from "./kernel/clock.js";
import type { Tx, UnitOfWork } from "./kernel/unit-of-work.js";
import type { CalendarSource } from "./subscription/feed.js";
import type { SettingValues } from "./regulation/settings.js";

/** What every domain stands on. A domain names a narrower type for its desk: `deadlines: Deadlines` opens the rule's own duties only. */
export interface Foundation {
  uow: UnitOfWork;
  clock: Clock;
  /** the one calendar, corrections included as soon as they are known */
  calendar: WorkingCalendar;
  /** the values in force; a changed one counts for what is opened from then on */
  settings: SettingValues;
  deadlines: Deadlines<string>;
  outbox: Outbox;
  audit: AuditRecord;
  story: Story;
  /** absolute address of a page of the mini-app about one subject, for cards */
  link: (page: string, id: string) => string;
}

/**
 * All that a domain adds to the program, in one object handed to `compose`: its duties (rows of its own and the parts that serve them), how its acts
 * read in the record, which subjects somebody started (我发起的), its calls, the words it understands in the chat, and what it puts
 * into people's calendars. Nothing else of the program names a domain's details.
 */
export interface Domain extends DutyDomain, Teller {
  readonly startedBy?: StartedBy;
  readonly routes?: readonly Route[];
  /** with which messages in the chat may begin, e.g. 报舆情 */
  readonly chatWords?: readonly ChatWord[];
  readonly rounds?: Rounds | readonly Rounds[];
  /** what somebody's subscribed calendar shows of it */
  readonly calendar?: CalendarSource;
  readonly holdsFiles?: HoldsFiles;
}

/** Which of these stored files it refers to: they are kept as long as that, whatever term is over. */
export type HoldsFiles = (tx: Tx, ids: readonly string[]) => Promise<readonly string[]>;

/** Who answers at a duty desk at this moment. */
export type OnDuty = (tx: Tx, desk: "publicity" | "dataCentre") => Promise<readonly string[]>;

/** What a domain does by the hour of the day rather than by a deadline, e.g. the morning's questions of the rota. */
export interface Rounds {
  /** Does what is due by now; safe to run twice. */
  sweep(): Promise<void>;
  /** The next moment after one, and not after the other, at which there will be something to do; null: none. The adjustable clock stops there. */
  nextMoment(after: Date, until: Date): Promise<Date | null>;
}

/** Makes a domain on the foundation. */
export type OpenDomain = (foundation: Foundation) => Domain;
