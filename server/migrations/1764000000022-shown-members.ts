import type { MigrationInterface, QueryRunner } from "typeorm";
import { createTables, dropTables, instant, key, primary, type TableSketch } from "./schema.js";

const TABLES: readonly TableSketch[] = [{ name: "shown_member", columns: [primary(key("userid", 64)), instant("firstShownAt")] }];

/** Whom the address book has ever shown: somebody who was never in the app's range has not left it. */
export class ShownMembers1764000000022 implements MigrationInterface {
  name = "ShownMembers1764000000022";

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, TABLES);
  }
}
