import type { MigrationInterface, QueryRunner } from "typeorm";
import { addColumns, dropColumns, instant } from "./schema.js";

const FILE = [instant("removedAt")];
const SUMMARY = [instant("photosClearedAt")];

/** When the bytes of a file were cleared because its term was over, and when that was done for a livestream. */
export class PhotoTerms1764000000155 implements MigrationInterface {
  name = "PhotoTerms1764000000155";

  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, "stored_file", FILE);
    await addColumns(runner, "patrol_summary", SUMMARY);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumns(runner, "patrol_summary", SUMMARY);
    await dropColumns(runner, "stored_file", FILE);
  }
}
