const ZONE = "Asia/Shanghai";
const PARTS = new Intl.DateTimeFormat("zh-CN", {
  timeZone: ZONE,
  hourCycle: "h23",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  weekday: "short",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

/** The local parts of an instant in Shanghai. */
export function partsOf(ms) {
  const parts = Object.fromEntries(PARTS.formatToParts(ms).map(({ type, value }) => [type, value]));
  return { ...parts, dayText: `${Number(parts.month)}月${Number(parts.day)}日`, day: `${parts.year}-${parts.month}-${parts.day}` };
}

export const clockTime = (ms) => {
  const { hour, minute, second } = partsOf(ms);
  return `${hour}:${minute}:${second}`;
};

/** How a chat writes the time of a message, seen from now. */
export function chatTime(ms, nowMs) {
  const [at, now] = [partsOf(ms), partsOf(nowMs)];
  const time = `${at.hour}:${at.minute}`;
  if (at.day === now.day) return time;
  if (at.day === partsOf(nowMs - 86_400_000).day) return `昨天 ${time}`;
  return at.year === now.year ? `${at.dayText} ${time}` : `${at.year}年${at.dayText} ${time}`;
}

/** 09:00 of the day after, as an instant with Shanghai's offset. */
export const nextMorning = (ms) => `${partsOf(ms + 86_400_000).day}T09:00:00+08:00`;

/** The value of a datetime-local field for an instant, and back. */
export const fieldValue = (ms) => {
  const { day, hour, minute } = partsOf(ms);
  return `${day}T${hour}:${minute}`;
};
export const fieldInstant = (value) => `${value}:00+08:00`;
