import { short } from "../kernel/short.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { about, LANE, type LivestreamDesk } from "./desk.js";
import type { LivestreamFacts } from "./facts.js";
import { rowOf, type LivestreamDutyName } from "./own-duties.js";
import { LATE_LABEL, timeWords } from "./words.js";

/** Something about a livestream that asks nothing (知会). */
export interface LivestreamNews {
  /** makes it this one notice, however often the fact is met */
  key: string;
  to: readonly string[];
  title: string;
  rows?: readonly (readonly [keyname: string, value: string])[];
  /** the row whose words the notice shows */
  duty?: LivestreamDutyName;
  lane?: number;
  /** the page that it opens; absent: the livestream's own */
  page?: string;
}

/** Tells people something about a livestream; nobody of them: nothing is sent. */
export const tell = (
  desk: LivestreamDesk,
  tx: Tx,
  { livestream, units }: Pick<LivestreamFacts, "livestream" | "units">,
  { key, to, title, rows = [], duty = "fileLivestream", lane = LANE, page = "livestream" }: LivestreamNews,
): Promise<void> => {
  const row = rowOf(duty);
  return desk.outbox.notice(tx, {
    key: `livestream:${livestream.id}:${key}`,
    subject: about(livestream),
    to,
    lane,
    notice: {
      kind: "card",
      source: `知会 · 第${row.article}条${livestream.late ? ` · ${LATE_LABEL}` : ""}`,
      title: `${title}：${short(livestream.title, 24)}`,
      subtitle: `${timeWords(livestream)} · ${units.initiating.name}`,
      article: row.article,
      text: row.text,
      rows: rows.map(([keyname, value]) => ({ keyname, value: short(value, 30) })),
      link: desk.link(page, livestream.id),
    },
  });
};

/** People without whoever did it: they know. */
export const others = (people: readonly (string | null)[], actor: { userid: string } | null): string[] => [
  ...new Set(people.filter((userid) => userid !== null && userid !== actor?.userid) as string[]),
];
