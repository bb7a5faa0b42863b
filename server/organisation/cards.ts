import type { Notice } from "../delivery/notice.js";
import { GAP_RULES } from "./rules/gap-kinds.js";
import type { Gap } from "./rules/gaps.js";

/** WeCom shows six rows of a card; the last says how many more there are. */
const ROWS = 6;

const KEYNAMES = { office: "职务", unit: "单位", person: "人员", account: "账号" } as const;

/** To somebody who answers for gaps: those that are new to them, what blocks work first. */
export const gapCard = (gaps: readonly Gap[], link: string): Notice => {
  const sorted = [...gaps.filter((gap) => gap.blocks), ...gaps.filter((gap) => !gap.blocks)];
  const blocking = gaps.filter((gap) => gap.blocks).length;
  const shown = sorted.length > ROWS ? sorted.slice(0, ROWS - 1) : sorted;
  const rows = shown.map((gap) => ({ keyname: KEYNAMES[gap.subject.type], value: `${nameIn(gap.about)}：${gistOf(gap.message)}` }));
  const { article, text } = GAP_RULES[sorted[0]?.kind ?? "officeVacant"];
  return {
    kind: "card",
    source: `提醒 · 第${article}条`,
    title: blocking > 0 ? `有 ${blocking} 处缺口影响工作，请补齐` : `有 ${gaps.length} 处将到期或待补齐`,
    subtitle: blocking > 0 && gaps.length > blocking ? `另有 ${gaps.length - blocking} 处提醒` : "组织与岗位",
    article,
    text,
    rows: sorted.length > ROWS ? [...rows, { keyname: "其余", value: `还有 ${sorted.length - shown.length} 处，请打开查看` }] : rows,
    link,
  };
};

/** What is wrong, without what to do: the page says that. */
const gistOf = (message: string): string => message.split(/[，；（]/)[0] ?? message;

/** 账号「甲」 → 甲 */
const nameIn = (about: string): string => /「(.*)」$/.exec(about)?.[1] ?? about;
