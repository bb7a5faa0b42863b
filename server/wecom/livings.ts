import { channelFailure, type GivenUp, type Retry, type Unavailable, word } from "./outcome.js";
import type { Wire } from "./wire.js";
import { short } from "../kernel/short.js";
import { oneLine } from "./words.js";

/** A 企业直播 that this app reserves for a member; only of these does WeCom tell when they begin and end [93637, 94145]. */
export interface NewLiving {
  anchorUserid: string;
  theme: string;
  startAt: Date;
  seconds: number;
}

export type LivingOutcome = { kind: "created"; livingId: string } | Unavailable | Retry | GivenUp;

const THEME_CHARACTERS = 20;

/** Reserves it [93637]. Not safe to repeat: each call is another live. */
export async function createLiving(wire: Wire, { anchorUserid, theme, startAt, seconds }: NewLiving): Promise<LivingOutcome> {
  const body = {
    anchor_userid: anchorUserid,
    theme: short(oneLine(theme), THEME_CHARACTERS),
    living_start: Math.floor(startAt.getTime() / 1000),
    living_duration: seconds,
  };
  const answer = await wire.call({ path: "living/create", body: JSON.stringify(body) });
  if (answer.kind === "unanswered" || answer.errcode !== 0) return channelFailure(answer);
  const livingId = word(answer.fields.livingid);
  return livingId === null ? { kind: "giveUp", errcode: 0, reason: "企业微信没有给出直播编号" } : { kind: "created", livingId };
}
