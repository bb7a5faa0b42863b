import { ChatGroup } from "../../../entities/chat-group.js";
import { OutboxMessage, Recipient } from "../../../entities/outbox-message.js";
import type { Clock } from "../../kernel/clock.js";
import { changeRows, rowsWhere, rowThere } from "../../kernel/rows.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import type { WecomClient } from "../../wecom/client.js";
import type { GroupOutcome, GroupWords } from "../../wecom/groups.js";
import type { Carrier, Claimed, Flight, Grounded, Landed } from "../carrier.js";
import type { Channels } from "../channels.js";
import { again, dead, delivered, dropped, waits } from "../marks.js";

/** One act towards a group: the next that it needs before, or for, what is to be said. */
type Act = "create" | "change" | "say";
type Outcome = GroupOutcome & { act: Act; members: readonly string[] };

const FEWEST = 2;
const SECOND_MS = 1000;
/** Tries with people of whom one is not valid; meanwhile their own cards say who that is. */
const MEMBER_TRIES = 3;
const MEMBER_PAUSE_MS = 5000;
const GONE = "群已不能使用，改由每个人的卡片通知";

/** Group chats [90245, 98913, 90248]: made, then joined, then spoken in, one call at a time and in order; the work never depends on them. */
export class Groups implements Carrier<Outcome> {
  readonly kinds = ["group"] as const;

  constructor(
    private readonly clock: Clock,
    private readonly client: Pick<WecomClient, "createGroup" | "changeGroup" | "sayInGroup">,
    private readonly channels: Channels,
  ) {}

  async depart(tx: Tx, claimed: readonly Claimed[]): Promise<(Flight<Outcome> | Grounded)[]> {
    const departed = [];
    for (const { message } of claimed) departed.push(await this.#next(tx, message));
    return departed;
  }

  isFact({ kind }: Outcome): boolean {
    return kind === "done";
  }

  /** After the group itself is right, what is to be said follows at once. */
  comesBack({ kind, act }: Outcome): boolean {
    return kind === "done" && act !== "say";
  }

  async settle(tx: Tx, landed: readonly Landed<Outcome>[]): Promise<void> {
    for (const { message, outcome } of landed) await this.#settleOne(tx, message, await groupOf(tx, message), outcome);
  }

  async #next(tx: Tx, message: OutboxMessage): Promise<Flight<Outcome> | Grounded> {
    const group = await groupOf(tx, message);
    if (group.state === "gone") return this.#dropped(tx, message, group.detail ?? GONE);
    if (await isBehind(tx, message)) {
      await waits(tx, message, new Date(this.clock.now().getTime() + SECOND_MS));
      return { message, result: "later" };
    }
    const members = await reachable(tx, group);
    if (members.length < FEWEST) return this.#dropped(tx, message, "可入群的人员不足两人，未建群");
    const [act, call] = this.#act(group, members, message.notice as GroupWords | null);
    if (act !== null) return { message, call: async () => ({ ...(await call()), act, members }) };
    await delivered(tx, message, this.clock.now());
    return { message, result: "done" };
  }

  #act(group: ChatGroup, members: readonly string[], words: GroupWords | null): [Act, () => Promise<GroupOutcome>] | [null, null] {
    const { name, owner: wanted } = group;
    const chatId = chatIdOf(group);
    const owner = wanted !== null && members.includes(wanted) ? wanted : null;
    if (group.state === "wanted") return ["create", () => this.client.createGroup({ chatId, name, owner, userids: members })];
    const add = members.filter((userid) => !group.members.includes(userid));
    const remove = group.members.filter((userid) => !members.includes(userid));
    if (add.length + remove.length > 0)
      return ["change", () => this.client.changeGroup({ chatId, owner: owner ?? members[0] ?? null, add, remove })];
    return words === null ? [null, null] : ["say", () => this.client.sayInGroup(chatId, words)];
  }

  async #settleOne(tx: Tx, message: OutboxMessage, group: ChatGroup, outcome: Outcome): Promise<void> {
    const now = this.clock.now();
    switch (outcome.kind) {
      case "done":
        await this.channels.works(tx, "group");
        if (outcome.act === "say") return delivered(tx, message, now);
        await changeRows(tx, ChatGroup, { id: group.id }, { state: "there", members: [...outcome.members] });
        return waits(tx, message, message.dueAt);
      case "retry":
        return again(tx, message, now, outcome);
      case "badMember":
        if (message.attempts < MEMBER_TRIES) return again(tx, message, now, { ...outcome, errcode: null, afterMs: MEMBER_PAUSE_MS });
        return this.#stuck(tx, message, group, outcome);
      case "unavailable":
        await this.channels.shut(tx, "group", outcome);
        return dead(tx, message, now, outcome);
      case "gone":
      case "giveUp":
        return this.#stuck(tx, message, group, outcome);
    }
  }

  /** A change that WeCom will not make leaves the group as it is; anything else ends it, once and said so. */
  async #stuck(tx: Tx, message: OutboxMessage, group: ChatGroup, outcome: Outcome & { reason: string }): Promise<void> {
    const detail = outcome.reason;
    if (outcome.act === "change" && outcome.kind !== "gone") {
      await changeRows(tx, ChatGroup, { id: group.id }, { wanted: group.members, detail: `未能调整群成员：${detail}` });
      return waits(tx, message, message.dueAt);
    }
    const refused = { reason: detail, errcode: "errcode" in outcome ? outcome.errcode : null };
    if (outcome.act === "say" && outcome.kind !== "gone") return dead(tx, message, this.clock.now(), refused);
    await changeRows(tx, ChatGroup, { id: group.id }, { state: "gone", detail });
    await this.channels.lost(tx, group, detail);
    return dead(tx, message, this.clock.now(), refused);
  }

  async #dropped(tx: Tx, message: OutboxMessage, why: string): Promise<Grounded> {
    await dropped(tx, message, why);
    return { message, result: "dropped" };
  }
}

const groupOf = (tx: Tx, { subjectType, subjectId }: OutboxMessage): Promise<ChatGroup> =>
  rowThere(tx, ChatGroup, { subjectType, subjectId });

/** At most 32 digits and letters [90245]. */
const chatIdOf = ({ id }: ChatGroup): string => id.replaceAll("-", "");

/** Another process still has something that goes before it. */
const isBehind = async (tx: Tx, { id, subjectType, subjectId }: OutboxMessage): Promise<boolean> => {
  const open = await rowsWhere(tx, OutboxMessage, { subjectType, subjectId, kind: "group", state: ["pending", "sending"] });
  return open.some((other) => other.id < id);
};

/** Those wanted of whom no message about the subject has said that WeCom cannot reach them: one such person would keep all others out. */
const reachable = async (tx: Tx, { subjectType, subjectId, wanted }: ChatGroup): Promise<string[]> => {
  const messages = await rowsWhere(tx, OutboxMessage, { subjectType, subjectId, kind: ["duty", "notice"] });
  const failed = await rowsWhere(tx, Recipient, { messageId: messages.map(({ id }) => id), userid: wanted, state: "failed" });
  const without = new Set(failed.map(({ userid }) => userid));
  return wanted.filter((userid) => !without.has(userid));
};
