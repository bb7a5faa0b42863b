import type { MigrationInterface, QueryRunner } from "typeorm";
import { createTables, dropTables, id, instant, int, isEmbedded, key, optional, primary, ref, text, type TableSketch } from "./schema.js";

const TABLES: readonly TableSketch[] = [
  { name: "sent_head", columns: [primary(key("day", 10)), int("seq"), key("hash", 64), int("acts"), instant("sentAt")] },
  {
    name: "verification",
    columns: [
      id,
      key("byUserid", 80),
      key("byName", 120),
      key("byPost", 120),
      instant("startedAt"),
      instant("aliveAt"),
      optional(instant("finishedAt")),
      int("walked"),
      int("total"),
      key("headHash", 64),
      optional(int("brokenSeq")),
      optional(text("brokenWhy")),
      optional(ref("finding")),
    ],
    indices: { ix_verification_started: ["startedAt"] },
  },
];

/** The heads that were sent out, what verifications found, and the record sought by person. */
export class Seal1764000000020 implements MigrationInterface {
  name = "Seal1764000000020";

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
    await runner.query("CREATE INDEX ix_audit_actor ON audit_entry (actor, seq)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX ix_audit_actor${isEmbedded(runner) ? "" : " ON audit_entry"}`);
    await dropTables(runner, TABLES);
  }
}
