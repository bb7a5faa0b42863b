import { Entity, Index, Unique } from "typeorm";
import { Id, Instant, Int, Json, Key, LocalDay, PrimaryKey, Ref, Text, Userid } from "./columns.js";

/** The two desks that somebody holds every day: 宣传部值班 and 大数据中心值班. */
export const DESKS = ["publicity", "dataCentre"] as const;
export type Desk = (typeof DESKS)[number];

/** `draft`: planned, nobody is bound by it yet; `published`: in force. */
export const SHIFT_STATES = ["draft", "published"] as const;
export type ShiftState = (typeof SHIFT_STATES)[number];

/** One desk for one day, from its start to the start of the next day's shift: a person and a stand-in (替班). */
@Entity("shift")
@Unique("uq_shift_desk_day", ["desk", "day"])
@Index("ix_shift_day", ["day", "state"])
export class Shift {
  @Id() id!: string;
  @Key(16) desk!: Desk;
  /** the local day on which it starts */
  @LocalDay() day!: string;
  @Index("ix_shift_userid") @Userid() userid!: string;
  /** null: nobody stands in */
  @Userid({ nullable: true }) standInUserid!: string | null;
  @Key(12) state!: ShiftState;
  /** counts its changes, so that two at once are noticed */
  @Int() version!: number;
  /** null: a draft */
  @Instant({ nullable: true }) publishedAt!: Date | null;
  /** when somebody said that they are there (到岗); null: not yet */
  @Instant({ nullable: true }) arrivedAt!: Date | null;
  @Userid({ nullable: true }) arrivedBy!: string | null;
  /** from when on the stand-in answers for the person; null: the person does */
  @Instant({ nullable: true }) standsInSince!: Date | null;
}

/** The desk passing from one shift to the next: the note of who leaves, and the tap of who comes (已接班). */
@Entity("handover")
@Unique("uq_handover_desk_day", ["desk", "day"])
export class Handover {
  @Id() id!: string;
  @Key(16) desk!: Desk;
  /** the day of the shift that takes over */
  @LocalDay() day!: string;
  /** who answers until somebody has taken over */
  @Userid() fromUserid!: string;
  /** null: nothing was written yet */
  @Text({ nullable: true }) note!: string | null;
  /** the duties that were open when it was written or taken over; null: not yet known */
  @Json({ nullable: true }) openDuties!: object | null;
  @Instant({ nullable: true }) writtenAt!: Date | null;
  /** null: nobody has taken over */
  @Instant({ nullable: true }) takenOverAt!: Date | null;
  @Userid({ nullable: true }) takenOverBy!: string | null;
}

/** `asked`: the other has not answered; `agreed`: in effect; `reversed`: it was, and was taken back; `void`: the rota changed before the answer. */
export const SWAP_STATES = ["asked", "agreed", "declined", "withdrawn", "lapsed", "void", "reversed"] as const;
export type SwapState = (typeof SWAP_STATES)[number];

/** Somebody's shift passing to somebody else (换班), against a shift of theirs or without one. Never deleted; one in effect can only be reversed. */
@Entity("shift_swap")
@Index("ix_shift_swap_state", ["state", "answerBy"])
@Index("ix_shift_swap_to", ["toUserid"])
export class ShiftSwap {
  @Id() id!: string;
  @Key(16) desk!: Desk;
  @Index("ix_shift_swap_shift") @Ref() shiftId!: string;
  /** null: nothing in return */
  @Ref({ nullable: true }) otherShiftId!: string | null;
  /** whose shift it is */
  @Userid() fromUserid!: string;
  /** who takes it */
  @Userid() toUserid!: string;
  @Text() reason!: string;
  @Key(12) state!: SwapState;
  @Instant() askedAt!: Date;
  /** the person of the shift, or an administrator on their behalf */
  @Userid() askedBy!: string;
  @Instant() answerBy!: Date;
  @Instant({ nullable: true }) answeredAt!: Date | null;
  @Instant({ nullable: true }) reversedAt!: Date | null;
  @Userid({ nullable: true }) reversedBy!: string | null;
}

/** A fault of the plan that publicity has been told of and that still stands, so that it is told once. */
@Entity("rota_warning")
export class RotaWarning {
  /** kind, desk and what it is about */
  @PrimaryKey(160) key!: string;
  /** the local day it was told on */
  @LocalDay() toldOn!: string;
}
