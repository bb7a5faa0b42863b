import type { Office } from "./offices.js";
import type { SettingKey } from "./settings.js";
import type { Span } from "./span.js";

/**
 * When a step comes: at a share of the time allowed (0.5 half of it, 1 the due time), so long after the due time, or so many natural minutes after the
 * clock of the duty began (`fromStart`) or after its holders were first asked (`fromOpening`), which a duty without a due time (立即、及时) can have too,
 * or so many before the due time (`beforeDue`). A key names a setting; one in minutes for the last three.
 */
export type StepMoment =
  | { readonly ofTime: number | SettingKey }
  | { readonly after: Exclude<Span, string> | SettingKey }
  | { readonly fromStart: number | SettingKey }
  | { readonly fromOpening: number | SettingKey }
  | { readonly beforeDue: number | SettingKey };

/** One step of a duty that is still open when its moment comes. Nothing passes, skips or decides by itself: a step only speaks to people. */
export interface StepRule {
  /** Name in the record, once per duty, e.g. half. */
  readonly name: string;
  readonly at: StepMoment;
  /** Chinese, what is said, e.g. 审核滞留. */
  readonly words: string;
  /** "remind": the holders get a quiet word; "ask": they get the card again; "call": that, and their phones ring; absent: they hear nothing. */
  readonly holders?: "remind" | "ask" | "call";
  /** Who else is told. */
  readonly tell?: readonly Office[];
  /** Who else is told and rung. */
  readonly call?: readonly Office[];
}
