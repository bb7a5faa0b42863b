import type { MigrationInterface, QueryRunner } from "typeorm";
import { createTables, dropTables, id, instant, int, key, primary, text } from "./schema.js";

const TABLES = [
  { name: "reach_round", columns: [primary(key("day", 10)), instant("checkedAt"), int("answered")] },
  { name: "unreachable_person", columns: [id, key("userid", 64), key("name", 120), text("why"), instant("since")] },
] as const;

/** Whom an alert would not reach, looked at each morning. */
export class Reach1764000000114 implements MigrationInterface {
  name = "Reach1764000000114";
  up = (runner: QueryRunner): Promise<void> => createTables(runner, TABLES);
  down = (runner: QueryRunner): Promise<void> => dropTables(runner, TABLES);
}
