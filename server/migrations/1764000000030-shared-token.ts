import type { MigrationInterface, QueryRunner } from "typeorm";
import { createTables, dropTables, instant, int, key, optional, primary, text, type TableSketch } from "./schema.js";

const TABLES: readonly TableSketch[] = [
  {
    name: "shared_token",
    columns: [
      primary(key("app", 120)),
      optional(text("sealed")),
      optional(instant("refreshAt")),
      optional(key("asker", 36)),
      optional(instant("askedUntil")),
      optional(int("refusedWith")),
      optional(instant("refusedUntil")),
      int("version"),
    ],
  },
];

/** WeCom's access token, shared by all processes. */
export class SharedToken1764000000030 implements MigrationInterface {
  name = "SharedToken1764000000030";
  up = (runner: QueryRunner): Promise<void> => createTables(runner, TABLES);
  down = (runner: QueryRunner): Promise<void> => dropTables(runner, TABLES);
}
