import { Entity } from "typeorm";
import { Instant, LocalDay, PrimaryKey, Userid } from "./columns.js";

/** A morning on which those who answer for gaps of the organisation were told what is new. */
@Entity("gap_round")
export class GapRound {
  /** local day */
  @PrimaryKey(10) day!: string;
  @Instant() toldAt!: Date;
}

/** That somebody was told of a gap, and when last. */
@Entity("gap_told")
export class GapTold {
  /** hash of gap and person */
  @PrimaryKey(64) id!: string;
  @Userid() userid!: string;
  @LocalDay() toldOn!: string;
}
