import { Entity } from "typeorm";
import { Int, PrimaryKey } from "./columns.js";

/** What every process keeps in memory: a process whose own number is lower reads it again. */
@Entity("edition")
export class Edition {
  /** settings, calendar */
  @PrimaryKey(24) name!: string;
  /** raised in the transaction that changes it */
  @Int() number!: number;
}
