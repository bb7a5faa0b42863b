import type { Teller } from "../audit/story.js";

interface Particulars {
  title?: string;
  names?: readonly string[];
  note?: string;
}

const sentence = (action: string, who: string, { title = "消息", names = [], note = "" }: Particulars): string | null => {
  const whom = names.join("、") || "收件人";
  switch (action) {
    case "delivery.resent":
      return `${who} 把没有送达的「${title}」重发给 ${whom}`;
    case "delivery.set-aside":
      return `${who} 已另行告知 ${whom}：「${title}」${note === "" ? "" : `（${note}）`}`;
    case "delivery.tap-retried":
      return `${who} 让系统重新办理 ${whom} 在「${title}」上的操作`;
    case "delivery.tapped-after-leaving":
      return `${who} 已离任，在卡片上的点按未作处理`;
    default:
      return null;
  }
};

/** How what is put right by hand reads in the record. */
export const operationsTeller: Teller = {
  sentence,
  titles: {
    operations: (_tx, ids) => Promise.resolve(new Map(ids.map((id) => [id, "系统运行"]))),
    callback: (_tx, ids) => Promise.resolve(new Map(ids.map((id) => [id, "聊天消息"]))),
  },
};
