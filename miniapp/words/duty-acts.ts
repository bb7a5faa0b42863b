import type { DischargeInput, How, IncidentDutyView, IncidentView } from "../../server/http/contract.js";
import { fileIds, moment, text, type Act, type ActField, type ActValues, type Option } from "./act.js";
import { personText } from "./labels.js";

const hows: Record<How, string> = { page: "在本系统", oral: "口头", phone: "电话", inPerson: "当面", written: "书面", other: "其他" };
/** 电话, 当面 … */
export const howName = (how: How): string => hows[how];
const howField = (label: string, offered: readonly How[]): ActField => ({
  ...{ key: "how", kind: "choice", label },
  options: offered.map((key): Option => ({ key, text: hows[key] })),
});

const note = (label: string, placeholder: string): ActField => ({ key: "note", kind: "words", label, placeholder, most: 5000 });
const line = (key: string, label: string, placeholder = "可以不填"): ActField => ({
  ...{ key, kind: "line", label, placeholder, most: 200 },
  optional: true,
});
const at = (label: string): ActField => ({ key: "at", kind: "moment", label, optional: true });
const files: ActField = { key: "files", kind: "files", label: "附件", optional: true };

const sent = (values: ActValues, how: How): DischargeInput => ({
  note: text(values, "note") ?? "",
  how: (text(values, "how") as How | undefined) ?? how,
  at: moment(values, "at"),
  files: fileIds(values, "files"),
  ...{ to: text(values, "to"), contact: text(values, "contact"), receipt: text(values, "receipt") },
  ...{ commander: text(values, "commander"), documentNumber: text(values, "documentNumber") },
});

/** What differs from duty to duty. */
interface Asks {
  button: string;
  hint: string;
  how: How;
  fields: ActField[];
  given?: Record<string, string>;
}

const reportOutside = (button: string): Asks => ({
  button,
  hint: "由您在系统外报告；这里登记对谁、怎样报告的，系统不会自动对外发送。",
  how: "phone",
  fields: [
    howField("报告方式", ["phone", "written", "inPerson", "other"]),
    note("报告内容", "报告了哪些情况"),
    line("to", "报告对象", "不填则按设置"),
    line("contact", "对方联系人"),
    line("receipt", "回执"),
    at("报告时间"),
    files,
  ],
  given: { how: "phone" },
});

const written: Asks = {
  button: "登记书面报告",
  hint: "书面报告报出后在这里登记。",
  how: "written",
  fields: [note("报告情况", "报给谁，主要内容"), line("documentNumber", "文号"), line("to", "报告对象"), at("报出时间"), files],
};

function asksOf(view: IncidentView, duty: string): Asks {
  switch (duty) {
    case "startEmergencyPlan":
      return {
        button: "启动应急处置方案",
        hint: "写明先期措施和总指挥即为启动；之后可以补充。",
        how: "page",
        fields: [
          note("先期措施", "先做哪几件事，谁负责"),
          {
            ...{ key: "commander", kind: "pick", label: "总指挥", optional: true },
            options: view.commanders.map((person) => ({ key: person.userid, text: personText(person) })),
          },
          { ...files, label: "处置方案" },
          at("启动时间"),
        ],
      };
    case "reportSuperior":
      return reportOutside("已报上级部门");
    case "reportCyberspace":
      return reportOutside("已报网信部门");
    case "writeUpOrange":
    case "writeUpRed":
      return written;
    default:
      return {
        button: "填写处置情况",
        hint: "写明采取了什么措施、现在怎样。",
        how: "page",
        fields: [note("处置情况", "采取了什么措施，现在怎样"), at("办理时间"), files],
      };
  }
}

const path = ({ duty }: IncidentDutyView): string => `duties/${duty}`;
const quoteOf = ({ article, quote }: IncidentDutyView): { article: string; text: string } => ({ article, text: quote });

const told = (duty: IncidentDutyView): Act => ({
  ...{ key: `${duty.duty}.told`, button: "记录口头报告", title: `已${duty.title}`, send: "登记已报告", path: path(duty) },
  hint: "电话或当面报告后登记；领导会收到卡片，可以确认。",
  fields: [howField("怎样报告的", ["phone", "inPerson", "oral"]), note("报告内容", "报告了什么，领导有何指示"), at("报告时间")],
  given: { how: "phone" },
  quote: quoteOf(duty),
  body: (values) => sent(values, "phone"),
  done: "已登记，领导会收到卡片请其确认",
});

const opine = (duty: IncidentDutyView): Act => ({
  ...{ key: `${duty.duty}.opine`, button: "提交处置意见", title: "处置意见", send: "提交处置意见", path: path(duty) },
  hint: "领导点收到后，这项义务才办结；已经当面或电话报告的，请选相应方式。",
  fields: [
    howField("怎样报告的", ["page", "phone", "inPerson"]),
    note("处置意见", "事件性质、走势和风险，建议怎样处置"),
    at("报告时间"),
    files,
  ],
  given: { how: "page" },
  quote: quoteOf(duty),
  body: (values) => sent(values, "page"),
  done: "处置意见已报送领导",
});

const discharge = (view: IncidentView, duty: IncidentDutyView): Act => {
  const { button, hint, how, fields, given } = asksOf(view, duty.duty);
  return {
    ...{ key: `${duty.duty}.discharge`, button, title: duty.title, hint, fields, send: button, path: path(duty) },
    ...(given === undefined ? {} : { given }),
    quote: quoteOf(duty),
    body: (values) => sent(values, how),
    done: `「${duty.title}」已登记`,
  };
};

const answers = ["已知悉，按预案处置", "要求召集会商", "要求随时再报"];

/** 已电话报告 or 已当面报告 to 主要领导, as the duty desk records it: what they answered is asked for, so that a slip of the finger reports nothing. */
export const knocked = (how: "phone" | "inPerson"): Act => ({
  ...{
    key: `knocked.${how}`,
    button: `已${hows[how]}报告`,
    title: `已${hows[how]}报告主要领导`,
    send: "登记已报告",
    path: "duties/reportRed",
  },
  hint: "领导会收到卡片，请其本人确认；确认之前记录为未经领导本人确认。",
  fields: [
    { ...{ key: "note", kind: "words", label: "领导答复", placeholder: "领导怎么说、有何指示" }, most: 5000, phrases: answers },
    at("报告时间"),
  ],
  body: (values) => sent(values, how),
  done: `已${hows[how]}报告，已登记；领导会收到卡片请其确认`,
});

/** What this person can do with one duty; the first is the obvious one. `confirm` is the incident's own 收到. */
export const dutyActs = (view: IncidentView, duty: IncidentDutyView): Act[] =>
  duty.may.flatMap((verb) => {
    switch (verb) {
      case "discharge":
        return discharge(view, duty);
      case "opine":
        return opine(duty);
      case "told":
        return told(duty);
      case "confirm":
        return [];
    }
  });
