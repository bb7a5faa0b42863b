import type { MigrationInterface, QueryRunner } from "typeorm";
import { createTables, dropTables, flag, id, instant, key, optional, text, type TableSketch } from "./schema.js";

const TABLES: readonly TableSketch[] = [
  { name: "program_presence", columns: [id, key("name", 120), key("version", 40), instant("startedAt"), instant("beatAt")] },
  {
    name: "finding",
    columns: [
      id,
      key("kind", 12),
      optional(key("openKey", 120)),
      text("words"),
      flag("urgent"),
      instant("foundAt"),
      optional(instant("toldAt")),
      optional(instant("endedAt")),
    ],
    uniques: { uq_finding_open: ["openKey"] },
    indices: { ix_finding_found: ["foundAt"] },
  },
];

/** Which processes run, and what the program found not to be as it should. */
export class Operations1764000000032 implements MigrationInterface {
  name = "Operations1764000000032";
  up = (runner: QueryRunner): Promise<void> => createTables(runner, TABLES);
  down = (runner: QueryRunner): Promise<void> => dropTables(runner, TABLES);
}
