import type { MigrationInterface, QueryRunner } from "typeorm";
import { createTables, dropTables, flag, id, instant, json, key, optional, ref, text, type TableSketch } from "./schema.js";

const COLUMNS = [
  id,
  ref("livestreamId"),
  key("userid", 64),
  key("clientId", 64),
  key("kind", 12),
  optional(ref("expectedId")),
  key("finding", 12),
  json("checklist"),
  optional(text("note")),
  json("files"),
  optional(json("place")),
  instant("deviceAt"),
  instant("receivedAt"),
  flag("madeUp"),
];

const tableOf = (columns: TableSketch["columns"]): TableSketch[] => [
  {
    name: "check_in",
    columns,
    uniques: { uq_check_in_client: ["userid", "clientId"] },
    indices: { ix_check_in_livestream: ["livestreamId", "receivedAt"] },
  },
];

const BEFORE = tableOf(COLUMNS);
const AFTER = tableOf([...COLUMNS, instant("madeAt"), key("saidHash", 64)]);

/** A check-in knows when it was made and what it said. The table is made anew: until now nothing could write into it. */
export class CheckInMoments1764000000140 implements MigrationInterface {
  name = "CheckInMoments1764000000140";

  async up(runner: QueryRunner): Promise<void> {
    await dropTables(runner, BEFORE);
    await createTables(runner, AFTER);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, AFTER);
    await createTables(runner, BEFORE);
  }
}
