import type { MigrationInterface, QueryRunner } from "typeorm";
import { addColumns, createTables, dropColumns, int, json, key, optional, primary, ref } from "./schema.js";

const COLUMNS = [ref("bundledInto")];

/** When the last messages went to each person, and which message told somebody of this one. */
export class Pace1764000000009 implements MigrationInterface {
  name = "Pace1764000000009";

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, [
      { name: "member_pace", columns: [primary(key("userid", 64)), json("sends"), optional(ref("bundle")), int("version")] },
    ]);
    await addColumns(runner, "recipient", COLUMNS);
    await runner.query("CREATE INDEX ix_recipient_bundled ON recipient (bundledInto)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX ix_recipient_bundled${runner.dataSource.options.type === "better-sqlite3" ? "" : " ON recipient"}`);
    await dropColumns(runner, "recipient", COLUMNS);
    await runner.dropTable("member_pace");
  }
}
