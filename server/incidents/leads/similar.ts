import { In, IsNull } from "typeorm";
import { Incident } from "../../../entities/incident.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import { mostAlike } from "../rules/similar.js";

const LOOKED_AT = 200;

/** An incident under way whose title sounds like this one, for whoever is on duty to judge (R24-11); null: none does. */
export const similarIncident = async (tx: Tx, title: string): Promise<{ id: string; number: string } | null> => {
  const where = { status: In(["reported", "handling", "lifted"]), rehearsal: IsNull() };
  const running = await tx.find(Incident, { where, order: { updatedAt: "DESC", id: "DESC" }, take: LOOKED_AT });
  const alike = mostAlike(title, running);
  return alike && { id: alike.id, number: alike.number };
};
