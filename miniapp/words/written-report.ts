import type {
  BulletinInput,
  FileView,
  Instant,
  ReportIssueInput,
  ReportSignOffInput,
  ReportText,
  UpwardReportInput,
  UpwardReportList,
  WrittenReportView,
} from "../../server/http/contract.js";
import { fileIds, moment, text, type Act } from "./act.js";
import { howName } from "./duty-acts.js";
import { isWriting } from "./incidents.js";

const signingDuties: readonly string[] = ["checkReport", "agreeReport", "issueReport"];
/** True for a duty that is done on the page of its written report. */
export const isReportDuty = (duty: string): boolean => isWriting(duty) || signingDuties.includes(duty);

const steps = ["起草", "宣传部复核", "领导同意", "报出"] as const;
const at: Record<WrittenReportView["status"], number> = { none: 0, drafting: 0, checking: 1, agreeing: 2, agreed: 3, issued: 4 };
/** The way of a report and how far it is. */
export const reportSteps = ({ status }: Pick<WrittenReportView, "status">): { name: string; state: "done" | "now" | "ahead" }[] =>
  steps.map((name, index) => ({ name, state: index < at[status] ? "done" : index === at[status] ? "now" : "ahead" }));

/** True where two texts say the same. */
const sameText = (one: ReportText, other: ReportText): boolean =>
  one.title === other.title && one.addressee === other.addressee && one.body === other.body && one.signature === other.signature;

/** A report as it is being written: its words and what is attached, in order. */
export interface ReportForm extends ReportText {
  files: readonly FileView[];
}

/** The version that stands, to be written on. */
export const formOf = ({
  text: { title, addressee, body, signature },
  files,
}: {
  text: ReportText;
  files: readonly FileView[];
}): ReportForm => ({
  ...{ title, addressee, body, signature, files },
});

/** True where saving would make no new version. */
export const sameReport = (form: ReportForm, view: Pick<WrittenReportView, "text" | "files">): boolean =>
  sameText(form, view.text) && form.files.map(({ id }) => id).join() === view.files.map(({ id }) => id).join();

/** What is still to be filled in, in Chinese; null: it can be saved. */
export function textObstacle({ title, addressee, body, signature }: ReportText): string | null {
  if (title.trim() === "") return "请填写标题";
  if (addressee.trim() === "") return "请填写主送";
  if (body.trim() === "") return "请填写正文";
  return signature.trim() === "" ? "请填写署名" : null;
}

const quoteOf = ({ quote }: WrittenReportView): Act["quote"] => quote;

/** Whoever signs decides on exactly the version that stands on the page. */
const signing = (view: WrittenReportView, verdict: ReportSignOffInput["verdict"]): Act => {
  const passes = verdict === "pass";
  const button = passes ? (view.status === "agreeing" ? "同意报出" : "同意") : "退回";
  return {
    ...{ key: `${verdict}.${view.revision}`, button, title: `${button}（第${view.revision}版）`, send: button, path: "sign-off" },
    hint: passes ? "只对这一版有效；之后有改动，须重新送签。" : "退回后由起草人修改，再重新送签。",
    fields: [
      {
        ...{ key: "note", kind: "words", label: passes ? "意见" : "要改什么", most: 1000 },
        placeholder: passes ? "可以不填" : "写明哪里要改、怎样改",
        ...(passes ? { optional: true as const } : {}),
      },
    ],
    quote: quoteOf(view),
    body: (values): ReportSignOffInput => ({ revision: view.revision, verdict, ...noted(text(values, "note")) }),
    done: passes ? "已签，下一步已通知" : "已退回，起草人会收到卡片",
  };
};
const noted = (note: string | undefined): { note?: string } => (note === undefined ? {} : { note });
const dated = (when: Instant | undefined): { at?: Instant } => (when === undefined ? {} : { at: when });

const issuing = (view: WrittenReportView): Act => ({
  ...{ key: `issue.${view.revision}`, button: "登记已报出", title: "登记已报出", send: "登记已报出", path: "issue" },
  hint: "由您在系统外报出；登记文号后，书面报告的义务即办结。系统不会自动对外发送。",
  fields: [
    { key: "documentNumber", kind: "line", label: "文号", placeholder: "例如：粤团宣〔2026〕8号", most: 40 },
    { key: "at", kind: "moment", label: "报出时间", optional: true },
  ],
  quote: quoteOf(view),
  body: (values): ReportIssueInput => ({
    revision: view.revision,
    documentNumber: text(values, "documentNumber") ?? "",
    ...dated(moment(values, "at")),
  }),
  done: "已登记报出，义务办结",
});

/** What this person can do with a report besides writing it; the main one is the last. */
export const reportActs = (view: WrittenReportView): Act[] => [
  ...(["sendBack", "pass"] as const).filter((verb) => view.may.includes(verb)).map((verb) => signing(view, verb)),
  ...(view.may.includes("issue") ? [issuing(view)] : []),
];

const other = "其他";
/** 请示报告 to be entered after it was made. */
export const upwardAct = ({ bodies, quote }: UpwardReportList): Act => ({
  ...{ key: "upward", button: "登记请示报告", title: "登记请示报告", send: "登记", path: "upward-reports" },
  hint: "由您在系统外报告；这里登记何时、怎样、报告了什么和回执，系统不会自动对外发送。",
  fields: [
    { key: "to", kind: "choice", label: "报告对象", options: [...bodies, other].map((key) => ({ key, text: key })) },
    { key: "other", kind: "line", label: "对象名称", placeholder: "例如：省教育厅", most: 60, only: { key: "to", is: other } },
    {
      ...{ key: "how", kind: "choice", label: "方式" },
      options: (["phone", "written", "inPerson", "other"] as const).map((key) => ({ key, text: howName(key) })),
    },
    { key: "content", kind: "words", label: "报告内容", placeholder: "报告了哪些情况", most: 2000 },
    { key: "receipt", kind: "line", label: "回执", placeholder: "回执编号；没有编号的，写谁接的、怎样答复", most: 200 },
    { key: "contact", kind: "line", label: "对方联系人", placeholder: "可以不填", most: 60, optional: true },
    { key: "at", kind: "moment", label: "报告时间", optional: true },
    { key: "files", kind: "files", label: "附件", optional: true },
  ],
  given: { how: "phone" },
  quote,
  body: (values): UpwardReportInput => {
    const to = text(values, "to") ?? "";
    const contact = text(values, "contact");
    return {
      to: to === other ? (text(values, "other") ?? "") : to,
      how: (text(values, "how") ?? "phone") as UpwardReportInput["how"],
      content: text(values, "content") ?? "",
      receipt: text(values, "receipt") ?? "",
      files: fileIds(values, "files"),
      ...dated(moment(values, "at")),
      ...(contact === undefined ? {} : { contact }),
    };
  },
  done: "已登记请示报告",
});

/** 应急报送: what has just changed, to leaders and desks. */
export const bulletinAct = (): Act => ({
  ...{ key: "bulletin", button: "应急报送动态", title: "应急报送舆情动态", send: "报送", path: "bulletin" },
  hint: "立即以卡片报送分管领导、宣传部负责人和两个值班台（红色另报书记班子）；内容在事件页面查看。",
  fields: [{ key: "note", kind: "words", label: "动态内容", placeholder: "刚刚发生了什么变化，走势如何", most: 2000 }],
  body: (values): BulletinInput => ({ note: text(values, "note") ?? "" }),
  done: "已报送",
});
