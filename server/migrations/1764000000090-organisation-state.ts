import type { MigrationInterface, QueryRunner } from "typeorm";
import { createTables, dropTables, isEmbedded, key, primary, type TableSketch } from "./schema.js";

const TABLES: readonly TableSketch[] = [{ name: "organisation_state", columns: [primary(key("id", 16)), key("mark", 64)] }];

const MARKED = ["unit", "person", "account", "appointment"];
const VERBS = ["INSERT", "UPDATE", "DELETE"];

const triggerOf = (table: string, verb: string): string => `${table}_${verb.toLowerCase()}_marks`;

/** Whoever changes the organisation, by whatever means, renews its mark. */
const trigger = (runner: QueryRunner, table: string, verb: string): string => {
  const [mark, begin, end] = isEmbedded(runner) ? ["hex(randomblob(16))", "BEGIN ", "; END"] : ["UUID()", "", ""];
  return `CREATE TRIGGER ${triggerOf(table, verb)} AFTER ${verb} ON ${table} FOR EACH ROW ${begin}UPDATE organisation_state SET mark = ${mark} WHERE id = 'now'${end}`;
};

export class OrganisationState1764000000090 implements MigrationInterface {
  name = "OrganisationState1764000000090";

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
    await runner.query("INSERT INTO organisation_state (id, mark) VALUES ('now', 'first')");
    for (const table of MARKED) for (const verb of VERBS) await runner.query(trigger(runner, table, verb));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of MARKED) for (const verb of VERBS) await runner.query(`DROP TRIGGER ${triggerOf(table, verb)}`);
    await dropTables(runner, TABLES);
  }
}
