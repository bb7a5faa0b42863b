import { readFile } from "node:fs/promises";
import { systemActor } from "../audit/record.js";
import type { Services } from "../compose.js";
import type { Env } from "../env.js";

const DEMONSTRATION = new URL("./demonstration.json", import.meta.url);

/** A database without people gets the organisation that ORGANISATION_FILE names, in sandbox mode the demonstration organisation. */
export const importAtStart = async (services: Pick<Services, "organisation" | "log">, env: Env): Promise<void> => {
  if (!(await services.organisation.isEmpty())) return;
  const source = env.organisationFile ?? (env.sandbox ? DEMONSTRATION : null);
  if (source === null) {
    services.log.warn("the database has no people yet: npm run organisation -- import FILE");
    return;
  }
  const file: unknown = JSON.parse(await readFile(source, "utf8"));
  await services.organisation.importFile(file, systemActor("首次启动"));
};
