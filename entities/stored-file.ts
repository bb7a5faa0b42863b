import { Entity } from "typeorm";
import { Id, Instant, Int, Key, Ref, Userid } from "./columns.js";

/** An uploaded file; its bytes lie outside the database under their hash. */
@Entity("stored_file")
export class StoredFile {
  @Id() id!: string;
  @Key(200) name!: string;
  /** found by content, not by what the phone claimed */
  @Key(100) type!: string;
  @Int() bytes!: number;
  @Key(64) sha256!: string;
  @Userid() uploadedBy!: string;
  @Instant() uploadedAt!: Date;
  /** the livestream for whose patrol it was taken; null: it was uploaded for something else */
  @Ref({ nullable: true }) livestreamId!: string | null;
  /** when its bytes were cleared because their term was over; null: they are there */
  @Instant({ nullable: true }) removedAt!: Date | null;
}
