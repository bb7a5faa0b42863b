import type { MigrationInterface, QueryRunner } from "typeorm";
import { addColumns, createTables, dropColumns, dropTables, id, instant, int, json, key, optional, primary, ref, text } from "./schema.js";

const TABLES = [
  {
    name: "voice_call",
    columns: [
      id,
      key("userid", 64),
      optional(ref("deadlineId")),
      key("subjectType", 24),
      key("subjectId", 36),
      text("words"),
      key("state", 12),
      optional(instant("placedAt")),
      optional(key("callId", 120)),
      int("checks"),
      optional(int("reason")),
      optional(int("talkSeconds")),
      optional(text("result")),
      optional(instant("settledAt")),
    ],
    indices: { ix_voice_call_userid: ["userid"], ix_voice_call_subject: ["subjectType", "subjectId"] },
  },
  { name: "channel", columns: [primary(key("name", 8)), optional(int("errcode")), optional(text("reason")), instant("since")] },
] as const;

const COLUMNS = [json("calls"), ref("ringing")];

/** Voice calls and what came of them, how the channels stand, and when each person was last rung. */
export class Calls1764000000050 implements MigrationInterface {
  name = "Calls1764000000050";

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
    await addColumns(runner, "member_pace", COLUMNS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumns(runner, "member_pace", COLUMNS);
    await dropTables(runner, TABLES);
  }
}
