import type { Services } from "../compose.js";
import type { Env } from "../env.js";
import type { Page, WecomInspection } from "../wecom/inspection.js";
import type { Finding } from "./finding.js";

/** The database as it was found: open, with everything that rests on it and whether its schema is behind, or not. `problem` is Chinese. */
export type Database = { kind: "open"; services: Services; isBehind: boolean } | { kind: "shut"; problem: string };

/** The installation under examination, and all that a check may touch. */
export interface Ward {
  env: Env;
  database: Database;
  wecom: WecomInspection;
  /** opens one of our own pages over PUBLIC_URL, as WeCom does; a body is posted */
  open: (url: string, timeoutMs: number, body?: string) => Promise<Page>;
  wallNow: () => Date;
  pause: (ms: number) => Promise<void>;
  /** says something at once, before the finding: somebody has to act on a phone */
  say: (line: string) => void;
}

/** What later checks rest on; a part that is bad makes them skipped. */
export const PARTS = ["database", "api", "token", "trustedIp", "app", "running"] as const;
export type Part = (typeof PARTS)[number];

/** One step of the examination. */
export interface Check {
  title: string;
  needs: readonly Part[];
  /** what a bad finding of this check breaks */
  part?: Part;
  run: (ward: Ward) => Promise<Finding[]>;
}

/** Services where the database is open; a check that asks for them needs the part `database`. */
export const servicesOf = ({ database }: Ward): Services => {
  if (database.kind === "shut") throw new Error("the check should have been skipped: no database");
  return database.services;
};
