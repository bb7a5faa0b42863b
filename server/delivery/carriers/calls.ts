import { Deadline, DeadlineHolder } from "../../../entities/deadline.js";
import { OutboxMessage, Recipient } from "../../../entities/outbox-message.js";
import { VoiceCall } from "../../../entities/voice-call.js";
import type { Clock } from "../../kernel/clock.js";
import { changeRows, insertRows, rowsWhere, rowThere, rowWhere } from "../../kernel/rows.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import type { WecomClient } from "../../wecom/client.js";
import type { GivenUp } from "../../wecom/outcome.js";
import { callWords, type CallOutcome, type CallState } from "../../wecom/voice.js";
import type { Carrier, Claimed, Flight, Grounded, Landed } from "../carrier.js";
import type { Channels } from "../channels.js";
import { again, dead, delivered, dropped, waits } from "../marks.js";
import type { CallNotice } from "../notice.js";
import type { Pace } from "../pace.js";
import type { Rendering } from "../rendering.js";

type Outcome = CallOutcome | CallState;
type Asked = CallState & { kind: "state" };
type Failed = Pick<GivenUp, "errcode" | "reason">;

/** When WeCom is asked what became of a call, in seconds after it began to ring; after the last of them it counts as not answered. */
const ASKED_AFTER_S = [15, 30, 60] as const;
const SECOND_MS = 1000;
const OVER_LIMIT = "呼叫次数已到企业微信的限制（8 分钟 3 次、24 小时 8 次），没有再拨";

/** Voice calls [91627]: rings one person, then asks what became of it. There is no callback, so the same message comes back at its moments. */
export class Calls implements Carrier<Outcome> {
  readonly kinds = ["call"] as const;

  constructor(
    private readonly clock: Clock,
    private readonly client: Pick<WecomClient, "call" | "callState">,
    private readonly pace: Pace,
    private readonly channels: Channels,
    private readonly rendering: Rendering,
  ) {}

  async depart(tx: Tx, claimed: readonly Claimed[]): Promise<(Flight<Outcome> | Grounded)[]> {
    const departed = [];
    for (const one of claimed) departed.push(await this.#one(tx, one));
    return departed;
  }

  isFact({ kind }: Outcome): boolean {
    return kind === "placed" || kind === "state";
  }

  async settle(tx: Tx, landed: readonly Landed<Outcome>[]): Promise<void> {
    for (const { message, outcome } of landed)
      await this.#settleOne(tx, message, await rowThere(tx, VoiceCall, { id: message.id }), outcome);
  }

  async #one(tx: Tx, { message, waiting }: Claimed): Promise<Flight<Outcome> | Grounded> {
    const known = await rowWhere(tx, VoiceCall, { id: message.id });
    if (known?.callId) {
      const { userid, callId } = known;
      return { message, call: () => this.client.callState(userid, callId) };
    }
    const userid = known?.userid ?? waiting[0] ?? "";
    const why = await this.#needless(tx, message, userid);
    if (why !== null) {
      if (known)
        await changeRows(
          tx,
          VoiceCall,
          { id: message.id },
          { state: "notPlaced", result: `拨打时中断；${why}`, settledAt: this.clock.now() },
        );
      await this.pace.rung(tx, userid, message.id);
      await dropped(tx, message, why);
      return { message, result: "dropped" };
    }
    return known ? this.#rings(message, userid) : this.#begin(tx, message, userid);
  }

  /** Takes the person's phone, unless it rings already or has rung too often. */
  async #begin(tx: Tx, message: OutboxMessage, userid: string): Promise<Flight<Outcome> | Grounded> {
    const place = await this.pace.ring(tx, userid, message.id);
    if (place === "ringing") {
      await waits(tx, message, new Date(this.clock.now().getTime() + ASKED_AFTER_S[0] * SECOND_MS));
      return { message, result: "later" };
    }
    const { words } = message.notice as CallNotice;
    const { deadlineId, subjectType, subjectId } = message;
    const about = { userid, deadlineId, subjectType, subjectId, words, checks: 0 };
    await insertRows(tx, VoiceCall, [{ id: message.id, ...about, state: "placing" }]);
    if (place === "free") return this.#rings(message, userid);
    await this.#notRung(tx, message, { state: "overLimit", reason: 13, result: OVER_LIMIT });
    return { message, result: "refused" };
  }

  #rings(message: OutboxMessage, userid: string): Flight<Outcome> {
    return { message, call: () => this.client.call(userid) };
  }

  /** Why nobody needs to be rung any more; null: they do. */
  async #needless(tx: Tx, message: OutboxMessage, userid: string): Promise<string | null> {
    const { deadlineId } = message;
    if (userid === "") return "已没有需要呼叫的人";
    if (deadlineId === null) return null;
    const deadline = await rowThere(tx, Deadline, { id: deadlineId });
    if (deadline.state !== "open") return "事项已办结，未再呼叫";
    const holder = await rowWhere(tx, DeadlineHolder, { deadlineId, userid });
    if (holder && holder.releasedAt !== null) return "已不由本人办理，未再呼叫";
    if (await this.rendering.partOf(deadline).acknowledged?.(tx, deadline, userid)) return "本人已确认，未再呼叫";
    const owed = await rowsWhere(tx, OutboxMessage, { deadlineId, kind: "call", state: ["pending", "sending"] });
    const later = owed.filter(({ id }) => id > message.id).map(({ id }) => id);
    return (await rowsWhere(tx, Recipient, { messageId: later, userid, state: "waiting" })).length > 0
      ? "随后另有一次呼叫，未重复拨打"
      : null;
  }

  async #settleOne(tx: Tx, message: OutboxMessage, call: VoiceCall, outcome: Outcome): Promise<void> {
    const now = this.clock.now();
    switch (outcome.kind) {
      case "retry":
        return again(tx, message, now, outcome);
      case "placed":
        await this.channels.works(tx, "voice");
        await changeRows(tx, VoiceCall, { id: call.id }, { state: "ringing", placedAt: now, callId: outcome.callId });
        return waits(tx, message, new Date(now.getTime() + ASKED_AFTER_S[0] * SECOND_MS));
      case "state":
        return this.#asked(tx, message, call, outcome);
      case "unavailable":
        await this.channels.shut(tx, "voice", outcome);
        if (call.callId !== null) return this.#unknown(tx, message, call, outcome);
        return this.#notRung(tx, message, { state: "unavailable", reason: outcome.errcode, result: outcome.reason });
      case "notPlaced":
      case "giveUp":
        if (call.callId !== null) return this.#unknown(tx, message, call, outcome);
        return this.#notRung(tx, message, { state: "notPlaced", reason: outcome.errcode, result: outcome.reason });
    }
  }

  async #asked(tx: Tx, message: OutboxMessage, call: VoiceCall, { over, answered, code, talkSeconds }: Asked): Promise<void> {
    const now = this.clock.now();
    const checks = call.checks + 1;
    const next = ASKED_AFTER_S[checks];
    if (over || next === undefined) {
      const state = answered ? ("answered" as const) : ("unanswered" as const);
      const result = answered ? "已接听" : over ? callWords(code) : "一分钟内没有接听";
      return this.#over(tx, message, { ...call, state, checks, reason: code, result, talkSeconds: answered ? talkSeconds : null });
    }
    await changeRows(tx, VoiceCall, { id: call.id }, { checks, reason: code });
    return waits(tx, message, new Date(Math.max(now.getTime() + SECOND_MS, (call.placedAt ?? now).getTime() + next * SECOND_MS)));
  }

  /** It rang, but WeCom does not say what became of it. */
  #unknown(tx: Tx, message: OutboxMessage, call: VoiceCall, { errcode, reason }: Failed): Promise<void> {
    return this.#over(tx, message, { ...call, state: "unanswered", reason: errcode, result: `呼叫结果查询不到：${reason}` });
  }

  async #over(tx: Tx, message: OutboxMessage, ended: VoiceCall): Promise<void> {
    const now = this.clock.now();
    const call = { ...ended, settledAt: now };
    await changeRows(tx, VoiceCall, { id: call.id }, call);
    await this.pace.rung(tx, call.userid, message.id);
    await delivered(tx, message, call.placedAt ?? now);
    const { deadlineId } = message;
    const deadline = deadlineId === null ? null : await rowWhere(tx, Deadline, { id: deadlineId, state: "open" });
    if (deadline) await this.rendering.partOf(deadline).called?.(tx, deadline, call);
  }

  /** Nothing rang: the next step follows at once. */
  async #notRung(tx: Tx, message: OutboxMessage, ended: Pick<VoiceCall, "state" | "reason" | "result">): Promise<void> {
    const now = this.clock.now();
    const { userid } = await rowThere(tx, VoiceCall, { id: message.id });
    await changeRows(tx, VoiceCall, { id: message.id }, { ...ended, settledAt: now });
    const failed = { state: "failed" as const, detail: ended.result, failedAt: now, dealtAt: now };
    await changeRows(tx, Recipient, { messageId: message.id, state: "waiting" }, failed);
    await dead(tx, message, now, { reason: ended.result ?? "", errcode: ended.reason });
    await this.pace.rung(tx, userid, message.id);
    await this.rendering.unreachable(tx, message, [userid]);
  }
}
