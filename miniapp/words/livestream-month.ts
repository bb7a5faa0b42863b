import type { LivestreamListItem, LivestreamMonth } from "../../server/http/contract.js";
import { millis, pickerParts } from "./moment.js";

/** A day on which something goes on air. */
export interface LivestreamDay {
  /** YYYY-MM-DD */
  day: string;
  items: LivestreamListItem[];
}

/** The days of a month on which something starts, in order. */
export function daysOfMonth({ items }: Pick<LivestreamMonth, "items">): LivestreamDay[] {
  const days = new Map<string, LivestreamListItem[]>();
  for (const item of [...items].sort((one, other) => millis(one.startAt) - millis(other.startAt))) {
    const { day } = pickerParts(millis(item.startAt));
    days.set(day, [...(days.get(day) ?? []), item]);
  }
  return [...days].map(([day, of]) => ({ day, items: of }));
}

/** `2 场` under each day that has any. */
export const dayCounts = (days: readonly LivestreamDay[]): Record<string, string> =>
  Object.fromEntries(days.map(({ day, items }) => [day, `${items.length} 场`]));
