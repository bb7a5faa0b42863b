import { DUTIES, type DutyName } from "../regulation/duties.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { LANE, type RotaDesk } from "./desk.js";
import { short } from "../kernel/short.js";

/** Something about the rota that asks nothing (知会). */
export interface RotaNews {
  /** makes it this one notice, however often the fact is met */
  key: string;
  subject: { type: string; id: string };
  to: readonly string[];
  title: string;
  subtitle: string;
  rows: readonly (readonly [keyname: string, value: string])[];
  /** the row whose words the notice shows */
  duty?: DutyName;
}

/** Tells people something about the rota; nobody of them: nothing is sent. */
export const tell = (desk: RotaDesk, tx: Tx, { key, subject, to, title, subtitle, rows, duty = "yearlyRota" }: RotaNews): Promise<void> =>
  desk.outbox.notice(tx, {
    key: `rota:${key}`,
    subject,
    to,
    lane: LANE,
    notice: {
      kind: "card",
      source: `知会 · 第${DUTIES[duty].article}条`,
      title: short(title, 36),
      subtitle,
      article: DUTIES[duty].article,
      text: DUTIES[duty].text,
      rows: rows.map(([keyname, value]) => ({ keyname, value: short(value, 30) })),
      link: desk.link("rota", subject.id),
    },
  });
