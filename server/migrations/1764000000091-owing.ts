import type { MigrationInterface, QueryRunner } from "typeorm";
import { addColumns, dropColumns, flag, isEmbedded } from "./schema.js";

const COLUMNS = [flag("owes")];

/** Who owes what now, and who discharged what last, are found without looking through everything that ever was. */
export class Owing1764000000091 implements MigrationInterface {
  name = "Owing1764000000091";

  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, "deadline_holder", COLUMNS);
    await runner.query(
      "UPDATE deadline_holder SET owes = 1 WHERE releasedAt IS NULL AND deadlineId IN (SELECT id FROM deadline WHERE state = 'open')",
    );
    await runner.query("CREATE INDEX ix_deadline_holder_owes ON deadline_holder (userid, owes)");
    await runner.query("CREATE INDEX ix_deadline_closed ON deadline (closedBy, closedAt)");
  }

  async down(runner: QueryRunner): Promise<void> {
    const on = (table: string): string => (isEmbedded(runner) ? "" : ` ON ${table}`);
    await runner.query(`DROP INDEX ix_deadline_closed${on("deadline")}`);
    await runner.query(`DROP INDEX ix_deadline_holder_owes${on("deadline_holder")}`);
    await dropColumns(runner, "deadline_holder", COLUMNS);
  }
}
