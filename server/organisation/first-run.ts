import { fileURLToPath } from "node:url";
import { systemActor } from "../audit/record.js";
import type { Services } from "../compose.js";
import type { Env } from "../env.js";
import { linesOf } from "./file.js";
import { readOrganisationFile } from "./read-file.js";

const DEMONSTRATION = fileURLToPath(new URL("./demonstration.json", import.meta.url));

/**
 * A database without people gets the organisation that ORGANISATION_FILE names, in sandbox mode the demonstration organisation. Of several processes that
 * start together one imports it, the others find it there. Throws every error of the file, a line each.
 */
export const importAtStart = async (services: Pick<Services, "organisation" | "log">, env: Env): Promise<void> => {
  if (!(await services.organisation.isEmpty())) return;
  const source = env.organisationFile ?? (env.sandbox ? DEMONSTRATION : null);
  if (source === null) {
    services.log.warn("the database has no people yet: npm run organisation -- import FILE");
    return;
  }
  try {
    await services.organisation.importing.take(await readOrganisationFile(source), { actor: systemActor("首次启动"), via: "system" });
  } catch (error) {
    if (!(await services.organisation.isEmpty())) return;
    throw new Error(`组织信息文件 ${source} 没有导入\n${linesOf(error).join("\n")}`, { cause: error });
  }
};
