import { Entity } from "typeorm";
import { Key, PrimaryKey } from "./columns.js";

/** The tables that make up the organisation; triggers on each renew the mark below. */
export const ORGANISATION_TABLES = ["unit", "person", "account", "appointment"] as const;

/** One row that names the present state of units, people, accounts and posts: whoever knows the mark knows the state. */
@Entity("organisation_state")
export class OrganisationState {
  @PrimaryKey(16) id!: string;
  /** random, made anew by every change, also by one that is rolled back afterwards, so that no two states share it */
  @Key(64) mark!: string;
}
