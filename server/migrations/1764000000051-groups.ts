import type { MigrationInterface, QueryRunner } from "typeorm";
import { createTables, dropTables, id, instant, json, key, optional, ref, text } from "./schema.js";

const TABLES = [
  {
    name: "chat_group",
    columns: [
      id,
      key("subjectType", 24),
      ref("subjectId"),
      text("name"),
      optional(key("owner", 64)),
      json("wanted"),
      json("members"),
      key("state", 8),
      optional(text("detail")),
      instant("createdAt"),
    ],
    uniques: { uq_chat_group_subject: ["subjectType", "subjectId"] },
  },
] as const;

/** Group chats about a subject, with who should be in them and who is. */
export class Groups1764000000051 implements MigrationInterface {
  name = "Groups1764000000051";

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, TABLES);
  }
}
