import type { Deadline } from "../../entities/deadline.js";
import type { VoiceCall } from "../../entities/voice-call.js";
import type { Actor } from "../identity/actor.js";
import type { Refusal } from "../kernel/refusal.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { DutyName } from "../regulation/duties.js";
import type { Office } from "../regulation/offices.js";
import type { Card } from "../wecom/card.js";

/** What a pressed button brought besides itself. */
export interface PressInput {
  /** question key → option ids of the card's selection */
  selected: Readonly<Record<string, readonly string[]>>;
  /** what the button carries of what its card showed: all that follows the first colon of its key; empty where nothing does */
  shown: string;
}

/** One button's meaning: a service verb run in the callback's transaction. A refusal is an answer, not an error; null: it was done. */
export type Press = (tx: Tx, actor: Actor, deadline: Deadline, input: PressInput) => Promise<Refusal | null>;

/** How a deadline looks in the to-do list of one person. */
export interface TodoFacts {
  title: string;
  note: string;
  may: readonly string[];
  /** what the entry opens, where that is not what the deadline is about, e.g. the livestream of a check-in */
  subject?: { type: string; id: string };
}

/** The subject of a duty in a line or two. */
export interface DutyAbout {
  /** e.g. the draft's title */
  title: string;
  /** before every word said of it, e.g. 【演练】; absent: nothing */
  mark?: string;
  subtitle: string;
  link: string;
}

/** What a domain adds so that one of its duties can be shown, pressed and listed; the mechanism knows nothing else of it. */
export interface DutyPart {
  /** What the duty is about, for a word to people who need not act. */
  about(tx: Tx, deadline: Deadline): Promise<DutyAbout>;
  /** Who holds an office for this duty now; nobody where it is vacant. Asked for the offices that the row's steps name. */
  audience(tx: Tx, deadline: Deadline, office: Office): Promise<readonly string[]>;
  /** The card of an open duty; null: no longer true, nothing is sent. */
  card(tx: Tx, deadline: Deadline): Promise<Card | null>;
  /** The card, with buttons of its own, of those whom a step tells; null, or no such method: they get a plain notice. It closes with the duty. */
  toldCard?(tx: Tx, deadline: Deadline, step: string): Promise<Card | null>;
  /** The same card once the duty is closed or has moved on, without buttons. */
  closedCard(tx: Tx, deadline: Deadline): Promise<Card>;
  /** One entry per deadline, by id, for the list of this person. */
  todo(tx: Tx, deadlines: readonly Deadline[], userid: string): Promise<ReadonlyMap<string, TodoFacts>>;
  presses: Readonly<Record<string, Press>>;
  /** WeCom said that these people got nothing by this: what follows at once, e.g. `deadlines.hasten`. Told once per person and message. */
  unreachable?(tx: Tx, deadline: Deadline, userids: readonly string[], by: Attempt): Promise<void>;
  /** The duty desks of the rota through which it is owed. Absent: that of the department which its row obliges, or none. */
  readonly desks?: readonly ("publicity" | "dataCentre")[];
  /** Who owes it also for an office of their own, and keeps it when the desk passes to the next shift. Absent: nobody. */
  besideDesk?(tx: Tx, deadline: Deadline, desk: "publicity" | "dataCentre"): Promise<readonly string[]>;
  /** A holder left the organisation and holds no post any more: puts the duty into other hands. Absent: the other holders keep it. */
  holderLeft?(tx: Tx, deadline: Deadline, leaver: Leaver): Promise<void>;
  /** True: this person has answered for it (收到), though it is still owed, and is not rung any more. Absent: nobody can. */
  acknowledged?(tx: Tx, deadline: Deadline, userid: string): Promise<boolean>;
  /** A call about the open duty is over: answered or not, and why not. Answered is not read, so it discharges nothing by itself. */
  called?(tx: Tx, deadline: Deadline, call: VoiceCall): Promise<void>;
  /** What a step that the domain planned itself does, in Chinese, for the record. Absent: the record only says that it was taken. */
  stepWords?(name: string): string;
  /**
   * A step has been taken and what its row says is owed: what the domain adds, in the same transaction. Also told of `missed` and of the steps that the
   * domain planned itself (`deadlines.planStep`). `lateMinutes` is more than 0 where it is made up for (补发).
   */
  step?(tx: Tx, deadline: Deadline, name: string, lateMinutes: number): Promise<void>;
}

/** Somebody who left, with the name as of then. */
export interface Leaver {
  userid: string;
  name: string;
}

/** By what somebody was to be reached: the duty's own card, a notice about it, or a call that could not be placed. */
export type Attempt = "duty" | "notice" | "call";

export type DutyParts = Readonly<Partial<Record<DutyName, DutyPart>>>;
