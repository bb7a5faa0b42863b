import { LessThanOrEqual } from "typeorm";
import { Shift, ShiftSwap, type SwapState } from "../../entities/shift.js";
import { closing } from "../deadlines/closing.js";
import type { Actor } from "../identity/actor.js";
import { may } from "../identity/permissions.js";
import { newId } from "../kernel/ids.js";
import { localMoment } from "../kernel/local-time.js";
import type { Refusal } from "../kernel/refusal.js";
import { changeRows, insertRows, rowsWhere, rowWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { aboutShift, dueBy, LANE, recordAct, timesOf, type RotaDesk } from "./desk.js";
import { notYourShift, refuse, shiftNotFound } from "./refusals.js";
import { swapRefusal } from "./rules/swap.js";
import { crossed, factsOf, pass } from "./swap-facts.js";
import { aboutSwap, SwapNews } from "./swap-news.js";

const HOUR_MS = 3_600_000;

/** What somebody asks of a colleague. */
export interface SwapWish {
  shiftId: string;
  /** who is to take it */
  to: string;
  /** what they give in return; null: nothing */
  otherShiftId: string | null;
  reason: string;
}

/** 换班: asked and agreed to by two, or done by an administrator on somebody's behalf; in effect it is never deleted, only reversed (R16-02). */
export class Swapping {
  readonly #news: SwapNews;

  constructor(private readonly desk: RotaDesk) {
    this.#news = new SwapNews(desk);
  }

  /** Asks; by an administrator for somebody else it is in effect at once. Refused to everybody else. */
  async ask(actor: Actor, wish: SwapWish): Promise<void> {
    const refusal = await this.desk.uow.run((tx) => this.#askIn(tx, actor, wish));
    if (refusal) throw refusal;
  }

  /** The verb for the page. */
  async answer(actor: Actor, swapId: string, answer: "agree" | "decline"): Promise<void> {
    const refusal = await this.desk.uow.run((tx) => this.answerIn(tx, actor, swapId, answer));
    if (refusal) throw refusal;
  }

  /** 同意 or 不同意, by the one who was asked. What has changed since makes it void. */
  async answerIn(tx: Tx, actor: Actor, swapId: string, answer: "agree" | "decline"): Promise<Refusal | null> {
    const swap = await rowWhere(tx, ShiftSwap, { id: swapId });
    if (!swap) return swapNotFound();
    if (swap.toUserid !== actor.userid) return refuse("not-asked", "forbidden", "这个换班请求不是发给您的，不能答复。", "answerSwap");
    if (swap.state !== "asked") return settledAlready(swap.state);
    if (answer === "decline") return this.#settle(tx, actor, swap, "declined");
    const facts = await factsOf(this.desk, tx, swap);
    const refusal = facts ? swapRefusal(facts) : shiftNotFound();
    if (refusal || !facts) {
      await this.#settle(tx, null, swap, "void");
      return refusal;
    }
    const settled = await this.#settle(tx, actor, swap, "agreed");
    if (settled) return settled;
    await pass(tx, crossed(swap, facts));
    return null;
  }

  /** Takes the question back, by whoever asked it. */
  async withdraw(actor: Actor, swapId: string): Promise<void> {
    const refusal = await this.desk.uow.run(async (tx) => {
      const swap = await rowWhere(tx, ShiftSwap, { id: swapId });
      if (!swap) return swapNotFound();
      if (swap.fromUserid !== actor.userid) return notYourShift();
      return this.#settle(tx, actor, swap, "withdrawn");
    });
    if (refusal) throw refusal;
  }

  /** Puts the shifts back as they were before, by an administrator and with a reason; the swap stays on record. */
  async reverse(actor: Actor, swapId: string, reason: string): Promise<void> {
    const refusal = await this.desk.uow.run(async (tx) => {
      const swap = await rowWhere(tx, ShiftSwap, { id: swapId });
      if (!swap) return swapNotFound();
      if (swap.state !== "agreed") return settledAlready(swap.state);
      const back = { ...swap, fromUserid: swap.toUserid, toUserid: swap.fromUserid };
      const facts = await factsOf(this.desk, tx, back);
      if (!facts || (facts.other && facts.other.userid !== swap.fromUserid))
        return refuse("changed-since", "conflict", "换班之后这些班次又有变动，不能整体撤销，请逐日改动。");
      if ([facts.shift, facts.other].some((shift) => shift && facts.begun(shift.day)))
        return refuse("begun", "conflict", "换班已有一个班次开始，不能撤销，请逐日改动。");
      const reversed = { state: "reversed" as const, reversedAt: this.desk.clock.now(), reversedBy: actor.userid };
      if ((await changeRows(tx, ShiftSwap, { id: swap.id, state: "agreed" }, reversed)) !== 1) return settledAlready("reversed");
      await pass(tx, crossed(back, facts));
      this.#record(tx, actor, swap, "rota.swap-reversed", reason);
      await this.#news.reversed(tx, actor, swap, facts, reason);
      return null;
    });
    if (refusal) throw refusal;
  }

  /** A shift changed otherwise: what was asked about it is void. */
  async voidOf(tx: Tx, shift: Pick<Shift, "id">): Promise<void> {
    const asked = await tx.findBy(ShiftSwap, [
      { shiftId: shift.id, state: "asked" },
      { otherShiftId: shift.id, state: "asked" },
    ]);
    for (const swap of asked) await this.#settle(tx, null, swap, "void");
  }

  /** Ends what nobody answered in time. Safe to run twice. */
  async lapse(): Promise<void> {
    const now = this.desk.clock.now();
    const due = await this.desk.uow.read((tx) => tx.findBy(ShiftSwap, { state: "asked", answerBy: LessThanOrEqual(now) }));
    for (const swap of due) await this.desk.uow.run((tx) => this.#settle(tx, null, swap, "lapsed"));
  }

  async #askIn(tx: Tx, actor: Actor, { shiftId, to, otherShiftId, reason }: SwapWish): Promise<Refusal | null> {
    const shift = await rowWhere(tx, Shift, { id: shiftId, state: "published" });
    if (!shift) return shiftNotFound();
    const own = shift.userid === actor.userid;
    if (!own && !may(actor, "rota.write")) return notYourShift();
    if ((await rowsWhere(tx, ShiftSwap, { shiftId, state: "asked" })).length > 0)
      return refuse("asked-already", "conflict", "这个班次已经提出换班，请等对方答复，或先撤回再提。", "answerSwap");
    const now = this.desk.clock.now();
    const answerBy = new Date(
      Math.min(
        now.getTime() + this.desk.settings.value("rota.swapAnswerHours") * HOUR_MS,
        timesOf(this.desk, shift.day).startsAt.getTime(),
      ),
    );
    const swap: ShiftSwap = {
      ...{ id: newId(), desk: shift.desk, shiftId, otherShiftId, fromUserid: shift.userid, toUserid: to, reason },
      ...{ state: own ? "asked" : "agreed", askedAt: now, askedBy: actor.userid, answerBy },
      ...{ answeredAt: own ? null : now, reversedAt: null, reversedBy: null },
    };
    const facts = await factsOf(this.desk, tx, swap);
    const refusal = facts ? swapRefusal(facts) : shiftNotFound();
    if (refusal || !facts) return refusal;
    await insertRows(tx, ShiftSwap, [swap]);
    this.#record(tx, actor, swap, own ? "rota.swap-asked" : "rota.swapped-on-behalf", reason);
    if (own) return this.#openQuestion(tx, swap);
    await this.voidOf(tx, shift);
    await pass(tx, crossed(swap, facts));
    await this.#news.settled(tx, actor, swap, facts);
    return null;
  }

  async #openQuestion(tx: Tx, swap: ShiftSwap): Promise<null> {
    await this.desk.deadlines.open(tx, {
      duty: "answerSwap",
      subject: { ...aboutSwap(swap), revision: null },
      holders: [swap.toUserid],
      startedAt: swap.askedAt,
      due: dueBy(this.desk, swap.answerBy, `${localMoment(swap.answerBy)} 前答复，最迟到班次开始（设置）`),
      calendar: this.desk.calendar,
      lane: LANE,
    });
    return null;
  }

  /** Ends the question; `actor` null: the program does. A refusal where somebody was faster. */
  async #settle(tx: Tx, actor: Actor | null, swap: ShiftSwap, state: Exclude<SwapState, "asked" | "reversed">): Promise<Refusal | null> {
    const settled = { state, answeredAt: this.desk.clock.now() };
    if ((await changeRows(tx, ShiftSwap, { id: swap.id, state: "asked" }, settled)) !== 1) {
      const current = await rowWhere(tx, ShiftSwap, { id: swap.id });
      return settledAlready(current?.state ?? "void");
    }
    const task = await this.desk.deadlines.openOne(tx, "answerSwap", swap.id);
    const answered = state === "agreed" || state === "declined";
    if (task && actor && answered) await this.desk.deadlines.discharge(tx, task, closing(actor, `rota.swap-${state}`));
    else if (task) await this.desk.deadlines.cancel(tx, task, { by: actor?.userid ?? "system:值班", how: `rota.swap-${state}` });
    this.#record(tx, actor, swap, `rota.swap-${state}`);
    await this.#news.settled(tx, actor, { ...swap, ...settled }, await factsOf(this.desk, tx, swap));
    return null;
  }

  #record(tx: Tx, actor: Actor | null, swap: ShiftSwap, action: string, comment?: string): void {
    const facts = { desk: swap.desk, swapId: swap.id, from: swap.fromUserid, to: swap.toUserid, ...(comment ? { comment } : {}) };
    const behalf = actor && actor.userid !== swap.fromUserid && actor.userid !== swap.toUserid ? swap.fromUserid : null;
    recordAct(this.desk, tx, actor, aboutShift({ id: swap.shiftId }), action, facts, behalf);
    if (swap.otherShiftId) recordAct(this.desk, tx, actor, aboutShift({ id: swap.otherShiftId }), action, facts, behalf);
  }
}

const swapNotFound = (): Refusal => refuse("swap-not-found", "notFound", "没有找到这个换班请求。请从值班页重新打开。", "answerSwap");

const STATE_WORDS: Readonly<Record<SwapState, string>> = {
  asked: "还在等对方答复",
  agreed: "已经生效",
  declined: "对方已不同意",
  withdrawn: "已被撤回",
  lapsed: "没有及时答复，已作废",
  void: "班次已有变动，已作废",
  reversed: "已被撤销",
};

const settledAlready = (state: SwapState): Refusal =>
  refuse("swap-settled", "conflict", `这个换班请求${STATE_WORDS[state]}，本次操作未生效。`, "answerSwap");
