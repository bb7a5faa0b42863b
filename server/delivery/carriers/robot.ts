import type { OutboxMessage } from "../../../entities/outbox-message.js";
import type { Clock } from "../../kernel/clock.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import type { WecomClient } from "../../wecom/client.js";
import type { RobotOutcome } from "../../wecom/robot.js";
import type { Carrier, Claimed, Flight, Grounded, Landed } from "../carrier.js";
import type { Channels } from "../channels.js";
import { again, dead, delivered, dropped, waits } from "../marks.js";
import type { RobotNotice } from "../notice.js";
import type { Pace } from "../pace.js";

/** No userid has this character: the robot's own minute, kept like a person's. */
const ROBOT = "~robot";
/** What WeCom takes from one robot in a minute [99110]. */
const PER_MINUTE = 20;

/** Lines by the robot of the organisation's group, where one is configured. */
export class Robot implements Carrier<RobotOutcome> {
  readonly kinds = ["robot"] as const;

  constructor(
    private readonly clock: Clock,
    private readonly client: Pick<WecomClient, "postByRobot" | "hasRobot">,
    private readonly pace: Pace,
    private readonly channels: Channels,
  ) {}

  async depart(tx: Tx, claimed: readonly Claimed[]): Promise<(Flight<RobotOutcome> | Grounded)[]> {
    const departed = [];
    for (const { message } of claimed) departed.push(await this.#one(tx, message));
    return departed;
  }

  isFact({ kind }: RobotOutcome): boolean {
    return kind === "accepted";
  }

  async settle(tx: Tx, landed: readonly Landed<RobotOutcome>[]): Promise<void> {
    const now = this.clock.now();
    for (const { message, outcome } of landed) {
      if (outcome.kind === "retry") await again(tx, message, now, outcome);
      else if (outcome.kind === "accepted") {
        await this.channels.works(tx, "robot");
        await delivered(tx, message, now);
      } else {
        if (outcome.kind === "unavailable") await this.channels.shut(tx, "robot", outcome);
        await dead(tx, message, now, outcome);
      }
    }
  }

  async #one(tx: Tx, message: OutboxMessage): Promise<Flight<RobotOutcome> | Grounded> {
    if (!this.client.hasRobot) {
      await dropped(tx, message, "没有配置群机器人");
      return { message, result: "dropped" };
    }
    const until = (await this.pace.reserve(tx, [ROBOT], PER_MINUTE)).get(ROBOT);
    if (until) {
      await waits(tx, message, until);
      return { message, result: "later" };
    }
    const { text } = message.notice as RobotNotice;
    return { message, call: () => this.client.postByRobot(text) };
  }
}
