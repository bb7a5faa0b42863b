import { compose, type Services } from "../../server/compose.js";
import { openDataSource } from "../../server/data-source.js";
import type { OpenDomain } from "../../server/domain.js";
import { openLog } from "../../server/operations/log.js";
import { testClock } from "./clock.js";
import type { Desk } from "./desk.js";

/** Another program on the desk's database, as on a second machine; whoever opens it closes it. */
export const secondProgram = async ({ services, database }: Desk, domains: readonly OpenDomain[] = []): Promise<Services> => {
  const other = compose(services.env, await openDataSource(database.url), openLog("silent"), testClock(), domains);
  await other.clockwork?.adopt();
  await other.editions.catchUp();
  return other;
};
