import { Entity } from "typeorm";
import { Instant, Int, Key, PrimaryKey, Text } from "./columns.js";

/** WeCom's access token of one app, shared by all processes: one of them asks for it, the others wait for its answer [91039]. Times are wall time. */
@Entity("shared_token")
export class SharedToken {
  /** `corp/agent` */
  @PrimaryKey(120) app!: string;
  /** the token, sealed with a key from SESSION_SECRET; null: none, or WeCom refused it */
  @Text({ nullable: true }) sealed!: string | null;
  /** from when on a new one is asked for; null: there is none */
  @Instant({ nullable: true }) refreshAt!: Date | null;
  /** the process that is asking WeCom now; null: nobody is */
  @Key(36, { nullable: true }) asker!: string | null;
  /** when whoever asks is taken for lost; null: nobody asks */
  @Instant({ nullable: true }) askedUntil!: Date | null;
  /** the code with which WeCom refused a token; null: it did not */
  @Int({ nullable: true }) refusedWith!: number | null;
  /** until when nobody asks again; null: it was not refused */
  @Instant({ nullable: true }) refusedUntil!: Date | null;
  /** counts the changes, so that two processes cannot decide on the same one */
  @Int() version!: number;
}
