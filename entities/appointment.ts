import { Entity, Index, Unique } from "typeorm";
import { Id, Int, Key, Userid } from "./columns.js";

/** Posts on an account (Article 11, 18). */
export const ACCOUNT_ROLES = ["editor", "firstReviewer", "secondReviewer", "finalReviewer", "custodian"] as const;
export type AccountRole = (typeof ACCOUNT_ROLES)[number];
/** Offices of the whole organisation. */
export const OFFICE_ROLES = [
  "topLeader",
  "secretariat",
  "publicityHead",
  "publicityDuty",
  "dataCentreHead",
  "dataCentreDuty",
  "generalOffice",
  "discipline",
  "administrator",
] as const;
export type OfficeRole = (typeof OFFICE_ROLES)[number];
export type Role = AccountRole | OfficeRole;

/** One person holding one post: on an account, or an office of the organisation (scopeId `organisation`). */
@Entity("appointment")
@Unique("uq_appointment", ["role", "scopeId", "userid"])
export class Appointment {
  @Id() id!: string;
  @Key(24) role!: Role;
  /** account id, or `organisation` */
  @Key(64) scopeId!: string;
  @Index("ix_appointment_userid") @Userid() userid!: string;
  /** order among holders of the same post, from 0 */
  @Int() position!: number;
}
