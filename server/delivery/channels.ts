import { Channel, type ChannelName } from "../../entities/channel.js";
import type { ChatGroup } from "../../entities/chat-group.js";
import { holdersOf } from "../identity/offices.js";
import type { Clock } from "../kernel/clock.js";
import { newId } from "../kernel/ids.js";
import { localDay } from "../kernel/local-time.js";
import { changeRows, insertRows, rowWhere } from "../kernel/rows.js";
import { isDuplicate, type Tx } from "../kernel/unit-of-work.js";
import type { Unavailable } from "../wecom/outcome.js";
import type { TextNotice } from "./notice.js";
import type { Outbox } from "./outbox.js";

const WORDS: Readonly<Record<ChannelName, { title: string; without: string }>> = {
  voice: { title: "语音电话不可用", without: "各项时限和逐级告知照常进行，只是不再打电话；恢复后自动使用。" },
  group: { title: "事件群不可用", without: "卡片和逐级告知照常发给每个人，只是不再使用群；恢复后自动使用。" },
  robot: { title: "群机器人不可用", without: "卡片照常发给每个人，只是不再向群里推送汇总；恢复后自动使用。" },
};
const LANE = 2;

/** How the ways beside the cards stand. One that is shut is told to the administrators once, until it has been open again. */
export class Channels {
  constructor(
    private readonly clock: Clock,
    private readonly outbox: Outbox,
  ) {}

  /** WeCom said that the channel is shut. */
  async shut(tx: Tx, name: ChannelName, { errcode, reason }: Unavailable): Promise<void> {
    const since = this.clock.now();
    if (!(await this.#changed(tx, name, { errcode, reason, since }))) return;
    const { title, without } = WORDS[name];
    await this.#tell(tx, `channel:${name}:${newId()}`, name, { kind: "text", title, text: `${title}。${reason}。${without}` });
  }

  /** One group is no more; the others are as they were. */
  async lost(tx: Tx, { id, name }: Pick<ChatGroup, "id" | "name">, reason: string): Promise<void> {
    const { without } = WORDS.group;
    await this.#tell(tx, `group:${id}:gone`, "group", {
      kind: "text",
      title: "事件群已不能使用",
      text: `「${name}」${reason}。${without}`,
    });
  }

  /** WeCom did what was asked. */
  async works(tx: Tx, name: ChannelName): Promise<void> {
    const known = await rowWhere(tx, Channel, { name });
    if (known && known.errcode !== null) await this.#changed(tx, name, { errcode: null, reason: null, since: this.clock.now() });
  }

  async #tell(tx: Tx, key: string, channel: ChannelName, notice: TextNotice): Promise<void> {
    const to = await holdersOf(tx, "administrator", localDay(this.clock.now()));
    await this.outbox.notice(tx, { key, subject: { type: "channel", id: channel }, to, lane: LANE, notice });
  }

  /** True where this process found it otherwise. */
  async #changed(tx: Tx, name: ChannelName, now: Omit<Channel, "name">): Promise<boolean> {
    const known = await rowWhere(tx, Channel, { name });
    if (!known) return inserted(tx, { name, ...now });
    return known.errcode !== now.errcode && (await changeRows(tx, Channel, { name, errcode: known.errcode }, now)) === 1;
  }
}

const inserted = async (tx: Tx, row: Channel): Promise<boolean> => {
  try {
    await insertRows(tx, Channel, [row]);
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
};
