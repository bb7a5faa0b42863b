import type { Teller } from "./story.js";

interface Particulars {
  day?: string;
  head?: string | number;
  acts?: number;
  entries?: number;
  broken?: { seq: number; why: string } | null;
  against?: string | null;
}

const sentence = (action: string, who: string, facts: Particulars): string | null => {
  switch (action) {
    case "record.head-sent":
      return `${facts.day ?? ""} 的记录链头已发给机关纪委：${facts.head ?? ""}（当日 ${facts.acts ?? 0} 条）`;
    case "record.verified":
      return `${who} 核对了记录链：完整，共 ${facts.entries ?? 0} 条`;
    case "record.broken":
      return `${who} 核对记录链，发现不完整：${facts.broken?.why ?? ""}`;
    case "record.head-compared":
      return `${who} 核对了一个保存的链头 ${facts.head ?? ""}：${facts.against ?? "记录中仍是这一条"}`;
    default:
      return null;
  }
};

/** How acts on the record itself read. */
export const recordTeller: Teller = {
  sentence,
  titles: { record: (_tx, days) => Promise.resolve(new Map(days.map((day) => [day, "记录链"]))) },
};
