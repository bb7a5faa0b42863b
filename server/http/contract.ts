/**
 * What the phone and the server say to each other. Types only: the mini-app imports this file and nothing else of the server.
 * Instants are RFC 3339 strings with offset +08:00; the phone never uses its own clock but counts from `now`.
 */
export type Instant = string;

export type Platform = "wechat" | "weibo" | "bilibili" | "douyin" | "kuaishou" | "xiaohongshu" | "wechatChannels" | "other";
export type AccountStatus = "unregistered" | "active" | "frozen" | "closed";
/** 分级分类：一般 / 重要 / 重大 */
export type Category = "normal" | "important" | "major";
/** 普通 / 加急 / 特急 */
export type Urgency = "normal" | "urgent" | "critical";
/** 初审 / 二审 / 终审 */
export type Stage = "first" | "second" | "final";
export type DraftStatus = "draft" | "inReview" | "consulting" | "approved" | "published" | "withdrawn" | "takenDown";
/** 五关：政治、法律、政策、保密、内容（第十一条）；true = 通过 */
export type Gate = "political" | "legal" | "policy" | "confidentiality" | "content";
export type Gates = Partial<Record<Gate, boolean>>;
export type Verdict = "pass" | "sendBack";
/** What a person may do with a draft now. The phone draws exactly these. */
export type DraftVerb = "edit" | "submit" | "pass" | "sendBack" | "nudge" | "publish";

export interface Problem {
  type: string;
  title: string;
  status: number;
  /** stable and dotted, e.g. `review.not-your-stage` */
  code: string;
  /** Chinese, says what to do */
  detail: string;
  /** the article that the refusal rests on, e.g. "11" */
  article?: string;
  /** the article's words */
  text?: string;
  /** for bad input: one line per field */
  fields?: { path: string; message: string }[];
}

export interface PersonView {
  userid: string;
  name: string;
  /** the post, e.g. 初审负责人 */ post?: string;
}

export interface SessionView {
  token: string;
  expiresAt: Instant;
  person: PersonView;
}

export interface MeView {
  person: PersonView;
  unit: { id: string; name: string };
  /** e.g. ["editor", "firstReviewer"] */
  roles: string[];
  /** the permissions of the server's routes that are open to this person, e.g. draft.write; the phone shows the pages that need them */
  may: string[];
  now: Instant;
}

export interface TodoItem {
  taskId: string;
  duty: string;
  /** number in Arabic digits, e.g. "11" */
  article: string;
  title: string;
  /** what the duty is about, e.g. a draft; the phone knows which page shows a type */
  subject: { type: string; id: string };
  /** second line, e.g. 微信公众号 · 加急 */
  note: string;
  openedAt: Instant;
  dueAt: Instant | null;
  /** the words the due time came from, e.g. "普通稿件每级 4 个工作小时（设置）" */
  dueWords: string;
  provisional: boolean;
  late: boolean;
  /** verbs of the subject that are open to this person now */
  may: string[];
}
/** `mine` 我的待办, `started` 我发起的, `done` 我经办的 */
export type TodoScope = "mine" | "started" | "done";
export interface TodoList {
  now: Instant;
  items: TodoItem[];
  /** since when WeCom has taken none of our messages; null: it takes them. Duties run on all the same (OPS-01) */
  wecomDownSince: Instant | null;
}

export interface AccountView {
  id: string;
  platform: Platform;
  name: string;
  unit: string;
  status: AccountStatus;
  /** null: drafts can be submitted now; else what is missing and whom to ask */
  blocked: string | null;
}
export interface AccountList {
  now: Instant;
  items: AccountView[];
}

export interface FileView {
  id: string;
  name: string;
  type: string;
  bytes: number;
  sha256: string;
  /** relative; opens it without login for one to two hours */ url: string;
  /** the same for a small picture of it; null: it is no picture that has one */ thumbnail: string | null;
  /** when it was cleared because its term was over (已按保存期限清除): nothing opens it any more; null: it is there */ removedAt: Instant | null;
}

export interface DraftContent {
  title: string;
  body?: string;
  cover?: FileView | null;
  links?: string[];
  files?: FileView[];
}

export interface VerdictView {
  stage: Stage;
  verdict: Verdict | "objection";
  revision: number;
  by: PersonView;
  onBehalfOf: PersonView | null;
  at: Instant;
  via: "card" | "page";
  openedFullText: boolean;
  gates: Gates | null;
  /** null = 未填写说明 */
  comment: string | null;
  /** true: given on an earlier version, no longer counts (R11-15) */
  superseded: boolean;
}

export interface PermitView {
  number: string;
  contentHash: string;
  revision: number;
  issuedAt: Instant;
  validUntil: Instant;
  state: "valid" | "expired" | "void" | "used";
}

export interface DraftView {
  id: string;
  now: Instant;
  status: DraftStatus;
  stage: Stage | null;
  revision: number;
  contentHash: string;
  account: AccountView;
  editor: PersonView;
  category: Category;
  urgency: Urgency;
  plannedAt: Instant;
  content: DraftContent;
  /** the open task of this stage, if any */
  task: { dueAt: Instant | null; dueWords: string; late: boolean; holders: PersonView[] } | null;
  verdicts: VerdictView[];
  permit: PermitView | null;
  publication: { url: string; publishedAt: Instant; by: PersonView } | null;
  may: DraftVerb[];
  /** why a verb one might expect is not open to this person, e.g. 您已在初审处理过本版本 */
  mayNot: { code: string; detail: string; article?: string; text?: string } | null;
  /** what changed between the version this person last saw or judged and the current one; null when nothing earlier was seen */
  changes: {
    sinceRevision: number;
    title: DiffPart[];
    body: DiffPart[];
    coverChanged: boolean;
    linksChanged: boolean;
    filesChanged: boolean;
  } | null;
  quote: { article: string; text: string };
}
export interface DiffPart {
  kind: "same" | "added" | "removed";
  text: string;
}

export interface DraftListItem {
  id: string;
  title: string;
  account: { id: string; name: string; platform: Platform };
  status: DraftStatus;
  stage: Stage | null;
  revision: number;
  urgency: Urgency;
  plannedAt: Instant;
  updatedAt: Instant;
  /** true: the last review sent it back and it waits for the editor */
  sentBack: boolean;
  may: DraftVerb[];
}
export interface DraftList {
  now: Instant;
  items: DraftListItem[];
  /** pass as ?before= for the next page; null at the end */ next: string | null;
}

export interface NewDraft {
  accountId: string;
  title: string;
  body?: string;
  /** file id */
  cover?: string | null;
  links?: string[];
  /** file ids */
  files?: string[];
  category: Category;
  urgency: Urgency;
  plannedAt: Instant;
  notClassified: true;
}
/** Fields left out stay as they are. */
export type DraftChange = Partial<Omit<NewDraft, "accountId" | "notClassified">> & {
  /** the version the editor had open */ revision: number;
};
export interface VerdictInput {
  revision: number;
  verdict: Verdict;
  gates?: Gates;
  comment?: string;
}
export interface PublicationInput {
  url: string;
  publishedAt: Instant;
}

export interface TimelineEntry {
  seq: number;
  at: Instant;
  /** dotted, e.g. review.passed */
  action: string;
  /** Chinese sentence, e.g. 二审责任人 通过了二审（第 2 版） */
  sentence: string;
  by: PersonView | null;
  onBehalfOf: PersonView | null;
  via: string;
  article: string | null;
  revision: number | null;
  comment: string | null;
  refused: boolean;
}
export interface TimelineView {
  now: Instant;
  title: string;
  status: DraftStatus;
  stage: Stage | null;
  revision: number;
  entries: TimelineEntry[];
  /** who got which card, call or line, and what WeCom said */ deliveries: DeliveryView[];
}
/** One attempt to reach somebody. */
export interface DeliveryView {
  via: "card" | "call" | "group" | "robot";
  at: Instant;
  title: string;
  /** a group or its robot by its name, with an empty userid */
  to: PersonView;
  /** a call that was answered is sent, one that was not is failed */
  state: "waiting" | "sent" | "failed" | "dropped";
  detail: string;
}

export type * from "./contract-incidents.js";
export type * from "./contract-incident-overview.js";
export type * from "./contract-leads.js";
export type * from "./contract-reports.js";
export type * from "./contract-operations.js";
export type * from "./contract-organisation.js";
export type * from "./contract-record.js";
export type * from "./contract-settings.js";
export type * from "./contract-rota.js";
export type * from "./contract-calendar.js";
export type * from "./contract-check-ins.js";
export type * from "./contract-measures.js";
export type * from "./contract-livestreams.js";
