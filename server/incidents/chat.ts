import type { ChatWord } from "../delivery/commands.js";
import { loadActor } from "../identity/actor.js";
import { short } from "../kernel/short.js";
import { today, type IncidentsDesk } from "./desk.js";
import type { Reporting } from "./reporting.js";
import { reportedInWords } from "./words.js";

/** 「报舆情 + 链接」 in the chat (R24-01): the quickest way, and the same report as from the page. */
export const reportWord = (desk: IncidentsDesk, reporting: Reporting): ChatWord => ({
  word: "报舆情",
  help: "「报舆情 + 链接或一句话」 立即上报，直达宣传部值班和大数据中心值班",
  answer: async (tx, message, rest) => {
    const actor = await loadActor(tx, message.fromUser, "text", today(desk));
    if (!actor) return "您的账号已停用，没有上报。请直接电话联系宣传部值班。";
    const { links, words } = reportedInWords(rest);
    if (links.length === 0 && words === "")
      return "请在「报舆情」后面写上链接，或用一句话说明，例如：报舆情 https://weibo.com/… 某校学生集体投诉。还没有上报。";
    const { incidentId, joined } = await reporting.take(tx, actor, {
      title: words === "" ? `网络舆情线索（${links[0]?.site ?? ""}）` : short(words, 60),
      description: words,
      links: links.map(({ address }) => address),
      files: [],
      discoveredAt: desk.clock.now(),
      occurredAt: null,
      unitId: null,
    });
    const told = joined ? "同一链接已有人报告，已记为该事件的新线索，汇总告知值班人员" : "已直达宣传部值班和大数据中心值班";
    return `已收到您的舆情报告，${told}。补充情况、查看进展：${desk.link("incident", incidentId)}`;
  },
});
