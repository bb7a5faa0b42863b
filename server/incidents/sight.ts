import { Equal, In, type FindOperator, type FindOptionsWhere } from "typeorm";
import { Incident } from "../../entities/incident.js";
import { subjectsAskedOf } from "../deadlines/asked.js";
import type { Actor } from "../identity/actor.js";
import { directoryOf } from "../identity/directory.js";
import { oversees } from "../identity/permissions.js";
import { among, ofThese } from "../kernel/among.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { INCIDENT } from "./desk.js";

/** Which incidents somebody may see, as alternatives; all of them for those who oversee the whole organisation (第19条). */
export const visibleTo = async (tx: Tx, actor: Actor): Promise<FindOptionsWhere<Incident>[]> => {
  if (oversees(actor)) return [{}];
  const units = (await directoryOf(tx)).unitsUnder(actor.userid);
  const ids = In(units.map((unit) => unit.id));
  return [
    { reportedBy: actor.userid },
    { id: toldBy(actor.userid) },
    { id: goneOn(actor.userid) },
    { id: goneOnAsked(actor.userid) },
    { unitId: ids },
    { reporterUnitId: ids },
    { id: subjectsAskedOf(INCIDENT, actor.userid) },
  ];
};

/** Whether somebody may see this one; false also where there is none. */
export const mayRead = async (tx: Tx, actor: Actor, incidentId: string): Promise<boolean> => {
  if (oversees(actor)) return true;
  return (await tx.count(Incident, { where: ofThese(await visibleTo(tx, actor), Equal(incidentId)) })) > 0;
};

/** Those that somebody reported, alone or with others. The database looks them up, however many there are. */
const toldBy = (teller: string): FindOperator<string> =>
  among("SELECT incidentId FROM incident_lead WHERE reporterUserid = :teller", { teller });

/** Those in which what somebody reported went on (并入). */
const goneOn = (teller: string): FindOperator<string> =>
  among(
    "SELECT m.intoIncidentId FROM incident_merge m INNER JOIN incident_lead l ON l.incidentId = m.fromIncidentId " +
      "WHERE m.openKey IS NOT NULL AND l.reporterUserid = :goneTeller",
    { goneTeller: teller },
  );

/** Those in which an incident went on (并入) on which somebody owed a duty. */
const goneOnAsked = (asked: string): FindOperator<string> =>
  among(
    "SELECT m.intoIncidentId FROM incident_merge m INNER JOIN deadline d ON d.subjectId = m.fromIncidentId AND d.subjectType = :goneIncident " +
      "INNER JOIN deadline_holder h ON h.deadlineId = d.id WHERE m.openKey IS NOT NULL AND h.userid = :goneAsked",
    { goneAsked: asked, goneIncident: INCIDENT },
  );
