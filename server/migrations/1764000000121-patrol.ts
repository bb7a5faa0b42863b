import type { MigrationInterface, QueryRunner } from "typeorm";
import { createTables, dropTables, flag, id, instant, int, json, key, optional, ref, text, type TableSketch } from "./schema.js";

const TABLES: readonly TableSketch[] = [
  {
    name: "patrol_member",
    columns: [
      id,
      ref("livestreamId"),
      key("userid", 64),
      key("role", 12),
      instant("joinedAt"),
      optional(instant("leftAt")),
      optional(instant("trainedAt")),
      optional(key("trainedByUserid", 64)),
      optional(key("standsInForUserid", 64)),
    ],
    uniques: { uq_patrol_member: ["livestreamId", "userid"] },
    indices: { ix_patrol_member_userid: ["userid"] },
  },
  {
    name: "patrol_invitation",
    columns: [
      id,
      ref("livestreamId"),
      key("userid", 64),
      key("role", 12),
      key("state", 12),
      instant("askedAt"),
      optional(key("askedByUserid", 64)),
      instant("answerBy"),
      optional(instant("answeredAt")),
      optional(text("reason")),
      optional(key("openKey", 101)),
    ],
    uniques: { uq_patrol_invitation_open: ["openKey"] },
    indices: { ix_patrol_invitation_livestream: ["livestreamId", "askedAt"], ix_patrol_invitation_userid: ["userid"] },
  },
  {
    name: "expected_check_in",
    columns: [
      id,
      ref("livestreamId"),
      key("userid", 64),
      key("kind", 12),
      int("round"),
      instant("dueAt"),
      key("state", 12),
      optional(ref("checkInId")),
      optional(instant("missedAt")),
    ],
    uniques: { uq_expected_check_in: ["livestreamId", "userid", "kind", "round"] },
    indices: { ix_expected_check_in_due: ["state", "dueAt"] },
  },
  {
    name: "check_in",
    columns: [
      id,
      ref("livestreamId"),
      key("userid", 64),
      key("clientId", 64),
      key("kind", 12),
      optional(ref("expectedId")),
      key("finding", 12),
      json("checklist"),
      optional(text("note")),
      json("files"),
      optional(json("place")),
      instant("deviceAt"),
      instant("receivedAt"),
      flag("madeUp"),
    ],
    uniques: { uq_check_in_client: ["userid", "clientId"] },
    indices: { ix_check_in_livestream: ["livestreamId", "receivedAt"] },
  },
  {
    name: "patrol_finding",
    columns: [
      id,
      ref("livestreamId"),
      optional(ref("checkInId")),
      key("level", 12),
      key("party", 12),
      text("words"),
      key("foundByUserid", 64),
      instant("foundAt"),
      key("state", 12),
      optional(instant("answeredAt")),
      optional(key("answeredByUserid", 64)),
      optional(text("answer")),
      optional(ref("incidentId")),
      int("version"),
    ],
    indices: { ix_patrol_finding_livestream: ["livestreamId", "foundAt"] },
  },
  {
    name: "patrol_summary",
    columns: [id, ref("livestreamId"), json("counts"), text("words"), key("submittedByUserid", 64), instant("submittedAt")],
    uniques: { uq_patrol_summary: ["livestreamId"] },
  },
  {
    name: "patrol_follow_up",
    columns: [
      id,
      ref("livestreamId"),
      key("unitId", 64),
      text("words"),
      key("state", 12),
      instant("openedAt"),
      optional(instant("doneAt")),
      optional(key("doneByUserid", 64)),
      optional(text("answer")),
    ],
    indices: { ix_patrol_follow_up_livestream: ["livestreamId"] },
  },
];

export class Patrol1764000000121 implements MigrationInterface {
  name = "Patrol1764000000121";
  up = (runner: QueryRunner): Promise<void> => createTables(runner, TABLES);
  down = (runner: QueryRunner): Promise<void> => dropTables(runner, TABLES);
}
