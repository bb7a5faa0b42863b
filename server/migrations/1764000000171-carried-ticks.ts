import type { MigrationInterface, QueryRunner } from "typeorm";
import { addColumns, dropColumns, flag, optional } from "./schema.js";

const CHECK_IN = [optional(flag("carriedOver"))];

/** Whether the checklist of a check-in was gone through, or stands as the last one left it. */
export class CarriedTicks1764000000171 implements MigrationInterface {
  name = "CarriedTicks1764000000171";

  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, "check_in", CHECK_IN);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumns(runner, "check_in", CHECK_IN);
  }
}
