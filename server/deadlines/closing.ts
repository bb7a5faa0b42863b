import type { Actor } from "../identity/actor.js";
import type { Closing } from "./service.js";

/** How a tap or a click closes a deadline: their own card is redrawn by the answer to a tap. */
export const closing = ({ userid, via }: Pick<Actor, "userid" | "via">, how: string): Closing => ({
  by: userid,
  how,
  ...(via === "card" ? { except: userid } : {}),
});
