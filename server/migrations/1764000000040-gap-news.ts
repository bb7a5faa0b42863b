import type { MigrationInterface, QueryRunner } from "typeorm";
import { createTables, dropTables, instant, key, primary, type TableSketch } from "./schema.js";

const TABLES: readonly TableSketch[] = [
  { name: "gap_round", columns: [primary(key("day", 10)), instant("toldAt")] },
  { name: "gap_told", columns: [primary(key("id", 64)), key("userid", 64), key("toldOn", 10)] },
];

/** Whom the morning's card told of which gap of the organisation. */
export class GapNews1764000000040 implements MigrationInterface {
  name = "GapNews1764000000040";

  up(runner: QueryRunner): Promise<void> {
    return createTables(runner, TABLES);
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTables(runner, TABLES);
  }
}
