import type { IncidentDuty, IncidentVerb, IncidentView } from "../../server/http/contract.js";
import { fileIds, moment, text, type Act, type ActField, type Option } from "./act.js";
import { levelActs, reason } from "./level-acts.js";

const note = (label: string, placeholder: string, more: { phrases?: readonly string[] } = {}): ActField => ({
  ...{ key: "note", kind: "words", label, placeholder, most: 5000 },
  ...more,
});

function closingAct(view: IncidentView): Act {
  const owed = view.duties.filter(({ state, source }) => state === "open" && source === "rule");
  const explained = owed.map((duty): ActField => ({
    ...{
      key: `why.${duty.duty}`,
      kind: "words",
      label: `「${duty.title}」未办的原因`,
      placeholder: "没有办结的义务须逐项说明",
      most: 1000,
    },
  }));
  return {
    ...{ key: "close", button: "办结", title: "办结事件", send: "办结", path: "closing" },
    hint: "办结后进入复盘；记录不会删除。",
    fields: [reason("办结说明"), ...explained],
    body: (values) => ({
      reason: text(values, "reason"),
      explanations: Object.fromEntries(owed.map(({ duty }) => [duty as IncidentDuty, text(values, `why.${duty}`)])),
    }),
    done: "已办结，请在时限内复盘",
  };
}

/** 召集会商 begins with these words, so that one tap more sends it. */
const CONVENING = "请有关负责人立即会商，研究处置意见。";

function acknowledgeAct(view: IncidentView): Act {
  const confirms = view.duties.some(({ may }) => may.includes("confirm"));
  return {
    ...{
      key: "acknowledge",
      button: confirms ? "确认已听取报告" : "收到",
      title: "",
      hint: "",
      send: "",
      path: "acknowledgement",
      fields: [],
    },
    body: () => undefined,
    done: "已记录收到",
  };
}

const instructAct = (): Act => ({
  ...{ key: "instruct", button: "批示", title: "批示", hint: "宣传部和事发部门负责人会立即收到。", send: "批示", path: "instruction" },
  fields: [note("批示内容", "写下批示", { phrases: ["同意，抓紧办理。", "请宣传部牵头处置，随时报告。", "按预案处置，注意舆论引导。"] })],
  body: (values) => ({ kind: "instruct", note: text(values, "note") }),
  done: "批示已发给宣传部和事发部门",
});

const conveneAct = (): Act => ({
  ...{
    key: "convene",
    button: "召集会商",
    title: "召集会商",
    hint: "所有收到警报的人会立即收到。",
    send: "召集会商",
    path: "instruction",
  },
  fields: [note("会商要求", "时间、地点或会议方式")],
  given: { note: CONVENING },
  body: (values) => ({ kind: "convene", note: text(values, "note") }),
  done: "会商通知已发出",
});

const unitAct = (view: IncidentView, units: readonly Option[]): Act => ({
  ...{ key: "assignUnit", button: view.unit ? "改事发部门" : "确定事发部门", title: "事发部门（单位）", send: "确定", path: "unit" },
  hint: "确定后由该部门主要负责人一并处置；时限不重新计算。",
  fields: [{ key: "unitId", kind: "pick", label: "部门（单位）", options: units }],
  body: (values) => ({ unitId: text(values, "unitId") }),
  done: "已确定，该部门主要负责人会收到卡片",
});

const finishAct = (): Act => ({
  ...{ key: "finish", button: "登记处置完毕", title: "处置完毕", send: "登记处置完毕", path: "finish" },
  hint: "橙色警报的书面报告从处置完毕起计时。",
  fields: [note("处置情况", "采取了哪些措施，效果如何"), { key: "at", kind: "moment", label: "处置完毕的时间", optional: true }],
  body: (values) => ({ note: text(values, "note"), at: moment(values, "at") }),
  done: "已登记处置完毕",
});

const reviewAct = (): Act => ({
  ...{ key: "review", button: "提交复盘", title: "复盘", send: "提交复盘", path: "review" },
  hint: "哪里做得好，哪里慢了，怎样改进。",
  fields: [note("复盘", "过程、问题、改进措施"), { key: "files", kind: "files", label: "附件", optional: true }],
  body: (values) => ({ note: text(values, "note"), files: fileIds(values, "files") }),
  done: "复盘已提交",
});

const acts: Readonly<Record<IncidentVerb, (view: IncidentView, units: readonly Option[]) => Act>> = {
  ...levelActs,
  acknowledge: acknowledgeAct,
  instruct: instructAct,
  convene: conveneAct,
  assignUnit: unitAct,
  finish: finishAct,
  close: closingAct,
  review: reviewAct,
};

/** What a verb on the incident asks for and sends. `units`: those that can be named. */
export const incidentAct = (view: IncidentView, verb: IncidentVerb, units: readonly Option[]): Act => acts[verb](view, units);
