import { Entity, Unique } from "typeorm";
import { Instant, Key, Ref, UseridKey } from "./columns.js";

/** Somebody's own calendar link, at most one; the token in it is known by its hash only. */
@Entity("calendar_link")
@Unique("uq_calendar_link_token", ["tokenHash"])
export class CalendarLink {
  @UseridKey() userid!: string;
  /** changes with every new link, so that an old one is dead */
  @Ref() serial!: string;
  @Key(64) tokenHash!: string;
  @Instant() madeAt!: Date;
}
