import type { MigrationInterface, QueryRunner } from "typeorm";
import { addColumns, dropColumns, instant } from "./schema.js";

const LIVESTREAM = [instant("photosClearedAt")];

/** When the photos of a livestream that was never summed up were cleared. */
export class UnsummedPhotos1764000000170 implements MigrationInterface {
  name = "UnsummedPhotos1764000000170";

  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, "livestream", LIVESTREAM);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumns(runner, "livestream", LIVESTREAM);
  }
}
