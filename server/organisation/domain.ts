import type { Domain } from "../domain.js";
import type { Clock } from "../kernel/clock.js";
import { organisationRoutes } from "./routes.js";
import { organisationTeller } from "./sentences.js";
import type { Organisation } from "./service.js";

/** Who sits where (Articles 2, 11, 17, 18) as the program takes it in: calls and words, no duty. */
export const organisationDomain = (organisation: Organisation, clock: Clock): Domain => ({
  ...organisationTeller,
  parts: {},
  routes: organisationRoutes(organisation, clock),
});
