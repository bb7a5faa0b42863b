import type { MigrationInterface, QueryRunner } from "typeorm";
import { createTables, day, dropTables, id, instant, key, optional, primary, ref, text, type TableSketch } from "./schema.js";

const TABLES: readonly TableSketch[] = [
  {
    name: "shift_swap",
    columns: [
      id,
      key("desk", 16),
      ref("shiftId"),
      optional(ref("otherShiftId")),
      key("fromUserid", 64),
      key("toUserid", 64),
      text("reason"),
      key("state", 12),
      instant("askedAt"),
      key("askedBy", 64),
      instant("answerBy"),
      optional(instant("answeredAt")),
      optional(instant("reversedAt")),
      optional(key("reversedBy", 64)),
    ],
    indices: { ix_shift_swap_state: ["state", "answerBy"], ix_shift_swap_to: ["toUserid"], ix_shift_swap_shift: ["shiftId"] },
  },
  { name: "rota_warning", columns: [primary(key("key", 160)), day("toldOn")] },
];

export class RotaSwaps1764000000071 implements MigrationInterface {
  name = "RotaSwaps1764000000071";
  up = (runner: QueryRunner): Promise<void> => createTables(runner, TABLES);
  down = (runner: QueryRunner): Promise<void> => dropTables(runner, TABLES);
}
