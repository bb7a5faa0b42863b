import type { Domain } from "../domain.js";
import type { RotaDesk } from "./desk.js";
import { rotaDuties } from "./duty-parts.js";
import { rotaRoutes } from "./routes.js";
import { sentence } from "./sentences.js";
import type { Rota } from "./service.js";
import { titles } from "./titles.js";
import { shiftEntries } from "./shift-entries.js";

/** Article 16 as the program takes it in. */
export const rotaDomain = (desk: RotaDesk, rota: Rota): Domain => ({
  parts: rotaDuties(desk, rota),
  sentence,
  titles,
  startedBy: rota.startedBy,
  routes: rotaRoutes(rota),
  rounds: rota.rounds,
  calendar: (tx, userid, from) => shiftEntries(desk, tx, userid, from),
});
