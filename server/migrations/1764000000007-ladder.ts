import type { MigrationInterface, QueryRunner } from "typeorm";
import { addColumns, dropColumns, instant, json } from "./schema.js";

const COLUMNS = [json("span"), json("steps"), instant("nudgedAt")];

/** What was counted for a deadline, what follows while it stays open, and when it was last asked for by hand. */
export class Ladder1764000000007 implements MigrationInterface {
  name = "Ladder1764000000007";

  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, "deadline", COLUMNS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumns(runner, "deadline", COLUMNS);
  }
}
