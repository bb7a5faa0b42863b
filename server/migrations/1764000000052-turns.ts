import type { MigrationInterface, QueryRunner } from "typeorm";
import { isEmbedded } from "./schema.js";

/** The order in which messages take their turn, so that a backlog is not sorted anew for each claim. */
export class Turns1764000000052 implements MigrationInterface {
  name = "Turns1764000000052";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("CREATE INDEX ix_outbox_turn ON outbox_message (state, lane, dueAt, id)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX ix_outbox_turn${isEmbedded(runner) ? "" : " ON outbox_message"}`);
  }
}
