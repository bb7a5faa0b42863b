import type { MigrationInterface, QueryRunner } from "typeorm";
import { createTables, dropTables, id, instant, int, json, key, optional, ref, text, type TableSketch } from "./schema.js";

const PERSON = [key("byUserid", 64), key("byName", 120), key("byPost", 120)];

const TABLES: readonly TableSketch[] = [
  {
    name: "written_report",
    columns: [
      id,
      ref("incidentId"),
      key("status", 12),
      int("revision"),
      optional(key("documentNumber", 80)),
      optional(instant("issuedAt")),
      instant("updatedAt"),
      int("version"),
    ],
    uniques: { uq_written_report_number: ["documentNumber"] },
    indices: { ix_written_report_incident: ["incidentId"] },
  },
  {
    name: "written_report_version",
    columns: [
      id,
      ref("reportId"),
      int("revision"),
      text("title"),
      text("addressee"),
      text("body"),
      text("signature"),
      json("files"),
      key("hash", 64),
      ...PERSON,
      instant("at"),
    ],
    uniques: { uq_written_report_version: ["reportId", "revision"] },
  },
  {
    name: "report_sign_off",
    columns: [
      id,
      ref("reportId"),
      int("revision"),
      key("hash", 64),
      key("stage", 8),
      key("verdict", 12),
      optional(text("note")),
      ...PERSON,
      key("via", 8),
      instant("at"),
    ],
    uniques: { uq_report_sign_off: ["reportId", "revision", "stage"] },
  },
];

/** The log of 请示报告 is read by when something was said, a month at a time. */
const BY_TIME = "ix_incident_evidence_at";

export class WrittenReports1764000000100 implements MigrationInterface {
  name = "WrittenReports1764000000100";
  up = async (runner: QueryRunner): Promise<void> => {
    await createTables(runner, TABLES);
    await runner.query(`CREATE INDEX ${BY_TIME} ON incident_evidence (kind, at)`);
  };
  down = async (runner: QueryRunner): Promise<void> => {
    await runner.query(`DROP INDEX ${BY_TIME}${runner.dataSource.options.type === "better-sqlite3" ? "" : " ON incident_evidence"}`);
    await dropTables(runner, TABLES);
  };
}
