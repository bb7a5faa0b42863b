import type { MigrationInterface, QueryRunner } from "typeorm";
import { createTables, dropTables, id, instant, int, key, optional, primary, text, type TableSketch } from "./schema.js";

const TABLES: readonly TableSketch[] = [
  { name: "edition", columns: [primary(key("name", 24)), int("number")] },
  {
    name: "setting_change",
    columns: [
      id,
      key("key", 60),
      int("number"),
      optional(text("value")),
      text("previous"),
      text("reason"),
      optional(key("document", 200)),
      key("byUserid", 64),
      key("byName", 120),
      instant("at"),
    ],
    uniques: { uq_setting_change: ["key", "number"] },
  },
];

/** The changes of settings, and which edition of settings and calendar every process must have in memory. */
export class Settings1764000000010 implements MigrationInterface {
  name = "Settings1764000000010";

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
    await runner.query("INSERT INTO edition (name, number) VALUES ('settings', 0), ('calendar', 0)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, TABLES);
  }
}
