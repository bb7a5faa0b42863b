import type { IncidentKin } from "./contract-leads.js";
import type { DeliveryView, FileView, Instant, PersonView, TimelineEntry } from "./contract.js";

/** 黄色警报 / 橙色警报 / 红色警报（第二十四条） */
export type AlertLevel = "yellow" | "orange" | "red";
/** none = 非舆情 */
export type IncidentLevel = AlertLevel | "none";
/** 待研判 / 处置中 / 已解除（仍有未办义务） / 已办结 / 非舆情 */
export type IncidentStatus = "reported" | "handling" | "lifted" | "closed" | "dismissed";
/** The duties that Article 24 names at its three levels. */
export type IncidentDuty =
  | "handleYellow"
  | "reportOrange"
  | "writeUpOrange"
  | "reportRed"
  | "startEmergencyPlan"
  | "reportSuperior"
  | "reportCyberspace"
  | "writeUpRed";
/** What a person may do with an incident now. The phone draws exactly these. */
export type IncidentVerb =
  | "setLevel"
  | "keepLevel"
  | "settleLevel"
  | "consult"
  | "propose"
  | "acknowledge"
  | "instruct"
  | "convene"
  | "assignUnit"
  | "finish"
  | "lower"
  | "answerLowering"
  | "close"
  | "review";
/** What a person may do with one duty: discharge it, give 处置意见, say that they were told by mouth, confirm what was entered as told by mouth. */
export type IncidentDutyVerb = "discharge" | "opine" | "told" | "confirm";
/** 在本系统 / 口头 / 电话 / 当面 / 书面 / 其他 */
export type How = "page" | "oral" | "phone" | "inPerson" | "written" | "other";

export interface NewIncident {
  title: string;
  links: string[];
  description: string;
  discoveredAt: Instant;
  /** absent: not known */
  occurredAt?: Instant;
  /** 事发部门（单位）; absent: not known yet */
  unitId?: string;
  /** file ids */
  files?: string[];
  /** the level that the reporter holds right; absent: not said */
  level?: AlertLevel;
}
export interface LevelInput {
  level: IncidentLevel;
  reason: string;
  /** the level that the page showed, null: none yet. Somebody else's decision meanwhile is then never raised over unseen. */
  seen?: IncidentLevel | null;
}
/** 维持现级: the answer to a proposal to raise. */
export interface KeepLevelInput {
  reason: string;
}
export interface ConsultationInput {
  agree: boolean;
  /** with 不同意: the level advised instead */
  level?: IncidentLevel;
  note?: string;
}
/** 申请升级 */
export interface ProposalInput {
  level: AlertLevel;
  reason: string;
}
/** 批示 or 召集会商 */
export interface InstructionInput {
  kind: "instruct" | "convene";
  note: string;
}
/** 降级（yellow、orange）、解除（lift）、误报（none） */
export interface LoweringInput {
  to: "yellow" | "orange" | "lift" | "none";
  reason: string;
}
export interface LoweringAnswer {
  agree: boolean;
  note?: string;
}
export interface UnitInput {
  unitId: string;
}
/** 处置完毕 */
export interface FinishInput {
  note: string;
  at?: Instant;
}
/** 办结; every duty of the article that is still open needs its explanation. */
export interface ClosingInput {
  reason: string;
  explanations?: Partial<Record<IncidentDuty, string>>;
}
/** 复盘 */
export interface ReviewInput {
  note: string;
  files?: string[];
}
/** What discharges a duty. `at` earlier than now is 补录 and shown with whoever entered it. */
export interface DischargeInput {
  /** 处置意见, 报告内容, 先期措施, 办理情况 */
  note: string;
  how: How;
  at?: Instant;
  files?: string[];
  /** to whom outside: the body reported to */
  to?: string;
  /** 对方联系人 */
  contact?: string;
  /** 回执 */
  receipt?: string;
  /** 总指挥: userid, for startEmergencyPlan */
  commander?: string;
  /** 文号, for written reports */
  documentNumber?: string;
}

/** What was said or shown for a duty, as entered; never changed. */
export interface EvidenceView {
  id: string;
  kind: "acknowledgement" | "opinion" | "told" | "discharge" | "instruction" | "convening" | "standIn" | "upward";
  note: string | null;
  how: How;
  /** when it happened, as entered */
  at: Instant;
  enteredAt: Instant;
  by: PersonView;
  /** 补录: entered later than it happened */
  entered: "atOnce" | "afterwards";
  /** 口头报告 that the leader has not confirmed yet; null: nothing to confirm */
  confirmation: { state: "waiting" } | { state: "confirmed"; by: PersonView; at: Instant } | null;
  to: string | null;
  contact: string | null;
  receipt: string | null;
  commander: PersonView | null;
  documentNumber: string | null;
  files: FileView[];
}

export interface IncidentStepView {
  name: string;
  at: Instant;
  /** Chinese, what is said or done then */
  words: string;
  state: "ahead" | "taken";
}

export interface IncidentDutyView {
  taskId: string;
  /** name of the row of the rule, an `IncidentDuty` or one of our own rows */
  duty: string;
  article: string;
  title: string;
  /** the words of the article, or of our setting */
  quote: string;
  source: "rule" | "setting";
  /** to whom it is owed, in Chinese; null: the rule names nobody */
  to: string | null;
  state: "open" | "discharged" | "cancelled";
  startedAt: Instant;
  dueAt: Instant | null;
  dueWords: string;
  dischargedAt: Instant | null;
  dischargedBy: PersonView | null;
  /** how it ended, in Chinese, e.g. 并入红色警报; null: open */
  closedWords: string | null;
  late: boolean;
  /** whole minutes by which it is or was late; 0: in time */
  lateMinutes: number;
  holders: PersonView[];
  steps: IncidentStepView[];
  evidence: EvidenceView[];
  may: IncidentDutyVerb[];
}

export interface LevelDecisionView {
  id: string;
  at: Instant;
  kind: "set" | "raise" | "proposal" | "keep" | "advice" | "dissent" | "settle" | "lower" | "lift" | "falseAlarm" | "resume";
  state: "effective" | "proposed" | "declined" | "overtaken";
  from: IncidentLevel | null;
  to: IncidentLevel;
  by: PersonView;
  reason: string | null;
  /** the second person of a lowering; null: none yet */
  second: { by: PersonView; at: Instant; note: string | null } | null;
  /** what the data centre said to it; null: nothing yet */
  consultation: { agree: boolean; level: IncidentLevel | null; note: string | null; by: PersonView; at: Instant } | null;
}

/** One person whom the alert was sent to: 9 人中 8 人已送达，这一位未送达. */
export interface ReachView {
  person: PersonView;
  state: "acknowledged" | "sent" | "waiting" | "failed";
  at: Instant | null;
  /** Chinese, what WeCom said of a failure; "" otherwise */
  detail: string;
}

export interface LevelCriteria {
  level: AlertLevel;
  /** e.g. 黄色警报 */
  name: string;
  /** e.g. 一般 */
  grade: string;
  /** the article's own words */
  criteria: string[];
}

export interface IncidentListItem {
  id: string;
  number: string;
  /** 演练: said with every title, counted nowhere */
  rehearsal: boolean;
  title: string;
  level: IncidentLevel | null;
  status: IncidentStatus;
  unit: { id: string; name: string } | null;
  reportedAt: Instant;
  updatedAt: Instant;
  /** the open duty that is due next; null: none has a due time */
  nextDue: { duty: string; title: string; dueAt: Instant; late: boolean } | null;
  openDuties: number;
  lateDuties: number;
  /** how often it was reported */
  leads: number;
  may: IncidentVerb[];
}
export interface IncidentList {
  now: Instant;
  items: IncidentListItem[];
  /** pass as ?before= for the next page; null at the end */
  next: string | null;
}

export interface IncidentView extends IncidentKin {
  id: string;
  now: Instant;
  number: string;
  /** 演练: said with every title, counted nowhere */
  rehearsal: boolean;
  title: string;
  description: string;
  links: string[];
  files: FileView[];
  level: IncidentLevel | null;
  status: IncidentStatus;
  /** 事发部门（单位）; null: not known yet */
  unit: { id: string; name: string } | null;
  reporter: PersonView;
  times: {
    occurredAt: Instant | null;
    discoveredAt: Instant;
    reportedAt: Instant;
    levelSetAt: Instant | null;
    /** 处置完毕 */
    handledAt: Instant | null;
    liftedAt: Instant | null;
    closedAt: Instant | null;
  };
  /** from when the article's times run, and why from then; null: no level yet */
  clock: { from: Instant; words: string } | null;
  duties: IncidentDutyView[];
  decisions: LevelDecisionView[];
  reach: ReachView[];
  timeline: TimelineEntry[];
  deliveries: DeliveryView[];
  criteria: LevelCriteria[];
  /** who can be named 总指挥 */
  commanders: PersonView[];
  quote: { article: string; text: string };
  may: IncidentVerb[];
}

/** The units that can be named as 事发部门（单位）. */
export interface UnitList {
  now: Instant;
  items: { id: string; name: string }[];
}

/** 电话树: whom to phone, in order, where WeCom does not work; the numbers stand in everybody's address book. */
export interface PhoneTree {
  now: Instant;
  items: { office: string; people: PersonView[] }[];
}
