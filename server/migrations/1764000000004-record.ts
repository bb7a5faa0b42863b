import type { MigrationInterface, QueryRunner } from "typeorm";
import {
  createTables,
  dropTables,
  flag,
  instant,
  int,
  isEmbedded,
  json,
  key,
  optional,
  primary,
  text,
  type TableSketch,
} from "./schema.js";

const TABLES: readonly TableSketch[] = [
  {
    name: "audit_entry",
    columns: [
      primary(int("seq")),
      instant("at"),
      key("action", 60),
      key("subjectType", 24),
      key("subjectId", 64),
      key("actor", 80),
      key("actorName", 120),
      key("actorPost", 120),
      optional(key("onBehalfOf", 64)),
      key("via", 16),
      optional(key("article", 8)),
      optional(int("revision")),
      optional(key("contentHash", 64)),
      flag("refused"),
      text("facts"),
      key("previousHash", 64),
      key("hash", 64),
    ],
    indices: { ix_audit_subject: ["subjectType", "subjectId", "seq"] },
  },
  { name: "audit_head", columns: [primary(key("id", 16)), int("seq"), key("hash", 64)] },
  {
    name: "idempotent_answer",
    columns: [primary(key("id", 64)), key("requestHash", 64), instant("startedAt"), optional(int("status")), optional(json("body"))],
  },
  { name: "counter", columns: [primary(key("name", 40)), int("value")] },
  { name: "clock_offset", columns: [primary(key("id", 16)), key("offsetMs", 20)] },
  { name: "cron_lease", columns: [primary(key("key", 120)), instant("takenAt")] },
];

/** The record refuses change on both engines, whoever asks. */
const refuse = (runner: QueryRunner, verb: "UPDATE" | "DELETE"): string => {
  const name = `audit_entry_refuses_${verb.toLowerCase()}`;
  return isEmbedded(runner)
    ? `CREATE TRIGGER ${name} BEFORE ${verb} ON audit_entry BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END`
    : `CREATE TRIGGER ${name} BEFORE ${verb} ON audit_entry FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'audit_entry is append-only'`;
};

const EMPTY_HASH = "0".repeat(64);

export class Record1764000000004 implements MigrationInterface {
  name = "Record1764000000004";

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
    await runner.query(refuse(runner, "UPDATE"));
    await runner.query(refuse(runner, "DELETE"));
    await runner.query(`INSERT INTO audit_head (id, seq, hash) VALUES ('head', 0, '${EMPTY_HASH}')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TRIGGER audit_entry_refuses_update");
    await runner.query("DROP TRIGGER audit_entry_refuses_delete");
    await dropTables(runner, TABLES);
  }
}
