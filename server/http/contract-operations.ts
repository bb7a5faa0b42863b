import type { Instant, PersonView } from "./contract.js";

/** 运行状态: what is not healthy in the program itself, for those who look after it. Ages are in seconds, since part of it runs by wall time. */
export interface OperationsView {
  now: Instant;
  /** true: nothing on the page asks for anybody */
  healthy: boolean;
  findings: ProgramFindingView[];
  queue: QueueView[];
  jobs: JobView[];
  wecom: {
    lastSentAt: Instant | null;
    /** null: WeCom takes our messages */
    trouble: { since: Instant; reason: string } | null;
    token: TokenView;
    /** ways beside the cards that are shut: 语音电话, 事件群, 群机器人 */
    shut: { title: string; since: Instant; reason: string }[];
  };
  /** what somebody did not get and nobody has seen to, the latest first */
  letters: LetterView[];
  taps: { waiting: number; oldestSeconds: number; dead: TapView[] };
  /** who got nothing in the last 24 hours */
  unreached: UnreachedView[];
  /** `until`: last day whose working days are known (YYYY-MM-DD), null: not even this year's; `missing`: what to do */
  calendar: { until: string | null; missing: string | null };
  record: { entries: number; verifiedAt: Instant | null; broken: string | null };
  program: { version: string; processes: ProcessView[] };
}
export interface ProgramFindingView {
  /** in a word, e.g. 时限 */
  kind: string;
  words: string;
  urgent: boolean;
  since: Instant;
}
export interface QueueView {
  lane: number;
  name: string;
  waiting: number;
  /** of the one that has been due for longest; 0: none is due */
  oldestSeconds: number;
}
export interface JobView {
  name: string;
  title: string;
  /** since it last did its work */
  silentSeconds: number;
  /** true: it has not done its work yet */
  never: boolean;
  late: boolean;
}
export interface TokenView {
  state: "held" | "none" | "refused";
  /** until it is renewed, or until WeCom is asked again */
  seconds: number;
}
export interface LetterView {
  id: string;
  at: Instant;
  title: string;
  reason: string;
  /** who did not get it */
  to: PersonView[];
  /** true: nobody got it */
  nobody: boolean;
  may: ("resend" | "setAside")[];
}
export interface TapView {
  id: string;
  at: Instant;
  by: PersonView;
  what: string;
  reason: string;
  may: "retry"[];
}
export interface UnreachedView {
  person: PersonView;
  /** messages */
  count: number;
  lastAt: Instant;
  why: string;
  /** what to do */
  advice: string;
}
export interface ProcessView {
  /** machine and process number */
  name: string;
  version: string;
  upSeconds: number;
  /** since its last sign of life */
  silentSeconds: number;
}
