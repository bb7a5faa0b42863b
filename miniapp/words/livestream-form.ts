import type {
  ApplicationOptions,
  DraftStatus,
  Instant,
  LivestreamChange,
  LivestreamView,
  NamedPerson,
  NewLivestream,
} from "../../server/http/contract.js";
import type { Option } from "./act.js";
import { instantOf, localDay, millis, pickerParts } from "./moment.js";

export type Answer = "yes" | "no" | "";
/** Somebody who answers for something on air. */
export const parts = ["host", "onSite", "commentControl", "stopButton"] as const;
export type Part = (typeof parts)[number];
export const partNames: Record<Part, string> = {
  host: "主持人",
  onSite: "现场负责人",
  commentControl: "评论区管控人员",
  stopButton: "停播操作人员",
};

/** What the application page holds; an empty text is not filled in. */
export interface LivestreamForm extends Record<Part, NamedPerson> {
  title: string;
  accountId: string;
  initiatingUnitId: string;
  startAt: Instant;
  endAt: Instant;
  inOffice: Answer;
  officeEquipment: Answer;
  venueNote: string;
  guests: string;
  /** empty: none */
  rehearsalAt: Instant;
  contingency: string;
  scriptDraftId: string;
  livingId: string;
  lateReason: string;
  /** why a livestream that was reported already is changed */
  reason: string;
}

const dayMs = 86_400_000;
const nobody = (): NamedPerson => ({ userid: null, name: "" });

/** An empty application for a livestream of an hour, eight days ahead: in time as it stands. */
export function emptyApplication(nowMs: number): LivestreamForm {
  const { day } = pickerParts(nowMs + 8 * dayMs);
  return {
    ...{ title: "", accountId: "", initiatingUnitId: "", startAt: instantOf(day, "15:00"), endAt: instantOf(day, "16:00") },
    ...{ inOffice: "", officeEquipment: "", venueNote: "", guests: "", rehearsalAt: "", contingency: "", scriptDraftId: "" },
    ...{ livingId: "", lateReason: "", reason: "" },
    ...{ host: nobody(), onSite: nobody(), commentControl: nobody(), stopButton: nobody() },
  };
}

/**
 * Another start: the end moves with it, so that it lasts as long as before. An end that was set by hand stays, unless it would be over before it begins.
 */
export function startMoved({ startAt, endAt }: Pick<LivestreamForm, "startAt" | "endAt">, to: Instant, endByHand: boolean) {
  const lasts = millis(endAt) - millis(startAt);
  const stays = lasts <= 0 || (endByHand && millis(endAt) > millis(to));
  if (stays) return { startAt: to, endAt };
  const { day, clock } = pickerParts(millis(to) + lasts);
  return { startAt: to, endAt: instantOf(day, clock) };
}

const answerOf = (is: boolean): Answer => (is ? "yes" : "no");
/** The application as it stands, to be changed. */
export const formOf = (view: LivestreamView): LivestreamForm => ({
  ...{ title: view.title, accountId: view.account.id, initiatingUnitId: view.initiatingUnit.id },
  ...{ startAt: view.startAt, endAt: view.endAt, venueNote: view.venue.note ?? "" },
  ...{ inOffice: answerOf(view.venue.inOffice), officeEquipment: answerOf(view.venue.officeEquipment) },
  ...{ guests: view.guests ?? "", rehearsalAt: view.rehearsalAt ?? "", contingency: view.contingency },
  ...{ scriptDraftId: view.script?.id ?? "", livingId: view.livingId ?? "", lateReason: view.lateReason ?? "", reason: "" },
  ...{ host: view.host, onSite: view.onSite, commentControl: view.commentControl, stopButton: view.stopButton },
});

/** True where the 场地 has to be reported to 宣传部. */
export const isElsewhere = ({ inOffice, officeEquipment }: LivestreamForm): boolean => inOffice === "no" || officeEquipment === "no";

const or = (text: string): string | null => text.trim() || null;
const personOf = ({ userid, name }: NamedPerson): string => userid ?? name.trim();

/** The form as it is sent. */
export const newLivestreamOf = (form: LivestreamForm): NewLivestream => ({
  ...{ title: form.title.trim(), accountId: form.accountId, initiatingUnitId: form.initiatingUnitId },
  ...{ startAt: form.startAt, endAt: form.endAt },
  venue: { inOffice: form.inOffice === "yes", officeEquipment: form.officeEquipment === "yes", note: or(form.venueNote) },
  ...{ host: personOf(form.host), onSite: personOf(form.onSite) },
  ...{ commentControl: personOf(form.commentControl), stopButton: personOf(form.stopButton) },
  ...{ guests: or(form.guests), rehearsalAt: or(form.rehearsalAt), contingency: form.contingency.trim() },
  ...{ scriptDraftId: or(form.scriptDraftId), livingId: or(form.livingId), lateReason: or(form.lateReason) },
});

const unchangeable = ["accountId", "initiatingUnitId"];
/** What differs from the application as it stands, and why. */
export function changeOf(view: LivestreamView, form: LivestreamForm): LivestreamChange {
  const before = Object.entries(newLivestreamOf(formOf(view)));
  const after = newLivestreamOf(form) as unknown as Record<string, unknown>;
  const changed = before.filter(([key, was]) => !unchangeable.includes(key) && JSON.stringify(after[key]) !== JSON.stringify(was));
  const reason = or(form.reason);
  return { ...Object.fromEntries(changed.map(([key]) => [key, after[key]])), ...(reason === null ? {} : { reason }) };
}
/** True where nothing differs but the reason. */
export const isUnchanged = (change: LivestreamChange): boolean => Object.keys(change).every((key) => key === "reason");
/** True where both heads and 宣传部 are asked again. */
export const asksAnew = (change: LivestreamChange): boolean => "startAt" in change || "endAt" in change || "venue" in change;

/** True while nothing of it is worth keeping. */
export const isBlankApplication = (form: LivestreamForm): boolean =>
  [form.title, form.contingency, form.guests, form.venueNote, ...parts.map((part) => form[part].name)].every((text) => text.trim() === "");

const lengths: readonly [keyof LivestreamForm, string, number][] = [
  ["title", "直播主题", 120],
  ["venueNote", "特殊情况", 1000],
  ["guests", "嘉宾", 1000],
  ["contingency", "应急预案", 5000],
  ["livingId", "企业直播编号", 64],
  ["lateReason", "特殊情况说明", 1000],
  ["reason", "原因", 500],
];

/** What the phone itself can see is wrong, by field; the server checks everything again. `late`: it has said that seven days are not kept (第14条). */
export function applicationFaults(form: LivestreamForm, nowMs: number, late = false): Record<string, string> {
  const faults: Record<string, string> = {};
  for (const [key, name, most] of lengths) {
    const { length } = form[key] as string;
    if (length > most) faults[key] = `${name}最多 ${most} 个字，现有 ${length} 个字，请删短`;
  }
  if (form.title.trim() === "") faults.title = "请填写直播主题";
  if (form.accountId === "") faults.accountId = "请选择账号";
  if (form.initiatingUnitId === "") faults.initiatingUnitId = "请选择发起部门";
  if (millis(form.startAt) <= nowMs) faults.startAt = "开播时间已经过去，请核对日期";
  if (millis(form.endAt) <= millis(form.startAt)) faults.endAt = "结束时间应晚于开播时间，请核对";
  if (late && form.lateReason.trim() === "") faults.lateReason = "不足 7 天：请写明特殊情况，由双方主要负责人确认";
  if (form.inOffice === "") faults.inOffice = "请选择是否在办公区域";
  if (form.officeEquipment === "") faults.officeEquipment = "请选择是否用办公设备";
  if (isElsewhere(form) && form.venueNote.trim() === "") faults.venueNote = "请写明特殊情况，将一并向宣传部申请报备";
  for (const part of parts) if (form[part].name.trim() === "") faults[part] = `请填写${partNames[part]}`;
  if (form.contingency.trim().length < 2) faults.contingency = "请填写应急预案，例如断流、不当言论时怎么办";
  return faults;
}

const order = [
  ...["title", "accountId", "initiatingUnitId", "startAt", "endAt", "lateReason", "reason", "inOffice", "officeEquipment", "venueNote"],
  ...[...parts, "guests", "contingency", "scriptDraftId", "rehearsalAt"],
];
/** The first field on the page that something is wrong with; null: nothing is wrong with any of them. */
export const firstFault = (faults: Readonly<Record<string, string>>): string | null => order.find((field) => faults[field]) ?? null;

const fieldOfCode: Readonly<Record<string, string>> = {
  "livestream.end-before-start": "endAt",
  "livestream.end-past": "endAt",
  "livestream.too-long": "endAt",
  "livestream.start-past": "startAt",
  "livestream.too-far": "startAt",
  "livestream.venue-reason-needed": "venueNote",
  "livestream.late-reason-needed": "lateReason",
  "livestream.account-unknown": "accountId",
  "livestream.account-not-active": "accountId",
  "livestream.unit-unknown": "initiatingUnitId",
  "livestream.not-your-unit": "initiatingUnitId",
  "livestream.script-unknown": "scriptDraftId",
  "livestream.script-other-account": "scriptDraftId",
  "livestream.reason-needed": "reason",
};
/** The server's refusal at the fields that it is about; empty: it is about none of them. */
export function refusedFields(trouble: { code: string; detail: string; fields: readonly { path: string; message: string }[] }) {
  const told = trouble.fields.map(({ path, message }): [string, string] => {
    const [first = "", second = ""] = path.split(".");
    return [first === "venue" ? (second === "note" ? "venueNote" : second) : first, message];
  });
  const field = fieldOfCode[trouble.code];
  return Object.fromEntries(told.length > 0 || field === undefined ? told : [[field, trouble.detail]]) as Record<string, string>;
}

/** The 7 days in words, for a livestream that starts then. `due`: as the server counts it; null: not known without a network. */
export function filingAdvice(due: { day: string; words: string; late: boolean; soon: boolean } | null, nowMs: number) {
  if (due === null) return { late: false, lines: ["办法要求提前 7 天商定并报宣传部备案；联网后在这里告诉您是否逾期。"] };
  if (!due.late) {
    const left = localDay(millis(instantOf(due.day, "12:00"))) - localDay(nowMs);
    const days = left === 0 ? "就是今天" : `还有 ${left} 天`;
    return { late: false, lines: [`须由双方主要负责人商定并报备案的期限：${due.words}，${days}。`] };
  }
  const called = due.soon ? ["距开播很近，提交后系统会立即电话通知宣传部值班。"] : [];
  return {
    late: true,
    lines: [
      `已过商定并报备案的期限：${due.words}。`,
      "仍要申报的：须写明特殊情况，由发起部门主要负责同志确认；申请标明「逾期申报」，列入当月清单。",
      ...called,
    ],
  };
}

const scriptStates: Partial<Record<DraftStatus, string>> = {
  approved: "终审已通过",
  draft: "还没有送审",
  withdrawn: "已撤回",
  takenDown: "已下架",
};
type Script = ApplicationOptions["scripts"][number];

/** The scripts to choose from, each with how far its review is; the one that was named stays among them. */
export function scriptOptions(scripts: readonly Script[], named: Script | null): Option[] {
  const all = named === null || scripts.some(({ id }) => id === named.id) ? scripts : [named, ...scripts];
  return all.map(({ id: key, title, status }) => ({ key, text: `${title}（${scriptStates[status] ?? "审核中"}）` }));
}
