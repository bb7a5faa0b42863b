import type { CheckInKind, PatrolPlace } from "../../server/http/contract.js";

type Item = PatrolPlace["checklist"][number];
/** The list of 到岗, and that of everything on air: what was seen in the one says nothing about the other. */
export type List = "arrival" | "onAir";
export const listOf = (kind: CheckInKind): List => (kind === "arrival" ? "arrival" : "onAir");
/** What is looked at in one list. */
export const itemsIn = (list: List, checklist: readonly Item[]): Item[] => checklist.filter(({ arrival }) => list === "onAir" || arrival);

/** How far a list was gone through. */
export interface Ticks {
  /** item → in order, or not; absent: not looked at yet */
  marks: Readonly<Record<string, "ok" | "bad">>;
  /** when they were set, where they are those of the check-in before (沿用上次); null: set for this one */
  carriedFrom: string | null;
}

/** Nothing is ticked before somebody has looked: so the first check-in of a livestream begins. */
export const untouched = (): Ticks => ({ marks: {}, carriedFrom: null });

/** Tapped: looked at and in order, then not in order, then in order again. */
export const toggled = ({ marks }: Ticks, key: string): Ticks => ({
  marks: { ...marks, [key]: marks[key] === "ok" ? "bad" : "ok" },
  carriedFrom: null,
});

/** All that is left was looked at and is in order. */
export const restInOrder = ({ marks }: Ticks, items: readonly Item[]): Ticks => ({
  marks: { ...Object.fromEntries(items.map(({ key }) => [key, "ok" as const])), ...marks },
  carriedFrom: null,
});

/** The items that nobody has looked at. */
export const unlooked = ({ marks }: Ticks, items: readonly Item[]): string[] =>
  items.filter(({ key }) => marks[key] === undefined).map(({ key }) => key);

/** As it is sent. */
export const saidOf = (ticks: Ticks, items: readonly Item[]) => ({
  notInOrder: items.filter(({ key }) => ticks.marks[key] === "bad").map(({ key }) => key),
  unchecked: unlooked(ticks, items),
  carriedOver: ticks.carriedFrom !== null,
});

/** What the next check-in begins with; `at`: when this one was made. Gone through it is carried over, else nothing is. */
export const carried = (ticks: Ticks, items: readonly Item[], at: string): Ticks =>
  unlooked(ticks, items).length > 0 ? untouched() : { marks: ticks.marks, carriedFrom: ticks.carriedFrom ?? at };
