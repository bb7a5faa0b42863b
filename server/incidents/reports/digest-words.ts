import type { Notice } from "../../delivery/notice.js";
import { dayWords, lengthWords } from "../../kernel/local-time.js";
import { runningWords, type DigestFigures } from "../rules/digest.js";

/** A digest that goes out later than this after its time says so. */
const LATE_MS = 10 * 60_000;

/** Which day a digest is of, after which it counts where that is not the working day before, and how late it goes out. */
export interface DigestDay {
  day: string;
  since: string | null;
  lateMs: number;
}

const titleOf = ({ day, lateMs }: DigestDay): string =>
  `舆情日报：${dayWords(day)}${lateMs < LATE_MS ? "" : `（补发，迟 ${lengthWords(lateMs)}）`}`;

/** The card of a digest: what happened, and what stands. */
export const dailyWords = (words: DigestDay, counted: DigestFigures): Pick<Notice, "title" | "subtitle" | "rows"> => ({
  title: titleOf(words),
  subtitle: `${words.since === null ? "" : `${dayWords(words.since)}以来 `}新增 ${counted.fresh} 起 · 办结 ${counted.closed} 起`,
  rows: [
    { keyname: "处置中", value: runningWords(counted) },
    { keyname: "待研判", value: `${counted.unset} 起` },
    { keyname: "未办义务", value: `${counted.openDuties} 项` },
    { keyname: "已超时", value: `${counted.lateDuties} 项` },
  ],
});

/** What the group reads of yellow alerts: figures only, since it stands on every phone (R24-11). */
export const yellowLine = (words: DigestDay, { running, fresh }: DigestFigures): string =>
  `**${titleOf(words).replace("：", " ")}**\n> 黄色警报处置中 ${running.yellow} 起，${words.since === null ? "今日" : `${dayWords(words.since)}以来`}新增线索 ${fresh} 起。请有关部门按时报送处置情况。`;
