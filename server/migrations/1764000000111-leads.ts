import type { MigrationInterface, QueryRunner } from "typeorm";
import { addColumns, createTables, dropColumns, dropTables, flag, id, instant, json, key, optional, primary, ref, text } from "./schema.js";

const TABLES = [
  {
    name: "incident_lead",
    columns: [
      id,
      ref("incidentId"),
      flag("first"),
      key("via", 8),
      text("title"),
      text("description"),
      json("links"),
      json("files"),
      key("reporterUserid", 80),
      key("reporterName", 120),
      key("reporterPost", 120),
      optional(instant("occurredAt")),
      instant("discoveredAt"),
      instant("reportedAt"),
      optional(key("proposedLevel", 8)),
      optional(flag("untold")),
    ],
    indices: {
      ix_incident_lead_incident: ["incidentId", "reportedAt"],
      ix_incident_lead_reporter: ["reporterUserid"],
      ix_incident_lead_untold: ["untold", "incidentId"],
    },
  },
  {
    name: "incident_post",
    columns: [primary(key("post", 64)), ref("incidentId")],
    indices: { ix_incident_post_incident: ["incidentId"] },
  },
] as const;

const COLUMNS = [json("similarTo")];

/** Every report becomes a lead of its incident, those of before too, each of which began one. */
export class Leads1764000000111 implements MigrationInterface {
  name = "Leads1764000000111";

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
    await addColumns(runner, "incident", COLUMNS);
    await runner.query(
      "INSERT INTO incident_lead (id, incidentId, first, via, title, description, links, files, reporterUserid, reporterName, reporterPost, " +
        "occurredAt, discoveredAt, reportedAt) SELECT id, id, 1, 'page', title, description, links, files, reportedBy, reporterName, " +
        "reporterPost, occurredAt, discoveredAt, reportedAt FROM incident",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumns(runner, "incident", COLUMNS);
    await dropTables(runner, TABLES);
  }
}
