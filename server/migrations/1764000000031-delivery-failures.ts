import type { MigrationInterface, QueryRunner } from "typeorm";
import { addColumns, dropColumns, instant, int, isEmbedded } from "./schema.js";

const TRIED = [instant("triedAt"), int("errcode")];
const FAILED = [instant("failedAt"), instant("dealtAt")];

/** When WeCom was last asked to take a message and with which code it refused; when somebody got nothing and when that was dealt with. */
export class DeliveryFailures1764000000031 implements MigrationInterface {
  name = "DeliveryFailures1764000000031";

  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, "outbox_message", TRIED);
    await addColumns(runner, "recipient", FAILED);
    await runner.query("CREATE INDEX ix_recipient_failed ON recipient (failedAt)");
    await runner.query(
      "UPDATE recipient SET failedAt = (SELECT m.createdAt FROM outbox_message m WHERE m.id = recipient.messageId) WHERE state = 'failed'",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX ix_recipient_failed${isEmbedded(runner) ? "" : " ON recipient"}`);
    await dropColumns(runner, "recipient", FAILED);
    await dropColumns(runner, "outbox_message", TRIED);
  }
}
