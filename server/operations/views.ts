import type { Channel, ChannelName } from "../../entities/channel.js";
import type { InboxEvent } from "../../entities/inbox-event.js";
import type { ProgramPresence } from "../../entities/operations.js";
import type { KeptToken } from "../wecom/token.js";
import type {
  ProgramFindingView,
  JobView,
  LetterView,
  OperationsView,
  PersonView,
  ProcessView,
  TapView,
  TokenView,
} from "../http/contract.js";
import { localIso } from "../kernel/local-time.js";
import type { JobState } from "./job-watch.js";
import type { Letter } from "./letters.js";
import { KIND_NAMES } from "./cards.js";
import type { Problem } from "./rules.js";

type Names = (userid: string) => PersonView;

export const findingView = ({ kind, words, urgent }: Problem, since: Date): ProgramFindingView => ({
  kind: KIND_NAMES[kind],
  words,
  urgent,
  since: localIso(since),
});

export const jobView = ({ name, title, silentMs, never, late }: JobState): JobView => ({
  name,
  title,
  silentSeconds: Math.floor(silentMs / 1000),
  never,
  late,
});

export const letterView = ({ message, title, reason, missed, dead, failedAt }: Letter, name: Names, mends: boolean): LetterView => ({
  id: message.id,
  at: localIso(failedAt),
  title,
  reason,
  to: missed.map((copy) => name(copy.userid)),
  nobody: dead,
  may: mends ? ["resend", "setAside"] : [],
});

export const tapView = (tap: InboxEvent & { what: string }, name: Names, mends: boolean): TapView => ({
  id: tap.dedupeKey,
  at: localIso(tap.receivedAt),
  by: name(tap.fromUser),
  what: tap.what,
  reason: `试了 ${tap.attempts} 次，系统都没有办成`,
  may: mends ? ["retry"] : [],
});

/** Only that there is a token and until when; never the token. */
export const tokenView = (
  { token, refusal }: Pick<KeptToken, "refusal"> & { token: { refreshAt: number } | null },
  wall: Date,
): TokenView => {
  if (refusal !== null && refusal.until > wall.getTime()) return { state: "refused", seconds: left(refusal.until, wall) };
  if (token === null || token.refreshAt <= wall.getTime()) return { state: "none", seconds: 0 };
  return { state: "held", seconds: left(token.refreshAt, wall) };
};

const CHANNEL_NAMES: Readonly<Record<ChannelName, string>> = { voice: "语音电话", group: "事件群", robot: "群机器人" };

export const shutView = ({ name, since, reason }: Channel): OperationsView["wecom"]["shut"][number] => ({
  title: CHANNEL_NAMES[name],
  since: localIso(since),
  reason: reason ?? "不可用",
});

export const processView = ({ name, version, startedAt, beatAt }: ProgramPresence, wall: Date): ProcessView => ({
  name,
  version,
  upSeconds: left(wall.getTime(), startedAt),
  silentSeconds: left(wall.getTime(), beatAt),
});

const left = (until: number, from: Date): number => Math.max(0, Math.floor((until - from.getTime()) / 1000));
