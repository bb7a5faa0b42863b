import type { MigrationInterface, QueryRunner } from "typeorm";
import { addColumns, dropColumns, optional, ref } from "./schema.js";

const FILE = [optional(ref("livestreamId"))];

/** For the patrol of which livestream a file was uploaded, so that one on no check-in can be found. */
export class PhotoLivestreams1764000000156 implements MigrationInterface {
  name = "PhotoLivestreams1764000000156";

  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, "stored_file", FILE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumns(runner, "stored_file", FILE);
  }
}
