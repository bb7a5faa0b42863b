import type { MigrationInterface, QueryRunner } from "typeorm";
import { addColumns, createTables, dropColumns, dropTables, id, instant, json, key, optional, ref, text } from "./schema.js";

const TABLES = [
  {
    name: "incident_merge",
    columns: [
      id,
      ref("fromIncidentId"),
      ref("intoIncidentId"),
      optional(key("openKey", 36)),
      instant("at"),
      key("byUserid", 64),
      key("byName", 120),
      text("reason"),
      json("before"),
      optional(instant("undoneAt")),
      optional(key("undoneByUserid", 64)),
    ],
    uniques: { uq_incident_merge_open: ["openKey"] },
    indices: { ix_incident_merge_into: ["intoIncidentId"] },
  },
] as const;

const COLUMNS = [json("mergedInto")];

/** Which incidents went on in others. */
export class Merges1764000000113 implements MigrationInterface {
  name = "Merges1764000000113";

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
    await addColumns(runner, "incident", COLUMNS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumns(runner, "incident", COLUMNS);
    await dropTables(runner, TABLES);
  }
}
