import type { DeliveryView, DraftStatus, Instant, PersonView, TimelineEntry } from "./contract.js";

/** 商定中 / 待备案 / 已备案 / 就绪 / 直播中 / 已下播 / 已取消（第十四条） */
export type LivestreamStatus = "draft" | "agreed" | "filed" | "ready" | "live" | "ended" | "cancelled";
/** 发起部门 / 运营部门 */
export type LivestreamSide = "initiating" | "operating";
/** 组长 / 组员 / 候补 */
export type PatrolRole = "lead" | "member" | "reserve";
/** 到岗 / 开播 / 巡查 / 结束 / 下播确认 */
export type CheckInKind = "arrival" | "start" | "round" | "end" | "offAir";
export type ExpectedState = "expected" | "done" | "missed" | "cancelled";
/** What a person may do with a livestream now. The phone draws exactly these. */
export type LivestreamVerb =
  | "agree"
  | "confirmLate"
  | "fileLate"
  | "file"
  | "sendBack"
  | "registerVenue"
  | "adjustVenue"
  | "change"
  | "cancel"
  | "formPatrol"
  | "waivePatrol"
  | "joinPatrol"
  | "train"
  | "start"
  | "end"
  | "interrupt"
  | "summarise";

/** Somebody who answers for something: a member of the organisation, or just a name. */
export interface NamedPerson {
  /** null: nobody of the organisation */
  userid: string | null;
  name: string;
}

export interface VenueInput {
  /** 办公区域 */
  inOffice: boolean;
  /** 办公设备 */
  officeEquipment: boolean;
  /** where and why, needed where one of the two is false */
  note?: string | null;
}

/** 直播申请表. Whoever answers for something is a userid, or a name. */
export interface NewLivestream {
  title: string;
  accountId: string;
  initiatingUnitId: string;
  startAt: Instant;
  endAt: Instant;
  venue: VenueInput;
  host: string;
  /** 现场负责人 */
  onSite: string;
  /** 评论区管控 */
  commentControl: string;
  /** 停播操作 */
  stopButton: string;
  guests?: string | null;
  rehearsalAt?: Instant | null;
  /** 应急预案 */
  contingency: string;
  /** the draft that holds the script */
  scriptDraftId?: string | null;
  /** of WeCom's 企业直播 */
  livingId?: string | null;
  /** 特殊情况说明, needed for a late application */
  lateReason?: string | null;
}
/** Fields left out stay as they are; `reason` where times or venue of a reported livestream change. */
export type LivestreamChange = Partial<Omit<NewLivestream, "accountId" | "initiatingUnitId">> & { reason?: string | null };

export interface LivestreamDateView {
  revision: number;
  startAt: Instant;
  endAt: Instant;
  /** the last day on which filing is in time, YYYY-MM-DD, and how it was counted */
  filingDueOn: string;
  filingDueWords: string;
  late: boolean;
  reason: string | null;
  by: PersonView;
  at: Instant;
}

export interface LivestreamFilingView {
  round: number;
  handedInAt: Instant;
  late: boolean;
  decision: "file" | "sendBack" | "withdrawn" | null;
  note: string | null;
  decidedBy: PersonView | null;
  decidedAt: Instant | null;
}

export interface VenueReportView {
  reason: string;
  state: "asked" | "registered" | "adjust";
  note: string | null;
  answeredBy: PersonView | null;
  answeredAt: Instant | null;
}

export interface PatrolMemberView {
  person: PersonView;
  unit: string;
  role: PatrolRole;
  /** null: 大数据中心 has not confirmed the training, so they cannot check in */
  trainedAt: Instant | null;
  standsInFor: PersonView | null;
  /** 我来接替, open to this reader while they are silent */
  may: "standIn"[];
}

export interface PatrolInvitationView {
  id: string;
  person: PersonView;
  role: PatrolRole;
  state: "asked" | "accepted" | "declined" | "lapsed" | "withdrawn";
  askedAt: Instant;
  answerBy: Instant;
  reason: string | null;
}

export interface ExpectedView {
  id: string;
  at: Instant;
  kind: CheckInKind;
  round: number;
  userid: string;
  state: ExpectedState;
}

export interface PatrolCountsView {
  patrollers: number;
  expected: number;
  done: number;
  missed: number;
  /** 补传 */
  madeUp: number;
  remind: number;
  correct: number;
  interrupt: number;
}

/** 整改 after a livestream. */
export interface FollowUpView {
  id: string;
  unit: { id: string; name: string };
  words: string;
  state: "open" | "done";
  answer: string | null;
  doneBy: PersonView | null;
  doneAt: Instant | null;
  may: "finishFollowUp"[];
}

export interface LivestreamListItem {
  id: string;
  number: string;
  title: string;
  account: { id: string; name: string };
  initiatingUnit: { id: string; name: string };
  status: LivestreamStatus;
  /** 逾期申报 */
  late: boolean;
  startAt: Instant;
  endAt: Instant;
  may: LivestreamVerb[];
}
/** What a livestream is called by, where nothing of it is to be done but what the page is for. */
export type LivestreamHead = Omit<LivestreamListItem, "account" | "initiatingUnit" | "may">;

export interface LivestreamList {
  now: Instant;
  items: LivestreamListItem[];
  /** pass as ?before= for the next page; null at the end */
  next: string | null;
}
/** A month for the calendar, and what was filed late in it. */
export interface LivestreamMonth {
  now: Instant;
  /** YYYY-MM */
  month: string;
  items: LivestreamListItem[];
  late: LivestreamListItem[];
}

export interface LivestreamView extends LivestreamListItem {
  now: Instant;
  operatingUnit: { id: string; name: string };
  applicant: PersonView;
  startedAt: Instant | null;
  endedAt: Instant | null;
  venue: { inOffice: boolean; officeEquipment: boolean; note: string | null };
  host: NamedPerson;
  onSite: NamedPerson;
  commentControl: NamedPerson;
  stopButton: NamedPerson;
  guests: string | null;
  rehearsalAt: Instant | null;
  contingency: string;
  script: { id: string; title: string; status: DraftStatus } | null;
  livingId: string | null;
  lateReason: string | null;
  lateConfirmedAt: Instant | null;
  agreed: Record<LivestreamSide, { by: PersonView; at: Instant } | null>;
  /** the last day on which filing is in time, YYYY-MM-DD */
  filingDueOn: string;
  filingDueWords: string;
  /** by when the patrol team has to stand */
  patrolDueAt: Instant;
  patrolDueWords: string;
  dates: LivestreamDateView[];
  filings: LivestreamFilingView[];
  venueReport: VenueReportView | null;
  cancelReason: string | null;
  patrolWaiver: string | null;
  team: PatrolMemberView[];
  invitations: PatrolInvitationView[];
  /** what is missing before it is 就绪, in Chinese; empty: nothing */
  lacks: string[];
  expected: ExpectedView[];
  /** so far, or as of the summary */
  counts: PatrolCountsView;
  /** null: not handed in */
  summary: { words: string; by: PersonView; at: Instant } | null;
  followUps: FollowUpView[];
  timeline: TimelineEntry[];
  deliveries: DeliveryView[];
  quote: { article: string; text: string };
}

/** Whom 宣传部 can call in: trained, there on the day, free. */
export interface PatrolPool {
  now: Instant;
  proposal: (PersonView & { role: PatrolRole })[];
  /** `load`: how many livestreams they were on the team of in the last 60 days */
  items: (PersonView & { unit: string; load: number })[];
}

/** What an application can name, and until when one that starts at the moment asked about has to be reported for filing. */
export interface ApplicationOptions {
  now: Instant;
  accounts: { id: string; name: string; unit: string }[];
  /** drafts of the account that can be named as script: those that the final level passed, and those on their way that the reader's unit or the account's has written */
  scripts: { id: string; title: string; status: DraftStatus }[];
  /** null: no start was given. `day` YYYY-MM-DD, the last one; `soon`: 宣传部值班 is rung when it is handed in */
  due: { day: string; words: string; late: boolean; soon: boolean } | null;
}
