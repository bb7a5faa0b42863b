import type { MigrationInterface, QueryRunner } from "typeorm";
import { createTables, day, dropTables, id, instant, int, key, optional, primary, text, type TableSketch } from "./schema.js";

const TABLES: readonly TableSketch[] = [
  {
    name: "contact_walk",
    columns: [id, day("day"), instant("finishedAt"), key("result", 8), int("known"), int("missing"), optional(text("detail"))],
    indices: { ix_contact_walk_day: ["day", "finishedAt"] },
  },
  { name: "former_userid", columns: [primary(key("former", 64)), key("userid", 64), instant("changedAt")] },
];

/** What the nightly comparison with WeCom's address book found, and the userids that people had before. */
export class Contacts1764000000021 implements MigrationInterface {
  name = "Contacts1764000000021";

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, TABLES);
  }
}
