import ical, { ICalCalendarMethod, ICalEventTransparency } from "ical-generator";
import type { Tx } from "../kernel/unit-of-work.js";

/** One entry of somebody's calendar. The title is read on lock screens and by calendar servers: no names, nothing of what a duty is about. */
export interface CalendarEntry {
  /** the same as long as it is the same entry */
  id: string;
  title: string;
  startsAt: Date;
  endsAt: Date;
  /** rises with every change, so that calendars take the new state over */
  changes: number;
  /** false: it takes none of their time */
  busy: boolean;
  /** the page about it, which asks for a login */
  link: string;
}

/** What one domain has to put into a person's calendar from a moment on. */
export type CalendarSource = (tx: Tx, userid: string, from: Date) => Promise<CalendarEntry[]>;

const HOUR_SECONDS = 3600;
const ZONE = "Asia/Shanghai";

/**
 * A calendar as iCalendar text (RFC 5545). Moments are written in UTC, which every calendar shows in the right local time without a zone table;
 * `X-WR-TIMEZONE` names the organisation's zone for those that offer it. (With a zone the library writes clock times of the machine's own zone.)
 */
export const feedText = (entries: readonly CalendarEntry[], { host, now }: { host: string; now: Date }): string => {
  const calendar = ical({
    name: "新媒体值班",
    prodId: { company: "media-desk", product: "rota", language: "ZH-CN" },
    method: ICalCalendarMethod.PUBLISH,
    ttl: HOUR_SECONDS,
    x: [{ key: "X-WR-TIMEZONE", value: ZONE }],
  });
  for (const { id, title, startsAt, endsAt, changes, busy, link } of entries)
    calendar.createEvent({
      id: `${id}@${host}`,
      summary: title,
      start: startsAt,
      end: endsAt,
      stamp: now,
      sequence: changes,
      transparency: busy ? ICalEventTransparency.OPAQUE : ICalEventTransparency.TRANSPARENT,
      url: link,
    });
  return calendar.toString();
};
