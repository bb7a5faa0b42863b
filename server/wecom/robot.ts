import { channelFailure, type GivenUp, type Retry, type Unavailable } from "./outcome.js";
import type { Wire } from "./wire.js";
import { cutBytes } from "./words.js";

/** What came of a line by the group's robot [99110]. */
export type RobotOutcome = { kind: "accepted" } | Unavailable | Retry | GivenUp;

const MARKDOWN_BYTES = 4096;

/**
 * Posts markdown by the robot of a group, cut to its length. The key is the only credential: whoever has it can post, so it is in the query of this one
 * call and nowhere else.
 */
export async function postByRobot(wire: Wire, key: string, text: string): Promise<RobotOutcome> {
  const body = JSON.stringify({ msgtype: "markdown", markdown: { content: cutBytes(text, MARKDOWN_BYTES) } });
  const answer = await wire.open({ path: "webhook/send", query: { key }, body });
  return answer.kind === "answered" && answer.errcode === 0 ? { kind: "accepted" } : channelFailure(answer);
}
