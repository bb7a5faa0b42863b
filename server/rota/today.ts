import { In, MoreThanOrEqual } from "typeorm";
import { DESKS, Handover, Shift, ShiftSwap, type Desk } from "../../entities/shift.js";
import type { DeskToday, DeskVerb, RotaToday, SwapView } from "../http/contract.js";
import type { Actor } from "../identity/actor.js";
import { may } from "../identity/permissions.js";
import { addDays, localIso } from "../kernel/local-time.js";
import { rowWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { DUTIES } from "../regulation/duties.js";
import { EARLY_MS } from "./arriving.js";
import { coverAt, formerOf, publishedShift } from "./cover.js";
import { currentDay, timesOf, type RotaDesk } from "./desk.js";
import { openDutiesOf } from "./handovers.js";
import { peopleOn, Views } from "./views.js";
import { DESK_NAMES } from "./words.js";

const MINE_MOST = 60;
const SWAPS_MOST = 20;
const SWAPS_SINCE_MS = 31 * 24 * 3_600_000;

/** 值班 as one person sees it now. */
export const rotaToday = async (desk: RotaDesk, tx: Tx, actor: Actor): Promise<RotaToday> => {
  const desks: DeskToday[] = [];
  for (const which of DESKS) desks.push(await deskToday(desk, tx, actor, which));
  const day = currentDay(desk);
  const own = { day: MoreThanOrEqual(day), state: "published" as const };
  const mine = await tx.find(Shift, {
    where: [
      { ...own, userid: actor.userid },
      { ...own, standInUserid: actor.userid },
    ],
    order: { day: "ASC", desk: "ASC" },
    take: MINE_MOST,
  });
  const views = await Views.of(desk, tx, actor, mine);
  return {
    now: localIso(desk.clock.now()),
    day,
    startsAt: desk.settings.value("rota.shiftStartsAt"),
    desks,
    swaps: await swapsFor(desk, tx, actor),
    mine: mine.map((shift) => views.shift(shift)),
    quote: { article: "16", text: DUTIES.yearlyRota.text },
  };
};

/** What decides which buttons a person sees at a desk. */
interface DeskRows {
  shift: Shift | null;
  next: Shift | null;
  handover: Handover | null;
  nextHandover: Handover | null;
  /** who has not handed over to the running shift, where no row says so yet */
  former: string | null;
}

const deskToday = async (desk: RotaDesk, tx: Tx, actor: Actor, which: Desk): Promise<DeskToday> => {
  const [now, day] = [desk.clock.now(), currentDay(desk)];
  const shift = await publishedShift(tx, which, day);
  const handover = await rowWhere(tx, Handover, { desk: which, day });
  const former = handover ? (handover.takenOverAt === null ? handover.fromUserid : null) : await formerOf(tx, which, day, shift);
  const next = await publishedShift(tx, which, addDays(day, 1));
  const rows = { shift, next, handover, nextHandover: await rowWhere(tx, Handover, { desk: which, day: addDays(day, 1) }), former };
  const onDuty = await coverAt(tx, which, now, desk.settings);
  const ofDesk = [shift, next, handover, rows.nextHandover];
  const views = await Views.of(desk, tx, actor, ofDesk, onDuty);
  // what is open at a desk, titles of incidents among it, is for those who have it, had it, will have it or oversee it
  const concerned =
    may(actor, "rota.write") ||
    may(actor, "incident.oversee") ||
    [...onDuty, former, ...ofDesk.flatMap((row) => row && peopleOn(row))].includes(actor.userid);
  const view = async (row: Handover | null) =>
    concerned && row ? views.handover(row, row.takenOverAt === null ? await openDutiesOf(desk, tx, row) : []) : null;
  const seats = shift ? [shift.userid, shift.standInUserid] : [handover?.takenOverBy];
  return {
    desk: which,
    name: DESK_NAMES[which],
    onDuty: onDuty.map((userid) => views.person(userid)),
    because: onDuty[0] === former && former !== null ? "former" : seats.includes(onDuty[0]) ? "shift" : "office",
    shift: shift && views.shift(shift),
    handover: await view(handover),
    next: next && views.shift(next),
    nextHandover: await view(rows.nextHandover),
    may: verbsAt(desk, actor, rows),
  };
};

const verbsAt = (desk: RotaDesk, actor: Actor, { shift, next, handover, former }: DeskRows): DeskVerb[] => {
  const verbs: DeskVerb[] = [];
  const { endsAt } = timesOf(desk, currentDay(desk));
  const soon = endsAt.getTime() - desk.clock.now().getTime() <= EARLY_MS;
  const isOn = (each: Shift | null): boolean => each !== null && [each.userid, each.standInUserid].includes(actor.userid);
  if (shift?.userid === actor.userid && shift.standsInSince !== null) verbs.push("resume");
  else if (shift?.userid === actor.userid && shift.arrivedAt === null) verbs.push("arrive");
  else if (shift && shift.standInUserid === actor.userid && shift.standsInSince === null) verbs.push("standIn");
  const takesNow = former !== null && former !== actor.userid && (shift ? isOn(shift) : may(actor, "rota.write"));
  if (takesNow || (soon && isOn(next) && !isOn(shift))) verbs.push("takeOver");
  const seated = shift && (shift.standsInSince === null ? shift.userid : shift.standInUserid);
  const owesNote = handover?.fromUserid === actor.userid && (handover.takenOverAt === null || handover.writtenAt === null);
  const leavesNext = seated === actor.userid && former === null && next?.userid !== actor.userid;
  if (owesNote || former === actor.userid || leavesNext) verbs.push("handOver");
  return verbs;
};

const swapsFor = async (desk: RotaDesk, tx: Tx, actor: Actor): Promise<SwapView[]> => {
  const since = MoreThanOrEqual(new Date(desk.clock.now().getTime() - SWAPS_SINCE_MS));
  const everybodys = may(actor, "rota.write") ? [{ askedAt: since }] : [];
  const swaps = await tx.find(ShiftSwap, {
    where: [{ fromUserid: actor.userid, askedAt: since }, { toUserid: actor.userid, askedAt: since }, ...everybodys],
    order: { askedAt: "DESC" },
    take: SWAPS_MOST,
  });
  const ids = swaps.flatMap(({ shiftId, otherShiftId }) => (otherShiftId === null ? [shiftId] : [shiftId, otherShiftId]));
  const shifts = new Map((await tx.findBy(Shift, { id: In(ids) })).map((shift) => [shift.id, shift]));
  const views = await Views.of(desk, tx, actor, [...swaps, ...shifts.values()]);
  return swaps.flatMap((swap) => {
    const shift = shifts.get(swap.shiftId);
    return shift ? [views.swap(swap, shift, shifts.get(swap.otherShiftId ?? "") ?? null)] : [];
  });
};
