import type { Notice } from "../delivery/notice.js";

/** The words on which the record rests: what is to be answered for must be found as it was. */
const BASIS = { article: "26", text: "视影响程度和主观原因，依法依规对编辑、审核责任人逐级给予相应处理或处分" } as const;

/** To administrators and the discipline office: the record is not what it was. */
export const brokenCard = ({ seq, why }: { seq: number; why: string }, link: string): Notice => ({
  kind: "card",
  source: "警示 · 记录链",
  title: "记录链不完整",
  subtitle: "核对发现记录被改动、删除或截断",
  ...BASIS,
  rows: [
    { keyname: "位置", value: `第 ${seq} 条` },
    { keyname: "情况", value: why },
    { keyname: "请先", value: "保全数据库和备份，不要修复或清理" },
  ],
  link,
});
