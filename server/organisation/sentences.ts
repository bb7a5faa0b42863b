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
}

const counted = (what: string, { added = 0, changed = 0, ended = 0 }: Counts = {}): string[] => {
  const parts = [added > 0 ? `新增 ${added}` : "", changed > 0 ? `变更 ${changed}` : "", ended > 0 ? `收回 ${ended}` : ""].filter(Boolean);
  return parts.length === 0 ? [] : [`${what}${parts.join("、")}`];
};

const sentence = (action: string, who: string, facts: Particulars): string | null => {
  if (action !== "organisation.imported") return null;
  const parts = [...counted("人员", facts.people), ...counted("账号", facts.accounts), ...counted("岗位", facts.appointments)];
  return `${who} 导入了组织信息${parts.length === 0 ? "" : `：${parts.join("；")}`}`;
};

/** How changes of units, people and posts read. */
export const organisationTeller: Teller = {
  sentence,
  titles: { organisation: (_tx, ids) => Promise.resolve(new Map(ids.map((id) => [id, "组织信息"]))) },
};
