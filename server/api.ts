import { recordRoutes } from "./audit/routes.js";
import { clockRoutes } from "./clockwork/routes.js";
import type { Services } from "./compose.js";
import { todoRoutes } from "./deadlines/routes.js";
import { fileRoutes } from "./files/routes.js";
import { identityRoutes } from "./identity/routes.js";
import { measuresRoutes } from "./measures/routes.js";
import { subscriptionRoutes } from "./subscription/routes.js";
import { operationsRoutes } from "./operations/routes.js";
import type { Route } from "./http/route.js";

/** The whole API as one table: mounted, documented, and walked by the test of routes × roles. */
export const apiRoutes = (services: Services): Route[] => [
  ...identityRoutes(services.sessions, () => services.clock.now(), services.unitOf),
  ...todoRoutes(services.todo),
  ...services.domains.flatMap((domain) => domain.routes ?? []),
  ...recordRoutes(services.recordPages, services.sealDesk),
  ...fileRoutes(services.files),
  ...subscriptionRoutes(services.subscriptions),
  ...operationsRoutes(services.operations, services.mending),
  ...measuresRoutes(services.measures),
  ...(services.clockwork ? clockRoutes(services.clockwork, services.clock) : []),
];
