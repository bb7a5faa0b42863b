import type { Card } from "../wecom/card.js";

const PREFIX = "doctor-";

/** The button that is pressed on a trial card. */
const KEY = "doctor.received";

/** The task id of a trial card: it belongs to no duty. */
export const trialTask = (id: string): string => `${PREFIX}${id}`;

/** True for a press on a card that only tries the way to a phone and back. */
export const isTrial = ({ taskId, eventKey }: { taskId: string; eventKey: string }): boolean =>
  taskId.startsWith(PREFIX) && eventKey === KEY;

/** The card with which an installation is tried (`npm run doctor -- --send`); nothing rests on it. */
export const TRIAL_CARD: Card = {
  source: { text: "安装检查", colour: "grey" },
  title: "这是一张测试卡片",
  subtitle: "请点「收到」，检查点按能否送回系统",
  rows: [],
  buttons: [{ kind: "callback", text: "收到", key: KEY, style: 1 }],
};

/** How it looks once the press has come back. */
export const RECEIVED_TRIAL: Card = { ...TRIAL_CARD, closedText: "收到：卡片与回调都正常" };
