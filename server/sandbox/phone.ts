import { deliverAll, type Delivery } from "./callbacks.js";
import { liveKeys, questionsOf, type TemplateCard } from "./cards/card.js";
import type { Corp } from "./corp.js";
import { showReply, type PassiveReply } from "./passive-reply.js";
import { bare, cdata } from "./xml.js";

/** What a person chose in a card's selectors: one option id for a card with one selector, or option ids by question key. */
export type Selected = string | Record<string, string | string[]>;

/** What came of an act on a phone: the first answered delivery decides, the others are listed in order. */
export interface Outcome {
  status: number;
  reply: PassiveReply | null;
  problem: string | null;
  deliveries: Delivery[];
}

/** A hand-made card event, sent whether or not the phone shows such a button. */
export interface RawTap {
  userid: string;
  taskId: string;
  key: string;
  cardType?: string;
  /** Kept as given; absent = a fresh one when the task is known. */
  responseCode?: string;
  selected?: Record<string, string[]>;
  event?: "template_card_event" | "template_card_menu_event";
}

/** Something that this phone cannot do; its message is for people. */
export class NotPossible extends Error {}

const header = (corp: Corp, userid: string): string =>
  cdata("ToUserName", corp.options.corpId) + cdata("FromUserName", userid) + bare("CreateTime", Math.floor(corp.wall() / 1000));

function selectedItems(selected: Record<string, string[]>): string {
  const items = Object.entries(selected).map(([question, options]) => {
    const ids = options.map((option) => cdata("OptionId", option)).join("");
    return `<SelectedItem>${cdata("QuestionKey", question)}<OptionIds>${ids}</OptionIds></SelectedItem>`;
  });
  return items.length > 0 ? `<SelectedItems>${items.join("")}</SelectedItems>` : "";
}

function selectionOf(card: TemplateCard, chosen: Selected | undefined): Record<string, string[]> {
  const questions = questionsOf(card);
  const byKey = typeof chosen === "string" ? { [questions[0]?.key ?? ""]: chosen } : (chosen ?? {});
  for (const key of Object.keys(byKey))
    if (!questions.some((question) => question.key === key)) throw new NotPossible(`卡片上没有这个选项：${key}`);
  return Object.fromEntries(
    questions.map(({ key, options, standing }) => {
      const given = byKey[key];
      const ids = given === undefined ? standing : [given].flat();
      if (ids.some((id) => !options.includes(id))) throw new NotPossible(`选项不在列表中：${ids.join("、")}`);
      return [key, ids];
    }),
  );
}

/** Events whose callback may be answered, but not with anything that a phone would show [90241]. */
const MUTE = new Set([
  "unsubscribe",
  "scancode_push",
  "pic_sysphoto",
  "pic_photo_or_album",
  "pic_weixin",
  "location_select",
  "living_status_change",
]);

/** Throws NotPossible when WeCom does not let this person in, or his phone has no network. */
export function atWork(corp: Corp, userid: string): void {
  const status = corp.person(userid)?.status;
  if (status === 2) throw new NotPossible("这个账号已停用，登不上企业微信");
  if (status === 4) throw new NotPossible("这个账号还没有激活企业微信");
  if (corp.networks.isCut(userid)) throw new NotPossible("这部手机没有网络");
}

async function send(corp: Corp, userid: string, xml: string, messageId: string | null, isMute = false): Promise<Outcome> {
  const deliveries = await deliverAll(corp, corp.app, userid, xml);
  const answered = deliveries.find((delivery) => delivery.status === 200) ?? deliveries[0];
  if (!answered) throw new NotPossible("回调没有送出");
  if (answered.reply && !isMute) showReply(corp, userid, messageId, answered.reply);
  return { status: answered.status, reply: answered.reply, problem: answered.problem, deliveries };
}

/** Sends a card event [90240] with a fresh response code and shows the passive reply on that phone. */
export async function tap(corp: Corp, raw: RawTap): Promise<Outcome> {
  const copy = corp.state.copyByTask(raw.userid, raw.taskId);
  const code = raw.responseCode ?? (copy ? corp.state.issueCode(copy.id, corp.nowMs()) : "");
  const event = raw.event ?? "template_card_event";
  const xml =
    `<xml>${header(corp, raw.userid)}${cdata("MsgType", "event")}${cdata("Event", event)}${cdata("EventKey", raw.key)}` +
    cdata("TaskId", raw.taskId) +
    cdata("CardType", raw.cardType ?? copy?.card?.card_type ?? "button_interaction") +
    `${cdata("ResponseCode", code)}${bare("AgentID", corp.options.agentId)}${selectedItems(raw.selected ?? {})}</xml>`;
  return send(corp, raw.userid, xml, copy?.id ?? null);
}

/** Presses a callback button of the card as this phone shows it now; NotPossible when it shows no such button. */
export async function press(corp: Corp, userid: string, taskId: string, key: string, selected?: Selected): Promise<Outcome> {
  atWork(corp, userid);
  const copy = corp.state.copyByTask(userid, taskId);
  if (!copy?.card) throw new NotPossible(`${userid} 没有收到这张卡片：${taskId}`);
  if (copy.state === "recalled") throw new NotPossible("这张卡片已被撤回");
  if (!liveKeys(copy.card).includes(key)) throw new NotPossible(`卡片上没有可点的按钮：${key}`);
  const isMenu = copy.card.action_menu?.action_list.some((action) => action.key === key) ?? false;
  if (isMenu) return tap(corp, { userid, taskId, key, event: "template_card_menu_event" });
  return tap(corp, { userid, taskId, key, selected: selectionOf(copy.card, selected) });
}

/** Writes a text to the app [90239]; the app's text reply appears below it. */
export async function say(corp: Corp, userid: string, text: string): Promise<Outcome> {
  atWork(corp, userid);
  const msgId = `7${String(corp.wall()).padStart(14, "0").slice(-14)}${String(Math.floor(Math.random() * 10_000)).padStart(4, "0")}`;
  corp.state.append(userid, { id: msgId, at: corp.nowText(), from: "person", kind: "text", text, state: "open", read: true });
  const xml = `<xml>${header(corp, userid)}${cdata("MsgType", "text")}${cdata("Content", text)}${bare("MsgId", msgId)}${bare("AgentID", corp.options.agentId)}</xml>`;
  return send(corp, userid, xml, null);
}

/** Sends any other event of the app from one person or from `sys`, e.g. `{ Event: "enter_agent", EventKey: "" }`. */
export async function raise(corp: Corp, userid: string, fields: Record<string, string | number>): Promise<Outcome> {
  const inner = Object.entries(fields).map(([name, value]) => (typeof value === "number" ? bare(name, value) : cdata(name, value)));
  const xml = `<xml>${header(corp, userid)}${cdata("MsgType", "event")}${inner.join("")}${bare("AgentID", corp.options.agentId)}</xml>`;
  return send(corp, userid, xml, null, MUTE.has(String(fields.Event)));
}

/** Takes the call that rings. */
export function answerCall(corp: Corp, userid: string): void {
  if (!corp.calls.answer(userid, corp.nowMs())) throw new NotPossible("现在没有来电");
}

/** Refuses the call that rings, or ends the talk. */
export function hangUpCall(corp: Corp, userid: string): void {
  if (!corp.calls.hangUp(userid, corp.nowMs())) throw new NotPossible("现在没有来电或通话");
}
