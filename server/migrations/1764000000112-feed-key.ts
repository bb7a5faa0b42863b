import type { MigrationInterface, QueryRunner } from "typeorm";
import { createTables, dropTables, instant, int, key, optional, primary } from "./schema.js";

const TABLES = [
  {
    name: "feed_key",
    columns: [
      primary(key("id", 16)),
      key("hash", 64),
      instant("madeAt"),
      key("madeByUserid", 64),
      optional(instant("usedAt")),
      optional(key("minute", 16)),
      int("calls"),
    ],
  },
] as const;

/** The key of the feed of leads. */
export class FeedKey1764000000112 implements MigrationInterface {
  name = "FeedKey1764000000112";
  up = (runner: QueryRunner): Promise<void> => createTables(runner, TABLES);
  down = (runner: QueryRunner): Promise<void> => dropTables(runner, TABLES);
}
