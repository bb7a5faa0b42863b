import type { MigrationInterface, QueryRunner } from "typeorm";
import { createTables, dropTables, flag, id, instant, int, json, key, optional, ref, text, type TableSketch } from "./schema.js";

const TABLES: readonly TableSketch[] = [
  {
    name: "draft",
    columns: [
      id,
      key("accountId", 64),
      key("editorUserid", 64),
      key("status", 16),
      optional(key("stage", 8)),
      int("revision"),
      key("contentHash", 64),
      text("title"),
      key("category", 16),
      key("urgency", 16),
      instant("plannedAt"),
      int("round"),
      flag("sentBack"),
      instant("createdAt"),
      instant("updatedAt"),
      int("version"),
    ],
    indices: { ix_draft_editor: ["editorUserid", "updatedAt"], ix_draft_account: ["accountId"] },
  },
  {
    name: "revision",
    columns: [
      id,
      ref("draftId"),
      int("number"),
      text("title"),
      json("content"),
      key("contentHash", 64),
      json("editors"),
      instant("createdAt"),
      optional(instant("submittedAt")),
    ],
    uniques: { uq_revision: ["draftId", "number"] },
  },
  {
    name: "verdict",
    columns: [
      id,
      ref("draftId"),
      int("revision"),
      int("round"),
      key("stage", 8),
      key("verdict", 16),
      key("byUserid", 64),
      key("byName", 120),
      key("byPost", 120),
      optional(key("onBehalfOf", 64)),
      instant("at"),
      key("via", 8),
      flag("openedFullText"),
      optional(json("gates")),
      optional(text("comment")),
      key("decisionKey", 160),
    ],
    uniques: { uq_verdict_decision: ["decisionKey"] },
    indices: { ix_verdict_draft: ["draftId", "at"] },
  },
  {
    name: "permit",
    columns: [
      id,
      key("number", 40),
      ref("draftId"),
      int("revision"),
      key("contentHash", 64),
      instant("issuedAt"),
      instant("validUntil"),
      key("issuedBy", 64),
      key("accountableUserid", 64),
      optional(instant("voidedAt")),
      optional(key("voidedFor", 64)),
      optional(instant("usedAt")),
      optional(key("standingKey", 36)),
    ],
    uniques: { uq_permit_number: ["number"], uq_permit_standing: ["standingKey"] },
    indices: { ix_permit_draft: ["draftId"] },
  },
  {
    name: "publication",
    columns: [id, ref("draftId"), ref("permitId"), text("url"), instant("publishedAt"), instant("registeredAt"), key("byUserid", 64)],
    uniques: { uq_publication_draft: ["draftId"] },
  },
  {
    name: "reading",
    columns: [id, ref("draftId"), int("revision"), key("userid", 64), instant("openedAt")],
    uniques: { uq_reading: ["draftId", "userid", "revision"] },
  },
  {
    name: "stored_file",
    columns: [id, key("name", 200), key("type", 100), int("bytes"), key("sha256", 64), key("uploadedBy", 64), instant("uploadedAt")],
  },
];

export class Review1764000000002 implements MigrationInterface {
  name = "Review1764000000002";
  up = (runner: QueryRunner): Promise<void> => createTables(runner, TABLES);
  down = (runner: QueryRunner): Promise<void> => dropTables(runner, TABLES);
}
