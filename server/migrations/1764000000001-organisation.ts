import type { MigrationInterface, QueryRunner } from "typeorm";
import { createTables, day, dropTables, flag, id, instant, int, key, optional, primary, type TableSketch } from "./schema.js";

const TABLES: readonly TableSketch[] = [
  {
    name: "unit",
    columns: [
      primary(key("id", 64)),
      key("name", 120),
      key("kind", 24),
      optional(int("wecomDepartmentId")),
      optional(key("headUserid", 64)),
      optional(key("leaderInChargeUserid", 64)),
    ],
  },
  {
    name: "person",
    columns: [
      primary(key("userid", 64)),
      key("name", 120),
      key("unitId", 64),
      key("membership", 16),
      optional(day("birthOn")),
      flag("established"),
      optional(day("trainedUntil")),
      optional(day("leavesOn")),
      optional(instant("leftAt")),
    ],
    indices: { ix_person_unit: ["unitId"] },
  },
  {
    name: "account",
    columns: [
      primary(key("id", 64)),
      key("platform", 24),
      key("name", 120),
      key("unitId", 64),
      key("status", 16),
      optional(key("certifiedAs", 200)),
      optional(day("lastPublishedOn")),
    ],
  },
  {
    name: "appointment",
    columns: [id, key("role", 24), key("scopeId", 64), key("userid", 64), int("position")],
    uniques: { uq_appointment: ["role", "scopeId", "userid"] },
    indices: { ix_appointment_userid: ["userid"] },
  },
  {
    name: "session",
    columns: [primary(key("tokenHash", 64)), key("userid", 64), instant("startedAt"), instant("expiresAt"), optional(instant("endedAt"))],
    indices: { ix_session_userid: ["userid"] },
  },
];

export class Organisation1764000000001 implements MigrationInterface {
  name = "Organisation1764000000001";
  up = (runner: QueryRunner): Promise<void> => createTables(runner, TABLES);
  down = (runner: QueryRunner): Promise<void> => dropTables(runner, TABLES);
}
