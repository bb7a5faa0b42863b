import { Entity } from "typeorm";
import { Int, Json, Ref, UseridKey } from "./columns.js";

/** When the last messages and calls went to one person, shared by all processes: WeCom drops what exceeds its limit without a word [90312]. */
@Entity("member_pace")
export class MemberPace {
  @UseridKey() userid!: string;
  /** epoch milliseconds, rising; no more than a minute can hold */
  @Json() sends!: number[];
  /** the message in which what exceeds the pace is gathered; null: nothing is */
  @Ref({ nullable: true }) bundle!: string | null;
  /** when this person was last rung: epoch milliseconds, rising, of one day; null: never */
  @Json({ nullable: true }) calls!: number[] | null;
  /** the call that is ringing now; null: none */
  @Ref({ nullable: true }) ringing!: string | null;
  /** counts the changes, so that two processes cannot take the same place */
  @Int() version!: number;
}
