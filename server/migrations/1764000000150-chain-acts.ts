import type { MigrationInterface, QueryRunner } from "typeorm";
import { isEmbedded } from "./schema.js";

const COLUMNS = [
  ...["at", "action", "subjectType", "subjectId", "actor", "actorName", "actorPost", "onBehalfOf", "via"],
  ...["article", "revision", "contentHash", "refused", "facts"],
];

const value = (name: string): string => `JSON_UNQUOTE(JSON_EXTRACT(acts, CONCAT('$[', done, '].${name}')))`;

/**
 * Chains acts (a JSON list: the columns that have a value, and `words`, what is hashed after the number) to the record, and commits. The hash is that
 * of `linkHash`. Where it stands already nothing is done.
 */
export const CHAIN_ACTS = `CREATE PROCEDURE IF NOT EXISTS chain_acts(IN acts LONGTEXT CHARACTER SET utf8mb4) SQL SECURITY INVOKER MODIFIES SQL DATA
BEGIN
  DECLARE done INT DEFAULT 0;
  DECLARE many INT DEFAULT JSON_LENGTH(acts);
  DECLARE last INT;
  DECLARE first_hash, before_hash, last_hash VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  SELECT seq, hash INTO last, last_hash FROM audit_head WHERE id = 'head' FOR UPDATE;
  SET first_hash = last_hash;
  WHILE done < many DO
    SET last = last + 1;
    SET before_hash = last_hash;
    SET last_hash = SHA2(CONCAT('["', before_hash, '",', last, ',', ${value("words")}), 256);
    INSERT INTO audit_entry (seq, ${COLUMNS.join(", ")}, previousHash, hash)
    VALUES (last, ${COLUMNS.map(value).join(", ")}, before_hash, last_hash);
    SET done = done + 1;
  END WHILE;
  UPDATE audit_head SET seq = last, hash = last_hash WHERE id = 'head';
  COMMIT;
  SELECT last AS seq, last_hash AS hash, first_hash AS previous;
END`;

export class ChainActs1764000000150 implements MigrationInterface {
  name = "ChainActs1764000000150";

  async up(runner: QueryRunner): Promise<void> {
    if (!isEmbedded(runner)) await runner.query(CHAIN_ACTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    if (!isEmbedded(runner)) await runner.query("DROP PROCEDURE chain_acts");
  }
}
