import type { Card } from "../wecom/card.js";

/** A card that asks nothing (知会卡), as kept in the outbox until it is sent. */
export interface Notice {
  kind: "card";
  source: string;
  title: string;
  subtitle: string;
  article: string;
  text: string;
  rows: { keyname: string; value: string }[];
  link: string;
}

/** A plain line of text in the chat, e.g. the answer to a tap that could change nothing. */
export interface TextNotice {
  kind: "text";
  title: string;
  text: string;
}

/** Why somebody is rung, in Chinese; nothing of it is spoken, it stands in the record. */
export interface CallNotice {
  words: string;
}

/** The step that a duty's card to others is about; kept with the message, the card itself is rendered when sent. */
export interface ToldNotice {
  step: string;
}

/** A line by the group's robot, in its markdown. */
export interface RobotNotice {
  text: string;
}

/** The card of a notice; its one button leads to the subject. */
export const noticeCard = (notice: Notice): Card => ({
  source: { text: notice.source, colour: "grey" },
  title: notice.title,
  subtitle: notice.subtitle,
  quote: { article: notice.article, text: notice.text },
  rows: notice.rows,
  buttons: [],
  link: notice.link,
});
