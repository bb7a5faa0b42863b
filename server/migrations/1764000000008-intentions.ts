import type { MigrationInterface, QueryRunner } from "typeorm";
import { addColumns, dropColumns, key } from "./schema.js";

const COLUMNS = [key("actedOn", 64)];

/** What a write that carried an Idempotency-Key has already acted on, though its answer may never have been given. */
export class Intentions1764000000008 implements MigrationInterface {
  name = "Intentions1764000000008";

  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, "idempotent_answer", COLUMNS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumns(runner, "idempotent_answer", COLUMNS);
  }
}
