import { In } from "typeorm";
import type { AuditEntry } from "../../entities/audit-entry.js";
import { OutboxMessage, Recipient } from "../../entities/outbox-message.js";
import type { DeliveryView, TimelineEntry } from "../http/contract.js";
import { namesOf } from "../identity/actor.js";
import { localIso, localMoment } from "../kernel/local-time.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { REVIEW_CHAIN, type Stage } from "../regulation/review-chain.js";
import { reasonWords } from "./notices.js";

interface Particulars {
  stage?: Stage;
  number?: string;
  detail?: string;
  title?: string;
  url?: string;
  round?: number;
  restarted?: boolean;
  validUntil?: string;
  from?: string;
  to?: string;
  openedFullText?: boolean;
  gates?: Record<string, boolean> | null;
  comment?: string | null;
  words?: string;
  lateMinutes?: number;
  skipped?: boolean;
}

const stageWords = (facts: Particulars): string => (facts.stage ? REVIEW_CHAIN.stages[facts.stage].name : "审核");
const moment = (text: string | undefined): string => (text === undefined ? "" : localMoment(new Date(text)));

const lateWords = ({ lateMinutes = 0 }: Particulars): string => (lateMinutes > 0 ? `（补发，迟 ${lateMinutes} 分钟）` : "");

/** The sentence of an act, made when it is read; `who` is the name as of then. */
export const sentence = (action: string, who: string, facts: Particulars): string => {
  switch (action) {
    case "review.drafted":
      return `${who} 写了稿件，并声明不涉密`;
    case "review.submitted":
      return facts.restarted ? `${who} 改稿后，审核从初审重新开始` : `${who} 提交审核`;
    case "review.passed":
      return `${who} 通过了${stageWords(facts)}${facts.openedFullText ? "" : "（未打开全文）"}`;
    case "review.sent-back":
      return `${who} 在${stageWords(facts)}退回：${reasonWords({ gates: facts.gates ?? null, comment: facts.comment ?? null })}`;
    case "review.objected":
      return `${who} 对${stageWords(facts)}的通过提出异议：${reasonWords({ gates: facts.gates ?? null, comment: facts.comment ?? null })}`;
    case "review.permitted":
      return `发布许可 ${facts.number ?? ""}，有效期至 ${moment(facts.validUntil)}；${who} 终审`;
    case "review.permit-voided":
      return `发布许可 ${facts.number ?? ""} 因改稿失效`;
    case "review.revised":
      return `${who} 修改了稿件`;
    case "review.replanned":
      return `${who} 把计划发布时间改为 ${moment(facts.to)}`;
    case "review.published":
      return `${who} 登记发布：${facts.url ?? ""}`;
    case "review.refused":
      return `${who} 的操作未生效：${facts.detail ?? ""}`;
    case "review.nudged":
      return `${who} 催办了${stageWords(facts)}`;
    case "deadline.reminded":
      if (facts.skipped) return `${facts.title ?? "任务"}：${facts.words ?? "提醒"}（已到下一步，未再提醒）`;
      return `${facts.title ?? "任务"}：${facts.words ?? "已提醒"}，已提醒办理人${lateWords(facts)}`;
    case "deadline.escalated":
      return `${facts.title ?? "任务"}：${facts.words ?? "已到时限"}，已告知相关负责人${lateWords(facts)}`;
    case "deadline.missed":
      return `${facts.title ?? "任务"}超过时限`;
    default:
      return `${who}：${action}`;
  }
};

/** An entry of the record as the timeline shows it. */
export const timelineEntry = (entry: AuditEntry): TimelineEntry => {
  const facts = JSON.parse(entry.facts) as Particulars;
  return {
    seq: entry.seq,
    at: localIso(entry.at),
    action: entry.action,
    sentence: sentence(entry.action, entry.actorName, facts),
    by: entry.actor.startsWith("system:") ? null : { userid: entry.actor, name: entry.actorName, post: entry.actorPost },
    onBehalfOf: entry.onBehalfOf === null ? null : { userid: entry.onBehalfOf, name: entry.onBehalfOf },
    via: entry.via,
    article: entry.article,
    revision: entry.revision,
    comment: facts.comment ?? null,
    refused: entry.refused,
  };
};

const STATES = { pending: "waiting", sending: "waiting", sent: "sent", dropped: "dropped", dead: "failed", bundled: "sent" } as const;

/** Who got which card about a draft and what WeCom said; updates of cards are not messages to anybody and are left out. */
export const deliveriesOf = async (tx: Tx, draftId: string): Promise<DeliveryView[]> => {
  const messages = await tx.find(OutboxMessage, {
    where: { subjectType: "draft", subjectId: draftId, kind: In(["duty", "notice"]) },
    order: { createdAt: "ASC", id: "ASC" },
  });
  if (messages.length === 0) return [];
  const recipients = await tx.findBy(Recipient, { messageId: In(messages.map((message) => message.id)) });
  const names = await namesOf(
    tx,
    recipients.map((recipient) => recipient.userid),
  );
  const bundles = await tx.findBy(OutboxMessage, { id: In(recipients.flatMap((recipient) => recipient.bundledInto ?? [])) });
  return messages.flatMap((message) =>
    recipients
      .filter((recipient) => recipient.messageId === message.id)
      .map((recipient) => ({ recipient, carrier: bundles.find((bundle) => bundle.id === recipient.bundledInto) ?? message }))
      .map(({ recipient, carrier }) => ({
        at: localIso(carrier.sentAt ?? message.createdAt),
        title: message.title ?? (message.state === "dropped" ? "无需再发的卡片" : "待发送的卡片"),
        to: names(recipient.userid),
        state: recipient.state === "failed" ? ("failed" as const) : STATES[carrier.state],
        detail: recipient.detail ?? carrier.lastError ?? (carrier === message ? "" : "消息较多，合并在一张汇总卡中"),
      })),
  );
};
