import type { Livestream } from "../../entities/livestream.js";
import { systemActor, type Act } from "../audit/record.js";
import type { Deadlines } from "../deadlines/service.js";
import type { Foundation, OnDuty } from "../domain.js";
import { recorded, type Actor } from "../identity/actor.js";
import type { Due } from "../kernel/due.js";
import { localDay } from "../kernel/local-time.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { LivingOutcome, NewLiving } from "../wecom/livings.js";
import type { LivestreamDutyName } from "./own-duties.js";

/** What every verb on a livestream stands on. */
export interface LivestreamDesk extends Foundation {
  deadlines: Deadlines<LivestreamDutyName>;
  onDuty: OnDuty;
  /** reserves a 企业直播 in WeCom; never within a transaction */
  createLiving(living: NewLiving): Promise<LivingOutcome>;
}

export const HOUR_MS = 3_600_000;
/** Nothing of an application goes before an alert. */
export const LANE = 3;

/** Type of the subject in deadlines, messages and the record. */
export const LIVESTREAM = "livestream";

export const about = ({ id }: Pick<Livestream, "id">): { type: string; id: string } => ({ type: LIVESTREAM, id });

/** The local day now. */
export const today = (desk: LivestreamDesk): string => localDay(desk.clock.now());

/** A fixed moment as a due time. */
export const dueBy = (desk: LivestreamDesk, at: Date | null, words: string): Due => ({
  ...{ at, words },
  span: "open",
  provisional: false,
  calendarVersion: desk.calendar.version,
});

/** Puts an act on a livestream on record, with Article 14; by the program itself where there is no actor. */
export const recordAct = (
  desk: LivestreamDesk,
  tx: Tx,
  actor: Actor | null,
  livestream: Pick<Livestream, "id">,
  action: string,
  facts: Readonly<Record<string, unknown>> = {},
  particulars: Partial<Act> = {},
): void => {
  const by = actor ? { actor: recorded(actor), via: actor.via } : { actor: systemActor("直播"), via: "system" as const };
  desk.audit.record(tx, { action, subject: about(livestream), ...by, article: "14", facts, ...particulars });
};

/** How the program itself closes one. */
export const closedByProgram = (how: string): { by: string; how: string } => ({ by: "system:直播", how });
