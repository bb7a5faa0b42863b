import type { Instant, PersonView, TimelineEntry } from "./contract.js";

/** 宣传部值班 / 大数据中心值班（第十六条） */
export type DeskName = "publicity" | "dataCentre";

/** What a person may do at a desk now. The phone draws exactly these. */
export type DeskVerb = "arrive" | "standIn" | "resume" | "takeOver" | "handOver";
/** What a person may do with a shift now. */
export type ShiftVerb = "swap" | "change";
/** What a person may do with a swap now. */
export type SwapVerb = "agree" | "decline" | "withdraw" | "reverse";

/** One desk for one day, from its start to the start of the next day's shift. */
export interface ShiftView {
  id: string;
  desk: DeskName;
  /** YYYY-MM-DD, the day on which it starts */
  day: string;
  published: boolean;
  startsAt: Instant;
  endsAt: Instant;
  person: PersonView;
  standIn: PersonView | null;
  /** 到岗; null: not yet */
  arrivedAt: Instant | null;
  /** from when on the stand-in answers; null: the person does */
  standsInSince: Instant | null;
  /** whether it is the reader's own */
  mine: "person" | "standIn" | null;
  may: ShiftVerb[];
}

/** A duty that passes from one shift to the next. */
export interface OpenDutyView {
  title: string;
  article: string;
  dueAt: Instant | null;
  late: boolean;
}

/** The desk passing from one shift to the next. */
export interface HandoverView {
  /** the day of the shift that takes over */
  day: string;
  from: PersonView;
  /** null: not written yet */
  note: string | null;
  writtenAt: Instant | null;
  openDuties: OpenDutyView[];
  takenOverAt: Instant | null;
  takenOverBy: PersonView | null;
}

export interface DeskToday {
  desk: DeskName;
  name: string;
  /** who answers now, the one responsible first */
  onDuty: PersonView[];
  /** why it is these: the shift, until it is taken over whoever had it before, or the office where the rota has nobody */
  because: "shift" | "former" | "office";
  shift: ShiftView | null;
  /** to the running shift; null: nothing was to be handed over */
  handover: HandoverView | null;
  next: ShiftView | null;
  /** to the next shift, as far as something is written or asked */
  nextHandover: HandoverView | null;
  may: DeskVerb[];
}

export interface SwapView {
  id: string;
  desk: DeskName;
  shift: ShiftView;
  /** null: nothing in return */
  other: ShiftView | null;
  from: PersonView;
  to: PersonView;
  reason: string;
  state: "asked" | "agreed" | "declined" | "withdrawn" | "lapsed" | "void" | "reversed";
  askedAt: Instant;
  answerBy: Instant;
  may: SwapVerb[];
}

/** 值班 as it is now. */
export interface RotaToday {
  now: Instant;
  /** the day of the running shifts */
  day: string;
  /** local clock time at which shifts begin, e.g. 08:30 */
  startsAt: string;
  desks: DeskToday[];
  /** that wait for an answer, and those of the reader from the last month on */
  swaps: SwapView[];
  /** the reader's next shifts, also as stand-in */
  mine: ShiftView[];
  quote: { article: string; text: string };
}

export interface RotaDay {
  day: string;
  /** by the State Council's notice; null: a day as its weekday says, or its year is not known yet */
  mark: { kind: "holiday" | "makeUp"; name: string } | null;
  publicity: ShiftView | null;
  dataCentre: ShiftView | null;
}

export interface FindingView {
  kind: "gap" | "double" | "left" | "unreachable" | "untrained";
  day: string;
  words: string;
}

/** One month of the rota. Drafts are shown to those who plan only. */
export interface RotaMonth {
  now: Instant;
  /** YYYY-MM */
  month: string;
  startsAt: string;
  /** the day of the running shifts */
  today: string;
  /** false: the holidays of this year have not been published yet */
  calendarKnown: boolean;
  days: RotaDay[];
  drafts: number;
  /** of the days ahead; for those who plan */
  findings: FindingView[];
  /** null: nobody has to publish a year now */
  year: { year: string; published: number; of: number } | null;
  may: "plan"[];
}

export interface RotaPerson extends PersonView {
  unit: string;
  /** false: no valid certificate today (Article 17) */
  trained: boolean;
}
export interface RotaPeople {
  items: RotaPerson[];
}

/** A day of the rota as somebody wants it. */
export interface ShiftInput {
  desk: DeskName;
  day: string;
  userid: string;
  standIn: string | null;
  /** needed once the day is published */
  reason?: string;
}
export interface RotaImported {
  added: number;
  changed: number;
  unchanged: number;
  from: string;
  to: string;
}
export interface SwapInput {
  shiftId: string;
  to: string;
  otherShiftId: string | null;
  reason: string;
}

/** The reader's own calendar link; it shows their shifts to whoever has it, until it is revoked. */
export interface SubscriptionView {
  /** null: there is none */
  url: string | null;
  madeAt: Instant | null;
}

export interface ShiftStory {
  shift: ShiftView;
  /** oldest first */
  entries: TimelineEntry[];
}
