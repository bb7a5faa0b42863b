import type { MigrationInterface, QueryRunner } from "typeorm";
import { createTables, day, dropTables, id, instant, int, key, optional, primary, text, type TableSketch } from "./schema.js";

const TABLES: readonly TableSketch[] = [
  {
    name: "calendar_change",
    columns: [
      primary(int("edition")),
      key("kind", 12),
      int("year"),
      key("document", 200),
      optional(text("reason")),
      key("byUserid", 80),
      key("byName", 120),
      instant("at"),
    ],
  },
  {
    name: "calendar_day",
    columns: [id, int("edition"), day("day"), key("kind", 8), optional(key("name", 40))],
    uniques: { uq_calendar_day: ["edition", "day"] },
    indices: { ix_calendar_day_day: ["day"] },
  },
];

/** The working calendar as data, and which open deadlines were counted by an older one. */
export class Calendar1764000000011 implements MigrationInterface {
  name = "Calendar1764000000011";

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
    await runner.query("CREATE INDEX ix_deadline_calendar ON deadline (state, calendarVersion)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX ix_deadline_calendar${runner.dataSource.options.type === "better-sqlite3" ? "" : " ON deadline"}`);
    await dropTables(runner, TABLES);
  }
}
