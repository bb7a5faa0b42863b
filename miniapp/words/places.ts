/** A page that is reached from 更多. */
export interface Place {
  /** folder under pages/ */
  page: string;
  title: string;
  /** what one does there, in a few words */
  hint: string;
  /** the permission without which it is not shown; absent: shown to everybody */
  needs?: string;
}

export interface PlaceGroup {
  title: string;
  places: readonly Place[];
}

const GROUPS: readonly PlaceGroup[] = [
  {
    title: "每天",
    places: [
      { page: "rota", title: "值班", hint: "现在谁值班，到岗、交接班、换班和月历" },
      { page: "duty-desk", title: "值班台", hint: "待研判、下一项到期、要当面或电话报告的", needs: "incident.oversee" },
      { page: "incident-numbers", title: "舆情统计", hint: "按级别、按周、按时办结率，可以打印", needs: "incident.oversee" },
      { page: "lead-desk", title: "线索与演练", hint: "导入线索表，发起演练，监测系统的密钥", needs: "operations.read" },
      { page: "incident-reports", title: "舆情报表", hint: "月报、逾期清单、请示报告，可以导出和打印", needs: "incident.oversee" },
      { page: "phone-tree", title: "电话树", hint: "企业微信不通时依次打给谁" },
    ],
  },
  {
    title: "组织",
    places: [{ page: "organisation", title: "组织与岗位", hint: "谁在什么岗位、还缺什么、导入组织信息表", needs: "organisation.read" }],
  },
  {
    title: "依据",
    places: [
      { page: "measures", title: "办法", hint: "逐条看原文、怎样落实、正在办的事" },
      { page: "settings", title: "设置", hint: "办法没有写明的数值，谁在何时为何更改" },
      { page: "calendar", title: "工作日历", hint: "休假与调休，录入下一年，更正" },
    ],
  },
  { title: "监督", places: [{ page: "record", title: "记录", hint: "谁在何时做了什么，记录链是否完整", needs: "audit.read" }] },
  {
    title: "系统",
    places: [{ page: "operations", title: "运行状态", hint: "哪里不正常、谁没收到消息，在这里重发", needs: "operations.read" }],
  },
];

/** The places open to somebody with these permissions; empty groups are left out. */
export const placesFor = (may: readonly string[]): PlaceGroup[] =>
  GROUPS.map((group) => ({ ...group, places: group.places.filter(({ needs }) => needs === undefined || may.includes(needs)) })).filter(
    ({ places }) => places.length > 0,
  );

/** Which page shows a subject, by the type that the server names. */
const SUBJECT_PAGES: Readonly<Record<string, string>> = {
  draft: "review",
  incident: "incident",
  livestream: "livestream",
  calendar: "calendar",
  ...{ shift: "rota", handover: "rota", swap: "rota", rota: "rota" },
};

/** The page for a subject of this type; null: this version knows none. */
export const subjectPage = (type: string): string | null => SUBJECT_PAGES[type] ?? null;
