import type { FileView, Instant, PersonView } from "./contract.js";
import type { CheckInKind, ExpectedState, LivestreamHead, LivestreamListItem, PatrolRole } from "./contract-livestreams.js";

/** 正常 / 提醒 / 须立即纠正 / 建议中断 */
export type FindingLevel = "normal" | "remind" | "correct" | "interrupt";
/** 直播间管理（运营部门） / 内容和现场（发起部门） */
export type FindingParty = "room" | "content";
export type FindingState = "open" | "settled" | "interrupted" | "continued";

/** Where the phone was, to some hundred metres. */
export interface CoarsePlace {
  latitude: number;
  longitude: number;
  /** metres */
  accuracy: number;
}

/** One tap of a patroller. Sent again with the same `clientId` it is the same check-in. */
export interface CheckInInput {
  /** a UUID made by the phone when it was tapped */
  clientId: string;
  kind: CheckInKind;
  /** the expected check-in that it is for; null: the phone did not know it, e.g. offline in overrun */
  expectedId?: string | null;
  finding?: FindingLevel;
  /** who answers for the problem, and what it is; needed unless the finding is normal */
  party?: FindingParty | null;
  words?: string | null;
  /** items of the checklist that are not in order; absent: all are */
  notInOrder?: string[];
  /** items that were not looked at; absent: all were */
  unchecked?: string[];
  /** 沿用上次: the checklist stands as the person's check-in before left it */
  carriedOver?: boolean;
  note?: string | null;
  /** ids of uploaded photos */
  files?: string[];
  /** only with the person's consent */
  place?: CoarsePlace | null;
  /** by the phone's clock: when it was tapped, and when this request left */
  deviceAt: Instant;
  sentAt: Instant;
}

export interface CheckInView {
  id: string;
  clientId: string;
  by: PersonView;
  kind: CheckInKind;
  expectedId: string | null;
  finding: FindingLevel;
  /** words of the checklist's items that were not in order */
  notInOrder: string[];
  /** 沿用上次 */
  carriedOver: boolean;
  note: string | null;
  files: FileView[];
  place: CoarsePlace | null;
  /** by the server's clock */
  madeAt: Instant;
  receivedAt: Instant;
  /** 补传 */
  madeUp: boolean;
}

/** An expected check-in of one person with what met it. */
export interface ExpectedCheckInView {
  id: string;
  kind: CheckInKind;
  round: number;
  /** e.g. 第 2 轮巡查 */
  title: string;
  at: Instant;
  state: Exclude<ExpectedState, "cancelled">;
  /** when it was told of as missed; a later 补传 does not take it back */
  missedAt: Instant | null;
  checkIn: CheckInView | null;
}

/** What one patroller sees: what is next, what is done, and why checking in is not possible, if so. */
export interface PatrolPlace {
  now: Instant;
  livestream: LivestreamHead;
  role: PatrolRole;
  /** null: may check in */
  refusal: string | null;
  /** `arrival`: it is looked at on arrival as well */
  checklist: { key: string; text: string; arrival: boolean }[];
  expected: ExpectedCheckInView[];
  /** latest first */
  checkIns: CheckInView[];
}

/** The answer to a check-in: as it was stored, and the place as it is now. */
export interface CheckInAnswer {
  checkIn: CheckInView;
  /** how wrong the phone's clock stands; null: it is right */
  clock: string | null;
  place: PatrolPlace;
}

export interface BoardMember {
  person: PersonView;
  unit: string;
  role: PatrolRole;
  trained: boolean;
  /** whom they stand in for, and who stands in for them; null: nobody */
  standsInFor: PersonView | null;
  replacedBy: PersonView | null;
  expected: ExpectedCheckInView[];
  /** the first that is still to come or being chased; null: none */
  next: ExpectedCheckInView | null;
  /** 我来接替, open to this reader while they are silent */
  may: "standIn"[];
}

export interface PatrolFindingView {
  id: string;
  level: Exclude<FindingLevel, "normal">;
  party: FindingParty;
  words: string;
  by: PersonView;
  at: Instant;
  state: FindingState;
  answer: string | null;
  answeredBy: PersonView | null;
  answeredAt: Instant | null;
  files: FileView[];
  incidentId: string | null;
  may: ("settle" | "interrupt" | "continue" | "reportIncident")[];
}

/** 直播看板: who checked in when, for the lead and the duty desk. */
export interface LiveBoard {
  now: Instant;
  livestream: LivestreamListItem;
  startedAt: Instant | null;
  endedAt: Instant | null;
  members: BoardMember[];
  /** the next moment at which somebody is expected; null: none */
  nextAt: Instant | null;
  /** 现场负责人 outside the organisation who has yet to be told by phone of a missed check-in; null: nobody */
  onSiteCall: { name: string; may: "phoned"[] } | null;
  findings: PatrolFindingView[];
  /** latest first */
  checkIns: CheckInView[];
  /** the reader owes check-ins; a reserve who stands in for nobody does not */
  mine: boolean;
  quote: { article: string; text: string };
}
