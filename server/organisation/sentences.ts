import type { Teller } from "../audit/story.js";

interface Counts {
  added?: number;
  changed?: number;
  ended?: number;
}

interface Particulars {
  people?: Counts;
  accounts?: Counts;
  appointments?: Counts;
  lines?: string[];
}

const counted = (what: string, { added = 0, changed = 0, ended = 0 }: Counts = {}): string[] => {
  const parts = [added > 0 ? `新增 ${added}` : "", changed > 0 ? `变更 ${changed}` : "", ended > 0 ? `收回 ${ended}` : ""].filter(Boolean);
  return parts.length === 0 ? [] : [`${what}${parts.join("、")}`];
};

/** Lines that a sentence names; the record keeps them all. */
const SHOWN = 3;

const listed = (lines: readonly string[] = []): string =>
  lines.slice(0, SHOWN).join("；") + (lines.length > SHOWN ? `；等 ${lines.length} 项` : "");

const sentence = (action: string, who: string, facts: Particulars): string | null => {
  switch (action) {
    case "organisation.imported": {
      const parts = [...counted("人员", facts.people), ...counted("账号", facts.accounts), ...counted("岗位", facts.appointments)];
      return `${who} 导入了组织信息${parts.length === 0 ? "" : `：${parts.join("；")}`}`;
    }
    case "organisation.changed":
      return `${who} 导入的组织信息改变了：${listed(facts.lines)}`;
    case "organisation.exported":
      return `${who} 导出了组织信息`;
    default:
      return null;
  }
};

/** How changes of units, people and posts read. */
export const organisationTeller: Teller = {
  sentence,
  titles: { organisation: (_tx, ids) => Promise.resolve(new Map(ids.map((id) => [id, "组织信息"]))) },
};
