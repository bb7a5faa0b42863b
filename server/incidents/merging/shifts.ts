import type { BeforeMerge } from "../../../entities/incident-merge.js";
import { DESKS } from "../../../entities/shift.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import type { IncidentsDesk } from "../desk.js";
import { loadIncident } from "../facts.js";
import { ownOffices } from "../rules/who-holds.js";

/** Who sits at each duty desk now. */
export const onDutyNow = async (desk: IncidentsDesk, tx: Tx): Promise<NonNullable<BeforeMerge["onDuty"]>> => ({
  publicity: [...(await desk.onDuty(tx, "publicity"))],
  dataCentre: [...(await desk.onDuty(tx, "dataCentre"))],
});

/** Who owes now what these people owed when the merge was made: a shift that has ended since then is followed by the present one (R24-13). */
export const afterShifts = async (
  desk: IncidentsDesk,
  tx: Tx,
  incidentId: string,
  holders: readonly string[],
  then: BeforeMerge["onDuty"],
): Promise<string[]> => {
  if (then === undefined) return [...holders];
  const { people } = await loadIncident(desk, tx, incidentId);
  const now = await onDutyNow(desk, tx);
  return DESKS.reduce<string[]>(
    (all, which) => {
      const gone = then[which].filter((userid) => !now[which].includes(userid) && !ownOffices(people, which).includes(userid));
      const rest = all.filter((userid) => !gone.includes(userid));
      return rest.length === all.length ? all : [...new Set([...rest, ...now[which]])];
    },
    [...holders],
  );
};
