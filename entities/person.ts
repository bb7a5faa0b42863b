import { Entity, Index } from "typeorm";
import { Flag, Instant, Key, LocalDay, UseridKey } from "./columns.js";

/** 政治面貌 as far as Article 11 asks for it: party 党员, probationary 预备党员, league 团员. */
export const MEMBERSHIPS = ["party", "probationary", "league", "none"] as const;
export type Membership = (typeof MEMBERSHIPS)[number];

/** Somebody of the organisation, with what a post may require of them. */
@Entity("person")
export class Person {
  /** WeCom userid, lower case */
  @UseridKey() userid!: string;
  @Key(120) name!: string;
  @Index("ix_person_unit") @Key(64) unitId!: string;
  @Key(16) membership!: Membership;
  /** null: not recorded; a league member then counts as too old to be sure of */
  @LocalDay({ nullable: true }) birthOn!: string | null;
  /** 在编 */
  @Flag() established!: boolean;
  /** last day of a valid training certificate; null: never trained */
  @LocalDay({ nullable: true }) trainedUntil!: string | null;
  /** last day of the contract; null: open-ended */
  @LocalDay({ nullable: true }) leavesOn!: string | null;
  /** null: active; else the moment they left, from which nothing is open to them */
  @Instant({ nullable: true }) leftAt!: Date | null;
}
