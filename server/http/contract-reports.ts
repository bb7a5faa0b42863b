import type { AlertLevel, How, IncidentLevel, IncidentStatus } from "./contract-incidents.js";
import type { FileView, Instant, PersonView } from "./contract.js";

/** What a person may do with a written report now. The phone draws exactly these. */
export type WrittenReportVerb = "save" | "submit" | "pass" | "sendBack" | "issue" | "export";
/** 尚未起草 / 起草中 / 待宣传部负责人复核 / 待领导同意报出 / 待登记报出 / 已报出 */
export type WrittenReportStatus = "none" | "drafting" | "checking" | "agreeing" | "agreed" | "issued";

/** One version's words. */
export interface ReportText {
  title: string;
  /** 主送 */
  addressee: string;
  /** paragraphs on lines of their own; those that begin with 一、 are headings */
  body: string;
  /** 发文机关署名 */
  signature: string;
}
export interface ReportVersionInput extends ReportText {
  /** the version that it started from, 0: none yet; somebody else's version meanwhile is never written over */
  seen: number;
  files?: string[];
}
export interface ReportSignOffInput {
  /** the version that was read */
  revision: number;
  verdict: "pass" | "sendBack";
  note?: string;
}
/** 已报出 */
export interface ReportIssueInput {
  revision: number;
  /** 文号, e.g. 粤团宣〔2026〕8号 */
  documentNumber: string;
  at?: Instant;
}

export interface ReportVersionView {
  revision: number;
  hash: string;
  by: PersonView;
  at: Instant;
}
export interface ReportSignOffView {
  stage: "head" | "leader";
  verdict: "pass" | "sendBack";
  revision: number;
  by: PersonView;
  at: Instant;
  via: string;
  note: string | null;
  /** on the present version */
  stands: boolean;
}

/** The written report of one duty; its id is the duty's task id. */
export interface WrittenReportView {
  id: string;
  now: Instant;
  incident: { id: string; number: string; title: string; level: IncidentLevel | null; status: IncidentStatus };
  duty: "writeUpOrange" | "writeUpRed";
  /** of the duty, e.g. 红色警报书面报告 */
  dutyTitle: string;
  quote: { article: string; text: string };
  state: "open" | "discharged" | "cancelled";
  dueAt: Instant | null;
  late: boolean;
  lateMinutes: number;
  status: WrittenReportStatus;
  /** e.g. 待宣传部负责人复核（第2版） */
  progress: string;
  /** 0: nothing was saved yet, and `text` is the draft put together from the timeline */
  revision: number;
  text: ReportText;
  files: FileView[];
  /** the draft as it would be put together now */
  assembled: ReportText;
  versions: ReportVersionView[];
  signOffs: ReportSignOffView[];
  /** who is to sign or to issue now */
  waitingFor: PersonView[];
  documentNumber: string | null;
  issuedAt: Instant | null;
  may: WrittenReportVerb[];
}

/** 请示报告 to a body outside, as made by a person. */
export interface UpwardReportInput {
  /** the body, e.g. 省网信办 */
  to: string;
  how: How;
  /** absent: now; earlier is 补录 */
  at?: Instant;
  /** 报告内容 */
  content: string;
  /** 对方联系人 */
  contact?: string;
  /** 回执编号, or who took it and what they answered */
  receipt: string;
  files?: string[];
}
export interface UpwardReportView {
  id: string;
  incident: { id: string; number: string; title: string; level: IncidentLevel | null };
  to: string;
  how: How;
  at: Instant;
  enteredAt: Instant;
  /** 补录 */
  afterwards: boolean;
  by: PersonView;
  content: string | null;
  contact: string | null;
  receipt: string | null;
  /** which duty it is evidence for; null: none */
  duty: "reportSuperior" | "reportCyberspace" | null;
  files: FileView[];
}
export interface UpwardReportList {
  now: Instant;
  /** YYYY-MM; null: of one incident */
  month: string | null;
  items: UpwardReportView[];
  /** the bodies that the settings and the rule name */
  bodies: string[];
  quote: { article: string; text: string };
  /** 登记请示报告; 应急报送舆情动态 */
  may: ("enter" | "bulletin")[];
}

/** A duty that was not done in time, or is not done yet though its time is over. */
export interface LateDuty {
  incident: { id: string; number: string; title: string; level: IncidentLevel | null };
  duty: string;
  title: string;
  /** e.g. 第24条（三） */
  citation: string;
  source: "rule" | "setting";
  owners: PersonView[];
  dueAt: Instant;
  /** null: still owed */
  closedAt: Instant | null;
  /** why it is not owed any more though it was never done, in Chinese; null: done, or still owed */
  ended: string | null;
  lateMinutes: number;
}

export interface LevelCount {
  level: AlertLevel;
  name: string;
  incidents: number;
  closed: number;
  /** duties whose time ended in the month */
  duties: number;
  onTime: number;
  late: number;
}

/** 舆情处置月报: what was reported in the month, and what fell due in it. Without rehearsals and 非舆情. */
export interface IncidentSummary {
  now: Instant;
  /** YYYY-MM */
  month: string;
  /** true: the month is not over */
  running: boolean;
  levels: LevelCount[];
  /** reported in the month and not given a level yet */
  unset: number;
  upward: number;
  /** share of duties done in time, 0 to 1; null: none fell due */
  onTimeRate: number | null;
  late: LateDuty[];
  incidents: {
    id: string;
    number: string;
    title: string;
    level: IncidentLevel | null;
    status: IncidentStatus;
    unit: string | null;
    reportedAt: Instant;
    closedAt: Instant | null;
  }[];
}

/** 应急报送舆情动态 */
export interface BulletinInput {
  note: string;
}
