import { Entity, Unique } from "typeorm";
import { Id, Instant, Ref, Text, Userid } from "./columns.js";

/** Where and when an approved version was published, as the editor registered it (R11-20). */
@Entity("publication")
@Unique("uq_publication_draft", ["draftId"])
export class Publication {
  @Id() id!: string;
  @Ref() draftId!: string;
  @Ref() permitId!: string;
  @Text() url!: string;
  @Instant() publishedAt!: Date;
  @Instant() registeredAt!: Date;
  @Userid() byUserid!: string;
}
