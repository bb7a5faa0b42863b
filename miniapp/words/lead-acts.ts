import type { IncidentView, LeadList, LeadView, MergeInput, NewRehearsal, SplitInput } from "../../server/http/contract.js";
import { text, type Act, type Option } from "./act.js";
import { reason } from "./level-acts.js";

const viaTexts: Record<LeadView["via"], string> = { page: "上报", text: "消息上报", import: "导入", feed: "监测系统", system: "系统" };
/** How a lead came in. */
export const viaText = (via: LeadView["via"]): string => viaTexts[via];

/** 并入: which incident goes on, and why. */
export const mergeAct = ({ others }: Pick<LeadList, "others">): Act => ({
  ...{ key: "merge", button: "并入另一个事件", title: "并入另一个事件", send: "并入", path: "merge" },
  hint: "时间取最早，级别取较高，各项义务取较早的时限；收到过警报的人各告知一次。24 小时内可以撤销。",
  fields: [
    {
      ...{ key: "into", kind: "pick", label: "继续办理的事件" },
      options: others.map(({ id, number, title }): Option => ({ key: id, text: `${number} ${title}` })),
    },
    reason("并入的理由"),
  ],
  body: (values): MergeInput => ({ into: text(values, "into") ?? "", reason: text(values, "reason") ?? "" }),
  done: "已并入",
});

/** 并入 by one tap, into the one whose title sounds alike; 撤销 stands beside it for a day. */
export const mergeSimilarAct = ({ similarTo }: Pick<IncidentView, "similarTo">): Act => ({
  ...{ key: "mergeSimilar", button: "并入", title: "并入疑似同一的事件", hint: "", fields: [], send: "并入", path: "merge" },
  body: (): MergeInput => ({ into: similarTo?.id ?? "", reason: "标题相似，经值班人员核对为同一事件" }),
  done: `已并入 ${similarTo?.number ?? ""}，24 小时内可以撤销`,
});

/** 撤销并入: both go on as before. */
export const undoMergeAct = (): Act => ({
  ...{ key: "undoMerge", button: "撤销并入", title: "撤销并入", hint: "", fields: [], send: "撤销", path: "merge/undoing" },
  body: () => undefined,
  done: "已撤销并入，两个事件恢复单独处置",
});

/** 拆分: what the chosen leads are about, and why they are not this. */
export const splitAct = (leads: readonly LeadView[]): Act => ({
  ...{
    key: `split ${leads.map(({ id }) => id).join()}`,
    button: "拆出",
    title: `拆出 ${leads.length} 条线索`,
    send: "另立事件",
    path: "split",
  },
  hint: "这些线索成为一个新的事件，重新研判定级、重新计时；原事件不变。",
  fields: [{ key: "title", kind: "line", label: "新事件的标题", placeholder: "一句话写明是什么事", most: 120 }, reason("拆分的理由")],
  given: { title: leads[0]?.title ?? "" },
  body: (values): SplitInput => ({
    leadIds: leads.map(({ id }) => id),
    title: text(values, "title") ?? "",
    reason: text(values, "reason") ?? "",
  }),
  done: "已另立事件，请研判定级",
});

/** 发起演练: what people are to imagine. */
export const rehearsalAct = (units: readonly Option[]): Act => ({
  ...{ key: "rehearse", button: "发起演练", title: "发起演练", send: "发起演练", path: "" },
  hint: "和真实事件走同样的流程，真的发卡片、打电话；处处标明【演练】，不计入统计。",
  fields: [
    { key: "title", kind: "line", label: "演练的事", placeholder: "如：宿舍停水引发投诉", most: 100 },
    {
      ...{ key: "description", kind: "words", label: "情景", placeholder: "设想发生了什么、在哪里看到、传播到什么程度", most: 5000 },
    },
    { key: "unitId", kind: "pick", label: "扮演事发部门的部门（单位）", options: units },
  ],
  body: (values): NewRehearsal => {
    const unitId = text(values, "unitId");
    return {
      title: text(values, "title") ?? "",
      description: text(values, "description") ?? "",
      ...(unitId === undefined ? {} : { unitId }),
    };
  },
  done: "演练已开始，请研判定级",
});

/** 45 秒, 2 分 5 秒, 1 小时 3 分; null: 没有回应 */
export function reactionText(seconds: number | null): string {
  if (seconds === null) return "没有回应";
  if (seconds < 60) return `${seconds} 秒`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} 分${seconds % 60 > 0 ? ` ${seconds % 60} 秒` : ""}`;
  return `${Math.floor(minutes / 60)} 小时${minutes % 60 > 0 ? ` ${minutes % 60} 分` : ""}`;
}
