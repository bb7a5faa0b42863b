import type { FindingKind } from "../../entities/operations.js";
import type { Notice } from "../delivery/notice.js";

/** The words on which looking after the program rests. */
const BASIS = { article: "18", text: "建立健全安全管理制度、保密审查制度和应急预案" } as const;

const MOST_ROWS = 6;

/** What a finding is about, in a word. */
export const KIND_NAMES: Readonly<Record<FindingKind, string>> = {
  step: "时限",
  message: "消息",
  job: "任务",
  ownerless: "待办",
  vacant: "岗位",
  wecom: "企业微信",
  letter: "未送达",
  tap: "点按",
  reach: "联系",
};

interface Told {
  kind: FindingKind;
  words: string;
}

/** To those who look after the program: what is not as it should be, all of it on one card. */
export const findingsCard = (findings: readonly Told[], undelivered: boolean, link: string): Notice => {
  const shown = findings.length <= MOST_ROWS ? findings : findings.slice(0, MOST_ROWS - 1);
  const rows = shown.map(({ kind, words }) => ({ keyname: KIND_NAMES[kind], value: words }));
  const more = findings.length - shown.length;
  return {
    kind: "card",
    source: "运行 · 系统管理",
    title: undelivered ? `有 ${findings.length} 件事没有送达或办成` : `系统运行有 ${findings.length} 处异常`,
    subtitle: undelivered ? "请打开运行状态，核对原因后重发或另行告知" : "请打开运行状态查看，并联系维护人员",
    ...BASIS,
    rows: more === 0 ? rows : [...rows, { keyname: "另有", value: `${more} 项，在运行状态中` }],
    link,
  };
};
