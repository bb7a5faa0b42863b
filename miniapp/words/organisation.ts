import type { AccountStatus, GapGroupView, GapView, ImportLineView, ImportView } from "../../server/http/contract.js";
import type { Label } from "./labels.js";

/** The parts of the page; the last for those who keep the sheet. */
export type OrganisationPart = "gaps" | "accounts" | "people" | "sheet";

export const accountStatusLabels: Record<AccountStatus, Label> = {
  unregistered: { text: "未备案", tone: "yellow" },
  active: { text: "正常", tone: "green" },
  frozen: { text: "冻结", tone: "grey" },
  closed: { text: "已关停", tone: "grey" },
};

export const changeLabels: Record<ImportLineView["kind"], Label> = {
  added: { text: "新增", tone: "green" },
  changed: { text: "变更", tone: "blue" },
  ended: { text: "停用", tone: "orange" },
};

export const gapLabel = (group: Pick<GapGroupView, "blocks">): Label =>
  group.blocks ? { text: "影响工作", tone: "orange" } : { text: "提醒", tone: "grey" };

/** Whose it is to close the gap: 学校部 · 由 学校部主要负责人 补齐 */
export function answeringText(gap: Pick<GapView, "unit" | "answering">): string {
  const names = gap.answering.map(({ name }) => name).join("、");
  return [gap.unit?.name ?? "全单位", names === "" ? "尚无人负责，请联系宣传部" : `由 ${names} 补齐`].join(" · ");
}

/** What the file leaves as it is: 表中没有、保持不变：人员 3 人、账号 1 个; empty where it lists everything. */
export function untouchedText({ untouched: { units, people, accounts } }: Pick<ImportView, "untouched">): string {
  const parts = [units > 0 ? `单位 ${units} 个` : "", people > 0 ? `人员 ${people} 人` : "", accounts > 0 ? `账号 ${accounts} 个` : ""];
  const named = parts.filter((part) => part !== "");
  return named.length === 0 ? "" : `表中没有、保持不变：${named.join("、")}`;
}

/** What would still be missing afterwards. */
export const afterwardsText = ({ gaps: { blocking, reminders } }: Pick<ImportView, "gaps">): string =>
  blocking + reminders === 0 ? "导入后没有缺口" : `导入后还有 ${blocking} 处缺口影响工作，${reminders} 处提醒`;
