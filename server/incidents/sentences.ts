import type { How } from "../../entities/incident-evidence.js";
import type { IncidentLevel } from "../../entities/incident.js";
import { localMoment } from "../kernel/local-time.js";
import { HOW_NAMES, levelName } from "./words.js";

interface Particulars {
  number?: string;
  detail?: string;
  title?: string;
  from?: string | null;
  to?: string | null;
  level?: IncidentLevel | null;
  advised?: IncidentLevel | null;
  how?: How;
  at?: string;
  afterwards?: boolean;
  enteredBy?: string;
  by?: string;
  kind?: string;
  proposedBy?: string;
  result?: string | null;
  comment?: string | null;
  documentNumber?: string;
  receipt?: string | null;
  month?: string;
}

const level = (name: string | null | undefined): string => (name ? levelName(name as IncidentLevel) : "待研判");
const why = ({ comment }: Particulars): string => (comment ? `：${comment}` : "");
/** 补录: who entered it stands at the beginning of the sentence, when it happened here. */
const when = ({ afterwards, at }: Particulars, ...more: string[]): string => {
  const remarks = [...(afterwards && at ? [`补录，${localMoment(new Date(at))} 办理`] : []), ...more];
  return remarks.length === 0 ? "" : `（${remarks.join("，")}）`;
};
const how = (facts: Particulars): string => (facts.how ? HOW_NAMES[facts.how] : "");

const both = (who: string, { proposedBy }: Particulars): string =>
  proposedBy === undefined || proposedBy === who ? `${who} 决定` : `${proposedBy} 提出、${who} 同意`;
const lowered = ({ kind, to }: Particulars): string =>
  kind === "lift" ? "解除警报" : kind === "falseAlarm" ? "误报取消" : `降为${level(to)}`;
const CANCELLED: Readonly<Record<string, string>> = { lower: "警报已降级", settle: "警报已降级", lift: "警报已解除", falseAlarm: "误报" };

const version = ({ number }: Particulars): string => `书面报告第${number ?? ""}版`;

type Word = (who: string, facts: Particulars) => string;

const WORDS: Readonly<Record<string, Word>> = {
  "incidents.reported": (who, facts) => `${who} 上报舆情，编号 ${facts.number ?? ""}，直达宣传部值班和大数据中心值班`,
  "incidents.lead-added": (who, facts) => `${who} 又报来一条线索：${facts.title ?? ""}`,
  "incidents.feed-key": (who) => `${who} 更换线索接口的密钥，旧密钥失效`,
  "incidents.merge-advised": (who, facts) => `${who} 建议并入 ${facts.to ?? ""}`,
  "incidents.merged": (who, facts) => `${who} 把本事件并入 ${facts.to ?? ""}${why(facts)}`,
  "incidents.took-in": (who, facts) => `${who} 把 ${facts.from ?? ""}「${facts.title ?? ""}」并入本事件${why(facts)}`,
  "incidents.unmerged": (who, facts) => `${who} 撤销并入 ${facts.from ?? ""}，恢复单独处置`,
  "incidents.let-go": (who, facts) => `${who} 撤销 ${facts.to ?? ""} 的并入`,
  "incidents.split": (who, facts) => `${who} 拆出线索另立 ${facts.to ?? ""}${why(facts)}`,
  "incidents.split-off": (who, facts) => `${who} 从 ${facts.from ?? ""} 拆出本事件${why(facts)}`,
  "incidents.refused": (who, facts) => `${who} 的操作未生效：${facts.detail ?? ""}`,
  "incidents.assigned": (who, facts) => `${who} 确定事发部门为${facts.to ?? ""}`,
  "incidents.level-set": (who, facts) => `${who} 定为${level(facts.to)}${why(facts)}`,
  "incidents.level-raise": (who, facts) => `${who} 升级：${level(facts.from)}→${level(facts.to)}${why(facts)}`,
  "incidents.level-dissent": (who, facts) => `会商意见不一致，先按${level(facts.to)}处置（${who} 建议）`,
  "incidents.level-settle": (who, facts) => `${who} 裁定为${level(facts.to)}${why(facts)}`,
  "incidents.level-resume": (who, facts) => `${who} 重新拉响${level(facts.to)}${why(facts)}`,
  "incidents.lowering-proposed": (who, facts) => `${who} 提出${lowered(facts)}${why(facts)}`,
  "incidents.lowering-declined": (who, facts) => `${who} 不同意降级或解除${why(facts)}`,
  "incidents.level-lower": (who, facts) => `降级：${level(facts.from)}→${level(facts.to)}，${both(who, facts)}${why(facts)}`,
  "incidents.level-lift": (who, facts) => `解除${level(facts.from)}，${both(who, facts)}${why(facts)}`,
  "incidents.level-falseAlarm": (who, facts) => `误报，${level(facts.from)}取消，${both(who, facts)}${why(facts)}`,
  "incidents.cancelled": (_who, facts) => `「${facts.title ?? ""}」不再需要：${CANCELLED[facts.kind ?? ""] ?? "警报已改变"}`,
  "incidents.explained": (who, facts) => `${who} 说明「${facts.title ?? ""}」未办的原因${why(facts)}`,
  "incidents.closed": (who, facts) => `${who} 登记办结${why(facts)}`,
  "incidents.reviewed": (who, facts) => `${who} 提交复盘${why(facts)}`,
  "incidents.level-kept": (who, facts) => `${who} 维持${level(facts.level)}${why(facts)}`,
  "incidents.advised": (who, facts) => `${who} 建议定为${level(facts.to)}${why(facts)}`,
  "incidents.proposed": (who, facts) => `${who} 申请升级为${level(facts.to)}${why(facts)}`,
  "incidents.agreed": (who, facts) => `${who} 会商同意${level(facts.level)}`,
  "incidents.dissented": (who, facts) =>
    `${who} 会商不同意${level(facts.level)}${facts.advised ? `，建议${level(facts.advised)}` : ""}${why(facts)}`,
  "incidents.acknowledged": (who, facts) => `${who} 收到${level(facts.level)}`,
  "incidents.told-confirmed": (who, facts) => `${who} 确认已听取${how(facts)}报告（${facts.enteredBy ?? ""} 登记）`,
  "incidents.instructed": (who, facts) => `${who} 批示${why(facts)}`,
  "incidents.convened": (who, facts) => `${who} 召集会商${why(facts)}`,
  "incidents.entered-opinion": (who, facts) => `${who} 提出处置意见${why(facts)}${when(facts)}`,
  "incidents.entered-told": (who, facts) =>
    `${who} 登记已${how(facts)}${facts.title ?? "报告"}${why(facts)}${when(facts, "待领导本人确认")}`,
  "incidents.unconfirmed": (_who, facts) => `${facts.to ?? ""} 已离任，不再请其「${facts.title ?? ""}」，记录为未经领导本人确认`,
  "incidents.entered-discharge": (who, facts) => `${who} 办结「${facts.title ?? ""}」${why(facts)}${when(facts)}`,
  "incidents.called": (_who, facts) => `电话联系 ${facts.to ?? ""}（${facts.title ?? ""}）：${facts.result ?? "结果未知"}`,
  "incidents.unreached": (_who, facts) => `${facts.to ?? ""} 未收到${facts.by ?? ""}（${facts.title ?? ""}）`,
  "incidents.stood-in": (_who, facts) => `${facts.from ?? ""}联系不上，由 ${facts.to ?? ""} 代为听取汇报`,
  "incidents.report-saved": (who, facts) => `${who} 保存${version(facts)}`,
  "incidents.report-taken-back": (who, facts) => `${who} 改动报告，保存${version(facts)}，此前的签批作废，须重新送签`,
  "incidents.report-submitted": (who, facts) => `${who} 送签${version(facts)}`,
  "incidents.report-checked": (who, facts) => `${who} 复核同意${version(facts)}${why(facts)}`,
  "incidents.report-agreed": (who, facts) => `${who} 同意报出${version(facts)}${why(facts)}`,
  "incidents.report-sent-back": (who, facts) => `${who} 退回${version(facts)}${why(facts)}`,
  "incidents.report-issued": (who, facts) => `${who} 登记${version(facts)}已报出，文号 ${facts.documentNumber ?? ""}${when(facts)}`,
  "incidents.report-exported": (who, facts) => `${who} 导出${version(facts)}（Word）`,
  "incidents.summary-exported": (who, facts) => `${who} 导出 ${facts.month ?? ""} 舆情处置月报（Excel）`,
  "incidents.entered-upward": (who, facts) =>
    `${who} 登记已${how(facts)}向${facts.to ?? ""}报告${facts.receipt ? `，回执 ${facts.receipt}` : ""}${why(facts)}${when(facts)}`,
  "incidents.bulletin": (who, facts) => `${who} 应急报送舆情动态${why(facts)}`,
  "incidents.handled": (who, facts) => `${who} 登记处置完毕${why(facts)}`,
};

/** The sentence of an act on an incident, made when it is read; `who` is the name as of then. null: not an act of this domain. */
export const sentence = (action: string, who: string, facts: Particulars): string | null => WORDS[action]?.(who, facts) ?? null;
