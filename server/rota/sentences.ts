import type { Desk } from "../../entities/shift.js";
import { dayWords } from "../kernel/local-time.js";
import { DESK_NAMES } from "./words.js";

interface Particulars {
  desk?: Desk;
  day?: string;
  from?: string;
  to?: string;
  added?: number;
  changed?: number;
  shifts?: number;
  duties?: readonly string[];
  openDuties?: readonly unknown[];
  findings?: readonly string[];
}

const placeOf = ({ desk, day }: Particulars): string => `${day ? dayWords(day) : ""}${desk ? DESK_NAMES[desk] : ""}`;

/** The rota's acts in sentences; null: not an act of the rota. */
export const sentence = (action: string, who: string, facts: Particulars): string | null => {
  const place = placeOf(facts);
  switch (action) {
    case "rota.imported":
      return `${who} 导入值班表（新增 ${facts.added ?? 0} 班，改动 ${facts.changed ?? 0} 班，草稿）`;
    case "rota.drafted":
      return `${who} 安排${place}（草稿）`;
    case "rota.published":
      return `${who} 公布值班安排 ${facts.from ?? ""} 至 ${facts.to ?? ""}，共 ${facts.shifts ?? 0} 班`;
    case "rota.changed":
      return `${who} 改动${place}`;
    case "rota.arrived":
      return `${who} 到岗（${place}）`;
    case "rota.stood-in":
      return `${who} 顶班（${place}）`;
    case "rota.resumed":
      return `${who} 回岗（${place}）`;
    case "rota.handover-written":
      return `${who} 写交班说明（${place}），未结事项 ${facts.openDuties?.length ?? 0} 项`;
    case "rota.taken-over":
      return `${who} 接班（${place}），接手未结事项 ${facts.openDuties?.length ?? 0} 项`;
    case "rota.passed-on":
      return `值班交接：${facts.desk ? DESK_NAMES[facts.desk] : ""}由 ${facts.to ?? who} 接手「${(facts.duties ?? []).join("」「")}」`;
    case "rota.warned":
      return `已提示值班安排的 ${facts.findings?.length ?? 0} 项新问题`;
    default:
      return swapSentence(action, who);
  }
};

const SWAP_WORDS: Readonly<Record<string, string>> = {
  "rota.swap-asked": "提出换班",
  "rota.swap-agreed": "同意换班，换班生效",
  "rota.swap-declined": "不同意换班",
  "rota.swap-withdrawn": "撤回换班请求",
  "rota.swap-lapsed": "换班请求到时未答复，已作废",
  "rota.swap-void": "班次已有变动，换班请求作废",
  "rota.swap-reversed": "撤销换班",
  "rota.swapped-on-behalf": "代为换班",
};

const swapSentence = (action: string, who: string): string | null => {
  const words = SWAP_WORDS[action];
  return words === undefined ? null : `${who} ${words}`;
};
