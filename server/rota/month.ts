import { Between } from "typeorm";
import { Shift } from "../../entities/shift.js";
import type { RotaDay, RotaMonth } from "../http/contract.js";
import type { Actor } from "../identity/actor.js";
import { may } from "../identity/permissions.js";
import { addDays, localIso } from "../kernel/local-time.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { currentDay, today, type RotaDesk } from "./desk.js";
import { findingsAhead } from "./findings.js";
import { Views } from "./views.js";
import { progressOf } from "./yearly.js";

/** One month of the rota as one person sees it; drafts and what is wrong are for those who plan. */
export const rotaMonth = async (desk: RotaDesk, tx: Tx, actor: Actor, wanted: string | null): Promise<RotaMonth> => {
  const month = wanted ?? today(desk).slice(0, 7);
  const plans = may(actor, "rota.write");
  const all = await tx.find(Shift, { where: { day: Between(`${month}-01`, `${month}-31`) }, order: { day: "ASC" } });
  const shown = plans ? all : all.filter(({ state }) => state === "published");
  const views = await Views.of(desk, tx, actor, shown);
  const find = (day: string, which: Shift["desk"]) => {
    const shift = shown.find((each) => each.day === day && each.desk === which);
    return shift ? views.shift(shift) : null;
  };
  const days: RotaDay[] = [];
  for (let day = `${month}-01`; day.startsWith(month); day = addDays(day, 1))
    days.push({ day, mark: markOf(desk, day), publicity: find(day, "publicity"), dataCentre: find(day, "dataCentre") });
  const findings = plans ? await findingsAhead(desk, tx, desk.settings.value("rota.warnDays")) : [];
  return {
    now: localIso(desk.clock.now()),
    month,
    startsAt: desk.settings.value("rota.shiftStartsAt"),
    today: currentDay(desk),
    calendarKnown: desk.calendar.covers(`${month}-01`),
    days,
    drafts: shown.filter(({ state, day }) => state === "draft" && day >= currentDay(desk)).length,
    findings: findings.map(({ kind, day, words }) => ({ kind, day, words })),
    year: await yearOf(desk, tx),
    may: plans ? ["plan"] : [],
  };
};

/** What the notice calls the day, e.g. 国庆节. */
const markOf = (desk: RotaDesk, day: string): RotaDay["mark"] => {
  const exception = desk.calendar.exception(day);
  return exception && { kind: exception.kind, name: exception.name || (exception.kind === "holiday" ? "休假" : "调休上班") };
};

/** How far the year is of which the duty is open. */
const yearOf = async (desk: RotaDesk, tx: Tx): Promise<RotaMonth["year"]> => {
  const year = String(Number(today(desk).slice(0, 4)) + 1);
  const task = await desk.deadlines.openOne(tx, "yearlyRota", year);
  return task && { year, ...(await progressOf(tx, year)) };
};
