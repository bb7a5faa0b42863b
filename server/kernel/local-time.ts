/**
 * Local time of the organisation. Asia/Shanghai has been +08:00 without daylight saving since 1991, so a fixed offset is exact for every
 * instant this program meets and independent of the machine's zone and zone tables.
 */
const OFFSET_MS = 8 * 3_600_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Reads a clock time HH:mm (24:00 = the following midnight) as minutes since local midnight. Throws RangeError on anything else. */
export function minutesOfDay(clock: string): number {
  const match = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(clock);
  const minutes = match ? Number(match[1]) * 60 + Number(match[2]) : Number.NaN;
  if (!(minutes <= 1440)) throw new RangeError(`不是有效的时刻：${clock}`);
  return minutes;
}

const utcOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** True for a real calendar day written YYYY-MM-DD; 2026-02-30 is none. */
export function isLocalDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = utcOf(text);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** The local day (YYYY-MM-DD) in which the instant falls. */
export const localDay = (instant: Date): string => new Date(instant.getTime() + OFFSET_MS).toISOString().slice(0, 10);

/** The instant of a local clock time; "24:00" is the end of the day. Throws RangeError for a day or time that does not exist. */
export function instantOf(day: string, clock: string): Date {
  if (!isLocalDay(day)) throw new RangeError(`不是有效的日期：${day}`);
  return new Date(utcOf(day) - OFFSET_MS + minutesOfDay(clock) * MINUTE_MS);
}

/** The calendar day n days later (earlier for negative n). */
export function addDays(day: string, n: number): string {
  if (!isLocalDay(day)) throw new RangeError(`不是有效的日期：${day}`);
  return new Date(utcOf(day) + n * DAY_MS).toISOString().slice(0, 10);
}

/** 0 = Sunday … 6 = Saturday. */
export const weekday = (day: string): number => new Date(utcOf(day)).getUTCDay();

/** 10:14 */
export const localClock = (instant: Date): string => new Date(instant.getTime() + OFFSET_MS).toISOString().slice(11, 16);

/** 11月23日 */
export const dayWords = (day: string): string => `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;

const WEEKDAYS = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];

/** 12月3日（周四） */
export const dayName = (day: string): string => `${dayWords(day)}（${WEEKDAYS[weekday(day)]}）`;

/** 11月23日 10:14 */
export const localMoment = (instant: Date): string => `${dayWords(localDay(instant))} ${localClock(instant)}`;

/** RFC 3339 with +08:00, the form of every instant that leaves by HTTP. */
export const localIso = (instant: Date): string => new Date(instant.getTime() + OFFSET_MS).toISOString().replace("Z", "+08:00");

/** A length of time in whole minutes: 12 分钟, 3 小时 5 分钟, 2 天 4 小时. */
export function lengthWords(ms: number): string {
  const minutes = Math.floor(ms / MINUTE_MS);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  if (days > 0) return hours > 0 ? `${days} 天 ${hours} 小时` : `${days} 天`;
  if (hours > 0) return rest > 0 ? `${hours} 小时 ${rest} 分钟` : `${hours} 小时`;
  return `${rest} 分钟`;
}

/** What is left until a due time, or by how much it is over: 剩 38 分钟, 超 12 分钟. Whole minutes that have really passed or are really left. */
export function remaining(ms: number): string {
  if (Math.abs(ms) < MINUTE_MS) return ms > 0 ? "剩不到 1 分钟" : "已到时限";
  return ms > 0 ? `剩 ${lengthWords(ms)}` : `超 ${lengthWords(-ms)}`;
}

/** The next time a local clock (HH:MM) strikes after one moment and not after another; null: it does not. */
export const dailyMoment = (clock: string, after: Date, until: Date): Date | null => {
  const today = instantOf(localDay(after), clock);
  const next = today > after ? today : instantOf(addDays(localDay(after), 1), clock);
  return next <= until ? next : null;
};
