import type { MigrationInterface, QueryRunner } from "typeorm";
import { addColumns, dropColumns, flag } from "./schema.js";

const COLUMNS = [flag("rehearsal")];

/** Which incidents are rehearsals (演练). */
export class Rehearsal1764000000110 implements MigrationInterface {
  name = "Rehearsal1764000000110";
  up = (runner: QueryRunner): Promise<void> => addColumns(runner, "incident", COLUMNS);
  down = (runner: QueryRunner): Promise<void> => dropColumns(runner, "incident", COLUMNS);
}
