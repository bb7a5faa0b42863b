import type { MigrationInterface, QueryRunner } from "typeorm";
import { addColumns, dropColumns, ref } from "./schema.js";

const COLUMNS = [ref("takenFor")];

/** Which update has taken a code with which copies of a card can be changed once. */
export class TakenCodes1764000000093 implements MigrationInterface {
  name = "TakenCodes1764000000093";
  up = (runner: QueryRunner): Promise<void> => addColumns(runner, "response_code", COLUMNS);
  down = (runner: QueryRunner): Promise<void> => dropColumns(runner, "response_code", COLUMNS);
}
