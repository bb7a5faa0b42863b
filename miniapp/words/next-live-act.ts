import type { LivestreamVerb, LivestreamView } from "../../server/http/contract.js";
import { followUpAct, livestreamActs, livingAct, type LivestreamReader } from "./livestream-acts.js";
import { lastFiling } from "./livestreams.js";
import { millis } from "./moment.js";
import { unique, type NextActs } from "./next-act.js";

/** It does not begin longer than this before its time. */
const earlyMs = 2 * 3_600_000;

/** Verbs that somebody waits for, in the order in which they are to be done. */
const awaited = (view: LivestreamView, { now }: LivestreamReader): LivestreamVerb[] => {
  const sentBack = lastFiling(view)?.decision === "sendBack";
  const unsettled = view.patrolWaiver === null && view.lacks.some((lack) => /巡查|组长/.test(lack));
  const asking = view.invitations.some(({ state }) => state === "asked");
  const near = now >= millis(view.startAt) - earlyMs;
  return [
    ...(["joinPatrol", "agree", "confirmLate", "fileLate", "file"] as const),
    ...(sentBack && view.status === "draft" ? (["change"] as const) : []),
    ...(view.venueReport?.state === "asked" ? (["registerVenue"] as const) : []),
    ...(unsettled && !asking && view.status !== "live" ? (["formPatrol"] as const) : []),
    "train",
    ...(near ? (["start"] as const) : []),
    ...(["end", "summarise"] as const),
  ];
};
const free: readonly LivestreamVerb[] = [
  ...(["file", "sendBack", "registerVenue", "adjustVenue", "formPatrol", "train", "start", "change", "waivePatrol"] as const),
  ...(["interrupt", "cancel"] as const),
];
/** What stands beside a main act: the other answer to the same question. */
const beside: Readonly<Record<string, string>> = {
  file: "sendBack",
  registerVenue: "adjustVenue",
  joinPatrol: "declinePatrol",
  end: "interrupt",
};

/** What is open to this reader: one obvious next act, the other answer to it, and the rest. */
export function nextLiveActs(view: LivestreamView, reader: LivestreamReader): NextActs {
  const open = (verb: LivestreamVerb): boolean => view.may.includes(verb) && !(verb === "summarise" && view.summary !== null);
  const of = (verbs: readonly LivestreamVerb[]) => verbs.filter(open).flatMap((verb) => livestreamActs(view, verb, reader));
  const followUps = view.followUps.filter(({ may }) => may.length > 0).map(followUpAct);
  const wanted = [...of(awaited(view, reader)), ...followUps];
  const all = unique([...wanted, ...of(free), ...livingAct(view, reader)]);
  const main = wanted[0] ?? null;
  const other = all.filter(({ key }) => main !== null && key === beside[main.key]);
  return { main, beside: other, rest: all.filter((act) => act !== main && !other.includes(act)) };
}
