import type { MigrationInterface, QueryRunner } from "typeorm";
import { createTables, dropTables, flag, id, instant, int, json, key, optional, primary, ref, text, type TableSketch } from "./schema.js";

const TABLES: readonly TableSketch[] = [
  {
    name: "deadline",
    columns: [
      id,
      key("duty", 40),
      key("article", 8),
      key("rule", 40),
      key("subjectType", 24),
      key("subjectId", 36),
      optional(int("subjectRevision")),
      key("state", 12),
      instant("openedAt"),
      instant("startedAt"),
      optional(instant("dueAt")),
      text("dueWords"),
      flag("provisional"),
      key("calendarVersion", 40),
      optional(instant("nextStepAt")),
      optional(instant("missedAt")),
      optional(instant("closedAt")),
      optional(key("closedBy", 64)),
      optional(key("closedHow", 60)),
      optional(key("openKey", 120)),
      int("lane"),
    ],
    uniques: { uq_deadline_open: ["openKey"] },
    indices: {
      ix_deadline_next: ["state", "nextStepAt"],
      ix_deadline_subject: ["subjectType", "subjectId"],
      ix_deadline_duty: ["duty", "state"],
    },
  },
  {
    name: "deadline_holder",
    columns: [id, ref("deadlineId"), key("userid", 64), optional(instant("releasedAt"))],
    uniques: { uq_deadline_holder: ["deadlineId", "userid"] },
    indices: { ix_deadline_holder_userid: ["userid"] },
  },
  {
    name: "outbox_message",
    columns: [
      id,
      key("kind", 8),
      key("dedupeKey", 200),
      int("lane"),
      optional(ref("deadlineId")),
      key("subjectType", 24),
      key("subjectId", 36),
      optional(json("notice")),
      optional(ref("updateOf")),
      key("state", 8),
      instant("createdAt"),
      instant("dueAt"),
      int("attempts"),
      optional(ref("owner")),
      optional(instant("leaseUntil")),
      optional(text("body")),
      optional(text("title")),
      optional(key("msgId", 120)),
      optional(instant("sentAt")),
      optional(text("lastError")),
    ],
    uniques: { uq_outbox_dedupe: ["dedupeKey"] },
    indices: {
      ix_outbox_due: ["state", "dueAt"],
      ix_outbox_owner: ["owner"],
      ix_outbox_deadline: ["deadlineId"],
      ix_outbox_subject: ["subjectType", "subjectId"],
    },
  },
  {
    name: "recipient",
    columns: [id, ref("messageId"), key("userid", 64), key("state", 8), optional(text("detail"))],
    uniques: { uq_recipient: ["messageId", "userid"] },
    indices: { ix_recipient_userid: ["userid"] },
  },
  {
    name: "response_code",
    columns: [id, ref("messageId"), key("code", 512), key("origin", 8), instant("receivedAt"), optional(instant("usedAt"))],
    indices: { ix_response_code_message: ["messageId"] },
  },
  {
    name: "inbox_event",
    columns: [
      primary(key("dedupeKey", 64)),
      key("kind", 24),
      key("fromUser", 64),
      instant("receivedAt"),
      key("state", 8),
      int("attempts"),
      json("event"),
      optional(json("answer")),
      optional(text("lastError")),
    ],
    indices: { ix_inbox_state: ["state", "receivedAt"] },
  },
];

export class Duties1764000000003 implements MigrationInterface {
  name = "Duties1764000000003";
  up = (runner: QueryRunner): Promise<void> => createTables(runner, TABLES);
  down = (runner: QueryRunner): Promise<void> => dropTables(runner, TABLES);
}
