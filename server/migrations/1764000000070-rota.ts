import type { MigrationInterface, QueryRunner } from "typeorm";
import { createTables, day, dropTables, id, instant, int, json, key, optional, text, type TableSketch } from "./schema.js";

const TABLES: readonly TableSketch[] = [
  {
    name: "shift",
    columns: [
      id,
      key("desk", 16),
      day("day"),
      key("userid", 64),
      optional(key("standInUserid", 64)),
      key("state", 12),
      int("version"),
      optional(instant("publishedAt")),
      optional(instant("arrivedAt")),
      optional(key("arrivedBy", 64)),
      optional(instant("standsInSince")),
    ],
    uniques: { uq_shift_desk_day: ["desk", "day"] },
    indices: { ix_shift_day: ["day", "state"], ix_shift_userid: ["userid"] },
  },
  {
    name: "handover",
    columns: [
      id,
      key("desk", 16),
      day("day"),
      key("fromUserid", 64),
      optional(text("note")),
      optional(json("openDuties")),
      optional(instant("writtenAt")),
      optional(instant("takenOverAt")),
      optional(key("takenOverBy", 64)),
    ],
    uniques: { uq_handover_desk_day: ["desk", "day"] },
  },
];

export class Rota1764000000070 implements MigrationInterface {
  name = "Rota1764000000070";
  up = (runner: QueryRunner): Promise<void> => createTables(runner, TABLES);
  down = (runner: QueryRunner): Promise<void> => dropTables(runner, TABLES);
}
