import type { MigrationInterface, QueryRunner } from "typeorm";
import { createTables, dropTables, flag, id, instant, int, json, key, optional, ref, text, type TableSketch } from "./schema.js";

const person = (who: string) => [optional(key(`${who}Userid`, 64)), optional(key(`${who}Name`, 120)), optional(key(`${who}Post`, 120))];

const TABLES: readonly TableSketch[] = [
  {
    name: "incident",
    columns: [
      id,
      key("number", 40),
      text("title"),
      text("description"),
      json("links"),
      json("files"),
      optional(key("unitId", 64)),
      key("reportedBy", 80),
      key("reporterName", 120),
      key("reporterPost", 120),
      optional(key("reporterUnitId", 64)),
      optional(instant("occurredAt")),
      instant("discoveredAt"),
      instant("reportedAt"),
      key("status", 12),
      optional(key("level", 8)),
      optional(instant("levelSetAt")),
      optional(instant("clockFrom")),
      optional(instant("handledAt")),
      optional(instant("liftedAt")),
      optional(instant("closedAt")),
      instant("updatedAt"),
      int("version"),
    ],
    uniques: { uq_incident_number: ["number"] },
    indices: {
      ix_incident_updated: ["updatedAt"],
      ix_incident_reporter: ["reportedBy", "updatedAt"],
      ix_incident_unit: ["unitId", "updatedAt"],
    },
  },
  {
    name: "level_decision",
    columns: [
      id,
      ref("incidentId"),
      int("number"),
      key("kind", 12),
      key("state", 12),
      optional(ref("openKey")),
      optional(key("fromLevel", 8)),
      key("toLevel", 8),
      optional(text("reason")),
      instant("at"),
      key("byUserid", 64),
      key("byName", 120),
      key("byPost", 120),
      key("via", 8),
      ...person("second"),
      optional(instant("secondAt")),
      optional(text("secondNote")),
      optional(flag("agreed")),
      optional(key("advisedLevel", 8)),
      optional(text("advice")),
      ...person("consulted"),
      optional(instant("consultedAt")),
    ],
    uniques: { uq_level_decision: ["incidentId", "number"], uq_level_proposal: ["openKey"] },
  },
  {
    name: "incident_evidence",
    columns: [
      id,
      ref("incidentId"),
      optional(ref("deadlineId")),
      optional(key("duty", 40)),
      key("kind", 16),
      optional(text("note")),
      key("how", 12),
      instant("at"),
      instant("enteredAt"),
      key("byUserid", 64),
      key("byName", 120),
      key("byPost", 120),
      key("via", 8),
      json("particulars"),
      json("files"),
      optional(instant("confirmedAt")),
      optional(key("confirmedBy", 64)),
      optional(key("onceKey", 160)),
    ],
    uniques: { uq_incident_evidence_once: ["onceKey"] },
    indices: { ix_incident_evidence_incident: ["incidentId", "enteredAt"] },
  },
];

export class Incidents1764000000060 implements MigrationInterface {
  name = "Incidents1764000000060";
  up = (runner: QueryRunner): Promise<void> => createTables(runner, TABLES);
  down = (runner: QueryRunner): Promise<void> => dropTables(runner, TABLES);
}
