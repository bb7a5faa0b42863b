import type { Person } from "../../../entities/person.js";
import type { Desk, Shift } from "../../../entities/shift.js";
import { addDays, dayName } from "../../kernel/local-time.js";
import { DESK_NAMES } from "../words.js";

export const FINDING_KINDS = ["gap", "double", "left", "unreachable", "untrained"] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** Something that is wrong with the rota of the days ahead. */
export interface Finding {
  kind: FindingKind;
  /** null: not about one desk */
  desk: Desk | null;
  /** the first day it is about */
  day: string;
  /** how many days it is about */
  days: number;
  /** null: nobody in particular */
  userid: string | null;
  /** what makes it the same finding tomorrow */
  key: string;
  /** Chinese, one line */
  words: string;
}

/** What the days ahead are judged by. */
export interface FindingFacts {
  /** the first and the last day looked at */
  from: string;
  to: string;
  /** of those days */
  shifts: readonly Shift[];
  /** desks for which a rota is kept at all; the others are covered by their office */
  kept: readonly Desk[];
  people: ReadonlyMap<string, Person>;
  left: (person: Person, day: string) => boolean;
  untrained: (person: Person, day: string) => boolean;
  unreachable: ReadonlySet<string>;
}

/** Gaps, double booking, leavers, people without training, people whom WeCom does not reach, in that order (R16-01, R17-01). */
export const findingsOf = (facts: FindingFacts): Finding[] => [
  ...facts.kept.flatMap((desk) => gapsOf(facts, desk)),
  ...doubles(facts),
  ...about(facts, "left", (person, day) => facts.left(person, day)),
  ...about(facts, "unreachable", (person) => facts.unreachable.has(person.userid)),
  ...about(facts, "untrained", (person, day) => !facts.left(person, day) && facts.untrained(person, day)),
];

const gapsOf = ({ from, to, shifts }: FindingFacts, desk: Desk): Finding[] => {
  const named = new Map(shifts.filter((shift) => shift.desk === desk).map((shift) => [shift.day, shift.state]));
  const gaps: Finding[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) {
    if (named.get(day) === "published") continue;
    const last = gaps.at(-1);
    if (last && addDays(last.day, last.days) === day) last.days += 1;
    else gaps.push({ kind: "gap", desk, day, days: 1, userid: null, key: "", words: "" });
  }
  return gaps.map((gap) => ({ ...gap, key: `gap:${desk}:${gap.day}`, words: gapWords(gap, desk, named.has(gap.day)) }));
};

const gapWords = ({ day, days }: Finding, desk: Desk, drafted: boolean): string =>
  `${DESK_NAMES[desk]} ${dayName(day)}${days > 1 ? `起 ${days} 天` : ""}${drafted ? "还是草稿，没有公布" : "没有排班"}`;

const doubles = ({ shifts, people }: FindingFacts): Finding[] => {
  const published = shifts.filter((shift) => shift.state === "published");
  return published.flatMap(({ desk, day, userid }) => {
    if (desk !== "publicity" || !published.some((other) => other.desk !== desk && other.day === day && other.userid === userid)) return [];
    const words = `${people.get(userid)?.name ?? userid} ${dayName(day)}同时在两个值班台`;
    return [{ kind: "double" as const, desk: null, day, days: 1, userid, key: `double:${day}:${userid}`, words }];
  });
};

const ABOUT: Readonly<Record<"left" | "unreachable" | "untrained", string>> = {
  left: "已经离职",
  unreachable: "企业微信联系不上",
  untrained: "没有有效的培训证书",
};

/** One finding per person and kind, however many days they are on. */
const about = (facts: FindingFacts, kind: keyof typeof ABOUT, wrong: (person: Person, day: string) => boolean): Finding[] => {
  const days = new Map<string, string[]>();
  for (const { day, userid, standInUserid, state } of facts.shifts)
    for (const each of [userid, standInUserid]) {
      const person = each === null || state !== "published" ? undefined : facts.people.get(each);
      if (person && wrong(person, day)) days.set(person.userid, [...(days.get(person.userid) ?? []), day]);
    }
  return [...days].map(([userid, on]) => {
    const day = on.sort()[0] ?? facts.from;
    const words = `${facts.people.get(userid)?.name ?? userid} ${ABOUT[kind]}，${dayName(day)}${on.length > 1 ? `等 ${on.length} 班` : ""}有班`;
    return { kind, desk: null, day, days: on.length, userid, key: `${kind}:${userid}`, words };
  });
};

/**
 * What of today's findings nobody has been told of: a gap that goes on at its end, or whose first days have passed, is the same gap, and is told once more
 * on the day before it begins. `told`: the keys of what was told and still stands.
 */
export const untold = (findings: readonly Finding[], from: string, told: ReadonlySet<string>): Finding[] =>
  findings.filter((finding) => stretchOf(finding).every((key) => !told.has(key)) || soonOf(finding, from).some((key) => !told.has(key)));

/** Under which keys a finding is remembered: a gap by each of its days. `from`: the day from which is looked ahead. */
export const keysOf = (finding: Finding, from: string): string[] => [...stretchOf(finding), ...soonOf(finding, from)];

const stretchOf = ({ kind, desk, day, days, key }: Finding): string[] =>
  kind === "gap" ? Array.from({ length: days }, (_, index) => `gap:${desk ?? ""}:${addDays(day, index)}`) : [key];

const soonOf = ({ kind, desk, day }: Finding, from: string): string[] =>
  kind === "gap" && day === addDays(from, 1) ? [`soon:${desk ?? ""}:${day}`] : [];
