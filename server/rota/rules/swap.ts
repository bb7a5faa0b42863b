import { dayName } from "../../kernel/local-time.js";
import type { Person } from "../../../entities/person.js";
import type { Shift } from "../../../entities/shift.js";
import type { Refusal } from "../../kernel/refusal.js";
import { refuse } from "../refusals.js";
import { DESK_NAMES } from "../words.js";

/** What decides whether a shift may pass from one person to another. */
export interface SwapFacts {
  shift: Shift;
  /** what they give in return; null: nothing */
  other: Shift | null;
  from: Person;
  /** null: nobody of that userid */
  to: Person | null;
  /** whether a shift of this day has begun */
  begun: (day: string) => boolean;
  /** whether somebody is of the organisation no more on a day */
  left: (person: Person, day: string) => boolean;
  /** whether somebody lacks a valid certificate on a day (Article 17) */
  untrained: (person: Person, day: string) => boolean;
  /** whether somebody has the other desk on a day */
  busy: (userid: string, day: string) => boolean;
}

/** Why the swap is not possible; null: it is. Untrained people get no shift this way (R16-02). */
export const swapRefusal = (facts: SwapFacts): Refusal | null => {
  const { shift, other, from, to, begun } = facts;
  if (!to) return refuse("no-such-person", "invalid", "没有这个人，请从名单里选。");
  if (to.userid === from.userid) return refuse("same-person", "invalid", "不能和自己换班，请选另一位同事。");
  if (begun(shift.day))
    return refuse("begun", "conflict", `${dayName(shift.day)}的班次已经开始，不能换班。请由替班人员顶班，或请宣传部改这一天。`);
  if (other && (other.userid !== to.userid || other.desk !== shift.desk || other.state !== "published"))
    return refuse("not-their-shift", "conflict", `${to.name} 的那个班次已有变动，请刷新后重选。`);
  if (other && begun(other.day)) return refuse("begun", "conflict", `${dayName(other.day)}的班次已经开始，不能换班，请另选一天。`);
  return unfit(facts, to, shift) ?? (other && unfit(facts, from, other));
};

/** Why somebody cannot take a shift; null: they can. */
const unfit = ({ left, untrained, busy }: SwapFacts, person: Person, { day, desk }: Shift): Refusal | null => {
  if (left(person, day)) return refuse("person-left", "invalid", `${person.name} 到 ${dayName(day)}已经离职，请另选一位。`);
  if (untrained(person, day))
    return refuse(
      "not-trained",
      "invalid",
      `${person.name} 在 ${dayName(day)}没有有效的培训证书，经专业培训后方可上岗，请另选一位。`,
      "trainBeforeDuty",
    );
  if (!busy(person.userid, day)) return null;
  const elsewhere = desk === "publicity" ? DESK_NAMES.dataCentre : DESK_NAMES.publicity;
  return refuse("busy", "conflict", `${person.name} 在 ${dayName(day)}要在${elsewhere}，不能再值这一班，请另选一位。`);
};
