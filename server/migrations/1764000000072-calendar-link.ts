import type { MigrationInterface, QueryRunner } from "typeorm";
import { createTables, dropTables, instant, key, primary, ref, type TableSketch } from "./schema.js";

const TABLES: readonly TableSketch[] = [
  {
    name: "calendar_link",
    columns: [primary(key("userid", 64)), ref("serial"), key("tokenHash", 64), instant("madeAt")],
    uniques: { uq_calendar_link_token: ["tokenHash"] },
  },
];

export class CalendarLink1764000000072 implements MigrationInterface {
  name = "CalendarLink1764000000072";
  up = (runner: QueryRunner): Promise<void> => createTables(runner, TABLES);
  down = (runner: QueryRunner): Promise<void> => dropTables(runner, TABLES);
}
