import type { AlertLevel, IncidentNumbers } from "../../server/http/contract.js";
import { levelName } from "./incidents.js";
import { dayWords } from "./record.js";

/** A part of a bar; `share` in percent of the longest bar. */
export interface BarPart {
  key: string;
  tone: AlertLevel | "unset" | "good";
  share: number;
}
/** One bar with its words and its number beside it. */
export interface Bar {
  key: string;
  label: string;
  value: string;
  parts: BarPart[];
}

const share = (count: number, most: number): number => (most === 0 ? 0 : Math.round((count / most) * 1000) / 10);

/** How many of each level. */
export function levelBars({ byLevel }: IncidentNumbers): Bar[] {
  const most = Math.max(0, ...byLevel.map(({ count }) => count));
  return byLevel.map(({ level, count }) => ({
    ...{ key: level ?? "unset", label: levelName(level), value: `${count} 件` },
    parts: [{ key: "all", tone: level ?? "unset", share: share(count, most) }],
  }));
}

/** How many were reported in each week, by level. */
export function weekBars({ byWeek }: IncidentNumbers): Bar[] {
  const kinds = ["red", "orange", "yellow", "unset"] as const;
  const sum = (week: IncidentNumbers["byWeek"][number]): number => kinds.reduce((total, kind) => total + week[kind], 0);
  const most = Math.max(0, ...byWeek.map(sum));
  const bars = byWeek.map((week) => {
    const named = kinds
      .filter((kind) => week[kind] > 0)
      .map((kind) => `${kind === "unset" ? "待研判" : levelName(kind).slice(0, 1)} ${week[kind]}`);
    return {
      ...{
        key: week.from,
        label: `${dayWords(week.from)} 起`,
        value: `${sum(week)} 件${named.length > 0 ? `（${named.join("、")}）` : ""}`,
      },
      parts: kinds.map((kind) => ({ key: kind, tone: kind, share: share(week[kind], most) })).filter((part) => part.share > 0),
    };
  });
  return withoutEmpty(bars);
}

/** Weeks one after the other in which nothing happened are one line. */
function withoutEmpty(bars: readonly Bar[]): Bar[] {
  const shown: Bar[] = [];
  let run: Bar[] = [];
  const close = (): void => {
    const [first] = run;
    if (first) shown.push({ ...first, label: run.length > 1 ? `${first.label} ${run.length} 周` : first.label, value: "没有" });
    run = [];
  };
  for (const bar of bars) {
    if (bar.parts.length === 0) run.push(bar);
    else {
      close();
      shown.push(bar);
    }
  }
  close();
  return shown;
}

/** How often each duty was done in time, of those that are done or missed. */
export function onTimeBars({ onTime }: IncidentNumbers): Bar[] {
  return onTime.map((each) => {
    const over = each.onTime + each.late;
    const rate = share(each.onTime, over);
    const running = each.running > 0 ? `，${each.running} 项在办` : "";
    return {
      ...{ key: each.duty, label: each.title },
      value: over === 0 ? `在办 ${each.running} 项` : `${rate}%（按时 ${each.onTime}，超时 ${each.late}${running}）`,
      parts: over === 0 ? [] : [{ key: "rate", tone: "good", share: rate }],
    };
  });
}

/** The rate over all duties; null: none is done or missed yet. */
export function wholeRate({ onTime }: IncidentNumbers): number | null {
  const [kept, late] = [onTime.reduce((sum, each) => sum + each.onTime, 0), onTime.reduce((sum, each) => sum + each.late, 0)];
  return kept + late === 0 ? null : share(kept, kept + late);
}
