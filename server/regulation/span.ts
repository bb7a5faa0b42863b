/**
 * How long the rule gives. Natural spans (minutes, hours) run through nights and holidays; working spans follow the State Council's calendar;
 * `before` counts back from a planned day. "immediately" and "open" are the rule's own words without a number (立即, 及时); "gate" has no clock
 * because the next step cannot be taken before it is met.
 */
export type Span =
  | { readonly minutes: number }
  | { readonly hours: number }
  | { readonly workingHours: number }
  | { readonly days: number }
  | { readonly workingDays: number }
  | { readonly years: number }
  | { readonly sameDay: true }
  | { readonly before: { readonly days: number } | { readonly workingDays: number } }
  | "immediately"
  | "open"
  | "gate";

/** The span in Chinese as a card or list shows it, e.g. 4 个工作小时, 提前 10 个工作日, 立即. */
export function spanWords(span: Span): string {
  if (span === "immediately") return "立即";
  if (span === "open") return "未定时限";
  if (span === "gate") return "办理下一步之前";
  if ("minutes" in span) return `${span.minutes} 分钟`;
  if ("hours" in span) return `${span.hours} 小时`;
  if ("workingHours" in span) return `${span.workingHours} 个工作小时`;
  if ("days" in span) return `${span.days} 天`;
  if ("workingDays" in span) return `${span.workingDays} 个工作日`;
  if ("years" in span) return `${span.years} 年`;
  if ("sameDay" in span) return "当天";
  return `提前 ${spanWords(span.before)}`;
}
