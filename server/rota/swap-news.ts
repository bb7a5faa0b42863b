import { dayName } from "../kernel/local-time.js";
import type { ShiftSwap } from "../../entities/shift.js";
import { namesOf, type Actor } from "../identity/actor.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { publicityOf, type RotaDesk } from "./desk.js";
import { tell } from "./notices.js";
import type { SwapFacts } from "./rules/swap.js";
import { DESK_NAMES } from "./words.js";

/** The swap as subject of deadlines and messages. */
export const aboutSwap = (swap: Pick<ShiftSwap, "id">): { type: string; id: string } => ({ type: "swap", id: swap.id });

type Rows = [keyname: string, value: string][];

/** Who hears what of a swap: the two of it, and 宣传部 of everything that changed the rota. */
export class SwapNews {
  constructor(private readonly desk: RotaDesk) {}

  /** The question is settled: in effect, declined, withdrawn, lapsed or void. Whoever did it knows. `facts` as of before. */
  async settled(tx: Tx, actor: Actor | null, swap: ShiftSwap, facts: SwapFacts | null): Promise<void> {
    const rows = await this.#rows(tx, swap, facts);
    const others = [swap.fromUserid, swap.toUserid].filter((userid) => userid !== actor?.userid);
    switch (swap.state) {
      case "agreed":
        return this.#tell(tx, swap, "换班已生效", [...others, ...(await publicityOf(this.desk, tx))], rows, actor);
      case "declined":
        return this.#tell(tx, swap, "对方不同意换班", [swap.fromUserid], rows, actor);
      case "lapsed":
        return this.#tell(tx, swap, "换班请求没有答复", [swap.fromUserid], [...rows, ["结果", "您的班次不变"]], actor);
      case "void":
        return this.#tell(tx, swap, "换班请求已作废", [swap.fromUserid], [...rows, ["结果", "班次已有变动，请重新提出"]], actor);
      default:
        return undefined;
    }
  }

  /** The swap was taken back. */
  async reversed(tx: Tx, actor: Actor, swap: ShiftSwap, facts: SwapFacts, reason: string): Promise<void> {
    const rows: Rows = [...(await this.#rows(tx, swap, facts)).filter(([keyname]) => keyname !== "原因"), ["撤销原因", reason]];
    const to = [swap.fromUserid, swap.toUserid, ...(await publicityOf(this.desk, tx))];
    await this.#tell(tx, { ...swap, state: "reversed" }, "换班已撤销", to, rows, actor);
  }

  #tell(tx: Tx, swap: ShiftSwap, title: string, to: readonly string[], rows: Rows, actor: Actor | null): Promise<void> {
    return tell(this.desk, tx, {
      key: `swap:${swap.id}:${swap.state}`,
      subject: aboutSwap(swap),
      to: to.filter((userid) => userid !== actor?.userid),
      title: `${title}：${DESK_NAMES[swap.desk]}`,
      subtitle: actor && actor.userid !== swap.fromUserid && actor.userid !== swap.toUserid ? `由 ${actor.name} 办理` : "换班",
      rows,
      duty: "answerSwap",
    });
  }

  async #rows(tx: Tx, swap: ShiftSwap, facts: SwapFacts | null): Promise<Rows> {
    const name = await namesOf(tx, [swap.fromUserid, swap.toUserid]);
    const [from, to] = [name(swap.fromUserid).name, name(swap.toUserid).name];
    const days: Rows = facts ? [["班次", `${dayName(facts.shift.day)} ${from} → ${to}`]] : [["双方", `${from} 与 ${to}`]];
    if (facts?.other) days.push(["换回", `${dayName(facts.other.day)} ${to} → ${from}`]);
    return [...days, ["原因", swap.reason]];
  }
}
