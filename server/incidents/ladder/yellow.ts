import type { Deadline } from "../../../entities/deadline.js";
import type { DutyPart } from "../../deadlines/duty-part.js";
import { addDays, instantOf, localClock, localDay } from "../../kernel/local-time.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import type { SettingValues, WorkingPeriod } from "../../regulation/settings.js";
import type { IncidentsDesk } from "../desk.js";
import { loadIncident } from "../facts.js";
import { tellUnseen } from "../notices.js";
import { acknowledgementsOf } from "../rules/discharge.js";

const MINUTE_MS = 60_000;
/** When a yellow alert of the night is looked after (R24-03). */
const MORNING = "08:00";

const isNight = (clock: string, { start, end }: WorkingPeriod): boolean =>
  start <= end ? clock >= start && clock < end : clock >= start || clock < end;

/** By when a yellow alert is to be seen: an hour by day, at eight in the morning where that hour, or the alert, falls into the night. */
export const seenBy = (raisedAt: Date, settings: SettingValues): Date => {
  const hour = new Date(raisedAt.getTime() + settings.value("incidents.yellowAcknowledgeMinutes") * MINUTE_MS);
  const night = settings.value("incidents.night");
  if (!isNight(localClock(raisedAt), night) && !isNight(localClock(hour), night)) return hour;
  const day = localDay(raisedAt);
  return localClock(raisedAt) < MORNING ? instantOf(day, MORNING) : instantOf(addDays(day, 1), MORNING);
};

/** R24-03: when it is looked at whether the unit concerned has seen it. */
export const startYellow = (desk: IncidentsDesk, tx: Tx, task: Deadline): Promise<boolean> =>
  desk.deadlines.planStep(tx, task, { name: "unseen", at: seenBy(task.openedAt, desk.settings) });

/** R24-03: nobody of the unit concerned has tapped 收到; 宣传部 is told. */
export const yellowSteps = (desk: IncidentsDesk): Required<Pick<DutyPart, "step">> => ({
  step: async (tx, task, name) => {
    if (name !== "unseen") return;
    const facts = await loadIncident(desk, tx, task.subjectId);
    const { unitHead, publicityDuty, publicityHead } = facts.people;
    const seen = acknowledgementsOf(facts).some((said) => unitHead.includes(said.byUserid));
    if (seen || unitHead.length === 0) return;
    const to = [...publicityDuty, ...publicityHead].filter((userid) => !unitHead.includes(userid));
    await tellUnseen(desk, tx, facts, to);
  },
});
