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
import type { UnitOfWork } from "./kernel/unit-of-work.js";
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
 * read in the record, which subjects somebody started (我发起的), its calls, and the words it understands in the chat. Nothing else of the program names a domain's details.
 */
export interface Domain extends DutyDomain, Teller {
  readonly startedBy?: StartedBy;
  readonly routes?: readonly Route[];
  /** with which messages in the chat may begin, e.g. 报舆情 */
  readonly chatWords?: readonly ChatWord[];
}

/** Makes a domain on the foundation. */
export type OpenDomain = (foundation: Foundation) => Domain;
