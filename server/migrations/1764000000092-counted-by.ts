import type { MigrationInterface, QueryRunner } from "typeorm";
import { addColumns, dropColumns, key } from "./schema.js";

const COLUMNS = [key("countedVersion", 40)];

/** By which edition of the calendar a deadline was counted that a later edition could not move. */
export class CountedBy1764000000092 implements MigrationInterface {
  name = "CountedBy1764000000092";
  up = (runner: QueryRunner): Promise<void> => addColumns(runner, "deadline", COLUMNS);
  down = (runner: QueryRunner): Promise<void> => dropColumns(runner, "deadline", COLUMNS);
}
