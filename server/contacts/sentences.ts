import type { Teller } from "../audit/story.js";
import { WHYS, type Why } from "./words.js";

interface Particulars {
  name?: string;
  why?: Why;
  posts?: string[];
  moved?: number;
  orphaned?: number;
  from?: string;
  to?: string;
  missing?: number;
  known?: number;
  detail?: string;
}

const leftWords = ({ name = "", why, posts = [], moved = 0, orphaned = 0 }: Particulars): string => {
  const parts = [
    why === undefined ? "" : WHYS[why],
    posts.length === 0 ? "" : `收回岗位：${posts.join("、")}`,
    moved === 0 ? "" : `${moved} 项在办事项已转办`,
    orphaned === 0 ? "" : `${orphaned} 项无人办理`,
  ].filter(Boolean);
  return `${name} 已离任（${parts.join("；")}）`;
};

const sentence = (action: string, _who: string, facts: Particulars): string | null => {
  switch (action) {
    case "person.left":
      return leftWords(facts);
    case "person.returned":
      return `${facts.name ?? ""} 已恢复，没有岗位`;
    case "person.named":
      return `${facts.from ?? ""} 在企业微信改名为 ${facts.to ?? ""}`;
    case "person.userid-changed":
      return `成员账号 ${facts.from ?? ""} 在企业微信改为 ${facts.to ?? ""}`;
    case "contacts.stopped":
      return `核对通讯录时一次少了 ${facts.missing ?? 0} 人（共 ${facts.known ?? 0} 人），没有处理任何人`;
    case "contacts.failed":
      return `通讯录没有读全，没有改动任何人：${facts.detail ?? ""}`;
    default:
      return null;
  }
};

/** How what the address book brings reads. */
export const contactsTeller: Teller = {
  sentence,
  titles: { contacts: (_tx, ids) => Promise.resolve(new Map(ids.map((id) => [id, "通讯录"]))) },
};
