import type { Tx } from "../kernel/unit-of-work.js";
import type { Command } from "./reception.js";

const HELP = [
  "您可以发送：",
  "「待办」 查看您现在要处理的事项",
  "「帮助」 查看这段说明",
  "审核卡片可以直接点「通过」或「退回」；终审请点「查看并审核」。写稿、改稿和查看流程请打开工作台里的新媒体运营管理。",
].join("\n");

/** What the chat understands: 「待办」 and 「帮助」; anything else is answered with what can be said. */
export const commandsOf =
  (todo: { words(tx: Tx, userid: string): Promise<string> }): Command =>
  (tx, message) => {
    const said = message.content.trim().replace(/[「」“”"'。！!]/g, "");
    if (said === "待办") return todo.words(tx, message.fromUser);
    if (said === "帮助" || said === "?" || said === "？") return Promise.resolve(HELP);
    return Promise.resolve(`没有听懂「${[...said].slice(0, 20).join("")}」。\n${HELP}`);
  };
