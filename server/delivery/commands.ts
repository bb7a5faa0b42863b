import type { Tx } from "../kernel/unit-of-work.js";
import type { TextMessage } from "../wecom/events.js";
import type { Command } from "./reception.js";

/** A word with which a message in the chat begins, e.g. 报舆情, and what a domain does with the rest of it. */
export interface ChatWord {
  word: string;
  /** one line of 「帮助」 */
  help: string;
  /** what follows the word, trimmed; the answer goes back as text */
  answer(tx: Tx, message: TextMessage, rest: string): Promise<string>;
}

const helpOf = (words: readonly ChatWord[]): string =>
  [
    "您可以发送：",
    "「待办」 查看您现在要处理的事项",
    ...words.map(({ help }) => help),
    "「帮助」 查看这段说明",
    "审核卡片可以直接点「通过」或「退回」；终审请点「查看并审核」。写稿、改稿和查看流程请打开工作台里的新媒体运营管理。",
  ].join("\n");

/** What the chat understands: 「待办」, 「帮助」 and the domains' own words; anything else is answered with what can be said. */
export const commandsOf =
  (todo: { words(tx: Tx, userid: string): Promise<string> }, words: readonly ChatWord[]): Command =>
  (tx, message) => {
    const said = message.content.trim().replace(/[「」“”"'。！!]/g, "");
    if (said === "待办") return todo.words(tx, message.fromUser);
    if (said === "帮助" || said === "?" || said === "？") return Promise.resolve(helpOf(words));
    const sentence = message.content.trim().replace(/^[「“"']/, "");
    const meant = words.find(({ word }) => sentence.startsWith(word));
    if (meant) return meant.answer(tx, message, sentence.slice(meant.word.length).trim());
    return Promise.resolve(`没有听懂「${[...said].slice(0, 20).join("")}」。\n${helpOf(words)}`);
  };
