import type { Handover, Shift, ShiftSwap } from "../../entities/shift.js";
import type { HandoverView, ShiftView, SwapView } from "../http/contract.js";
import { namesOf, type Actor } from "../identity/actor.js";
import { may } from "../identity/permissions.js";
import { localIso } from "../kernel/local-time.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { timesOf, type RotaDesk } from "./desk.js";
import type { ListedDuty } from "./desk-duties.js";

/** Puts the rota's rows into the words of the contract, for one reader. */
export class Views {
  private constructor(
    private readonly desk: RotaDesk,
    private readonly actor: Actor,
    private readonly name: (userid: string) => { userid: string; name: string },
  ) {}

  /** Looks up the names of everybody on these rows. */
  static async of(
    desk: RotaDesk,
    tx: Tx,
    actor: Actor,
    rows: readonly (Shift | ShiftSwap | Handover | null)[],
    others: readonly string[] = [],
  ): Promise<Views> {
    const userids = rows.flatMap((row) => (row === null ? [] : peopleOn(row)));
    return new Views(desk, actor, await namesOf(tx, [...userids, ...others]));
  }

  /** Somebody by name. */
  person(userid: string): { userid: string; name: string } {
    return this.name(userid);
  }

  shift(shift: Shift): ShiftView {
    const { startsAt, endsAt } = timesOf(this.desk, shift.day);
    const now = this.desk.clock.now();
    const mine = shift.userid === this.actor.userid ? "person" : shift.standInUserid === this.actor.userid ? "standIn" : null;
    const published = shift.state === "published";
    const plans = may(this.actor, "rota.write");
    return {
      ...{ id: shift.id, desk: shift.desk, day: shift.day, published, mine },
      startsAt: localIso(startsAt),
      endsAt: localIso(endsAt),
      person: this.name(shift.userid),
      standIn: shift.standInUserid === null ? null : this.name(shift.standInUserid),
      arrivedAt: shift.arrivedAt && localIso(shift.arrivedAt),
      standsInSince: shift.standsInSince && localIso(shift.standsInSince),
      may: [
        ...(published && now < startsAt && (mine === "person" || plans) ? ["swap" as const] : []),
        ...(plans && now < endsAt ? ["change" as const] : []),
      ],
    };
  }

  /** `openDuties`: what is open now, where nobody has taken over yet. */
  handover(handover: Handover, openDuties: readonly ListedDuty[]): HandoverView {
    const now = localIso(this.desk.clock.now());
    const shown = handover.takenOverAt === null ? openDuties : ((handover.openDuties ?? []) as ListedDuty[]);
    return {
      day: handover.day,
      from: this.name(handover.fromUserid),
      note: handover.note,
      writtenAt: handover.writtenAt && localIso(handover.writtenAt),
      openDuties: shown.map(({ title, article, dueAt }) => ({ title, article, dueAt, late: dueAt !== null && dueAt < now })),
      takenOverAt: handover.takenOverAt && localIso(handover.takenOverAt),
      takenOverBy: handover.takenOverBy === null ? null : this.name(handover.takenOverBy),
    };
  }

  swap(swap: ShiftSwap, shift: Shift, other: Shift | null): SwapView {
    const asked = swap.state === "asked";
    const ahead = [shift, other].every((each) => each === null || this.desk.clock.now() < timesOf(this.desk, each.day).startsAt);
    return {
      ...{ id: swap.id, desk: swap.desk, reason: swap.reason, state: swap.state },
      shift: this.shift(shift),
      other: other && this.shift(other),
      from: this.name(swap.fromUserid),
      to: this.name(swap.toUserid),
      askedAt: localIso(swap.askedAt),
      answerBy: localIso(swap.answerBy),
      may: [
        ...(asked && swap.toUserid === this.actor.userid ? (["agree", "decline"] as const) : []),
        ...(asked && swap.fromUserid === this.actor.userid ? (["withdraw"] as const) : []),
        ...(swap.state === "agreed" && ahead && may(this.actor, "rota.write") ? (["reverse"] as const) : []),
      ],
    };
  }
}

export const peopleOn = (row: Shift | ShiftSwap | Handover): string[] => {
  if ("shiftId" in row) return [row.fromUserid, row.toUserid];
  if ("userid" in row) return row.standInUserid === null ? [row.userid] : [row.userid, row.standInUserid];
  return row.takenOverBy === null ? [row.fromUserid] : [row.fromUserid, row.takenOverBy];
};
