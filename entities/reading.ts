import { Entity, Unique } from "typeorm";
import { Id, Instant, Int, Ref, Userid } from "./columns.js";

/** Somebody opened the full text of a version: the difference between delivered and read (R11-05). */
@Entity("reading")
@Unique("uq_reading", ["draftId", "userid", "revision"])
export class Reading {
  @Id() id!: string;
  @Ref() draftId!: string;
  @Int() revision!: number;
  @Userid() userid!: string;
  @Instant() openedAt!: Date;
}
