import type { JobView, LetterView, OperationsView, ProcessView, TokenView } from "../../server/http/contract.js";
import { personText, type Label } from "./labels.js";
import { momentText } from "./moment.js";

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** How long ago, or how long still: `不到 1 分钟`, `3 分钟`, `2 小时 5 分`, `3 天`. */
export function spanText(seconds: number): string {
  if (seconds < minute) return "不到 1 分钟";
  if (seconds < hour) return `${Math.floor(seconds / minute)} 分钟`;
  const minutes = Math.floor((seconds % hour) / minute);
  if (seconds < day) return `${Math.floor(seconds / hour)} 小时${minutes > 0 ? ` ${minutes} 分` : ""}`;
  return `${Math.floor(seconds / day)} 天`;
}

/** The one line above everything. */
export function headlineOf(view: OperationsView): { text: string; well: boolean } {
  const outage = view.wecom.trouble !== null && !view.findings.some(({ kind }) => kind === "企业微信") ? 1 : 0;
  const things = outage + view.wecom.shut.length + view.findings.length + view.letters.length + view.taps.dead.length;
  if (view.healthy) return { text: "一切正常", well: true };
  return { text: `有 ${things} 件事需要处理`, well: false };
}

/** A value on the page and how it is coloured: `bad` asks for somebody now, `ahead` before long, `plain` not at all. */
export interface StateText {
  text: string;
  tone: "plain" | "ahead" | "bad";
}
const plain = (text: string): StateText => ({ text, tone: "plain" });
const bad = (text: string): StateText => ({ text, tone: "bad" });

export const jobText = ({ silentSeconds, never, late }: JobView): StateText => {
  if (late) return bad(`已停 ${spanText(silentSeconds)}`);
  return plain(never ? "等待第一次运行" : silentSeconds < minute ? "刚刚运行" : `${spanText(silentSeconds)}前`);
};

export const tokenText = ({ state, seconds }: TokenView): StateText => {
  if (state === "refused") return bad(`被企业微信拒绝，${spanText(seconds)}后再试`);
  return plain(state === "none" ? "下次发送时取得" : `有效，${spanText(seconds)}后更换`);
};

export const processText = ({ upSeconds, silentSeconds }: ProcessView): StateText =>
  silentSeconds > 3 * minute
    ? bad(`已失联 ${spanText(silentSeconds)}`)
    : plain(upSeconds < minute ? "刚刚启动" : `已运行 ${spanText(upSeconds)}`);

export const queueText = ({ waiting, oldestSeconds }: { waiting: number; oldestSeconds: number }): StateText => {
  if (waiting === 0) return plain("没有");
  const text = `${waiting} 条${oldestSeconds > 0 ? `，最早的已等 ${spanText(oldestSeconds)}` : ""}`;
  return oldestSeconds > 2 * minute ? bad(text) : plain(text);
};

export const calendarText = ({ until, missing }: OperationsView["calendar"]): StateText => {
  const text = until === null ? "今年的放假安排还没有录入" : `放假安排已录到 ${Number(until.slice(0, 4))} 年底`;
  return missing === null ? plain(text) : { text, tone: until === null ? "bad" : "ahead" };
};

/** The jobs that stopped, each by itself; all others in one line. */
export function jobSummary(jobs: readonly JobView[]): { stopped: JobView[]; rest: string } {
  const stopped = jobs.filter((job) => job.late);
  const onTime = jobs.length - stopped.length;
  return { stopped, rest: stopped.length === 0 ? `全部 ${onTime} 项按时运行` : `其余 ${onTime} 项按时运行` };
}

export const recordText = ({ entries, verifiedAt, broken }: OperationsView["record"], nowMs: number): StateText => {
  if (broken !== null) return bad(`不完整：${broken}`);
  return plain(`${entries} 条${verifiedAt === null ? "，还没有核对过" : `，${momentText(verifiedAt, nowMs)} 核对完整`}`);
};

export const wecomText = ({ trouble }: OperationsView["wecom"], nowMs: number): StateText =>
  trouble === null ? plain("正常") : bad(`自 ${momentText(trouble.since, nowMs)} 起收不了消息`);

export const letterLabel = ({ nobody }: LetterView): Label =>
  nobody ? { text: "无人收到", tone: "red" } : { text: "部分未收到", tone: "orange" };

export const namesText = (people: readonly { name: string; post?: string }[]): string => people.map(personText).join("、");
