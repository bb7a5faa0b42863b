import type { DraftListItem, DraftView, LetterView, OperationsView, Problem, TodoItem } from "../../../server/http/contract.js";

/** The server's moment in every fixture. */
export const now = "2026-11-24T10:36:00+08:00";
export const nowMs = Date.parse(now);
/** An instant `minutes` after the server's moment. */
export const after = (minutes: number): string => new Date(nowMs + minutes * 60_000).toISOString();

export const todoItem = (given: Partial<TodoItem> = {}): TodoItem => ({
  taskId: "task-1",
  duty: "secondReview",
  article: "11",
  title: "二审：开学第一课",
  subject: { type: "draft", id: "draft-1" },
  note: "微信公众号 · 加急",
  openedAt: after(-20),
  dueAt: after(38.5),
  dueWords: "加急稿件每级 1 小时（设置）",
  provisional: false,
  late: false,
  may: ["pass", "sendBack"],
  ...given,
});

export const draftView = (given: Partial<DraftView> = {}): DraftView => ({
  id: "draft-1",
  now,
  status: "inReview",
  stage: "second",
  revision: 3,
  contentHash: "9f2c11ab77e0d4",
  account: { id: "wx", platform: "wechat", name: "示范公众号", unit: "新媒体中心", status: "active", blocked: null },
  editor: { userid: "ed.1", name: "责任编辑" },
  category: "important",
  urgency: "urgent",
  plannedAt: after(1440),
  content: { title: "开学第一课", body: "新学期第一天，我们把课堂搬到了校史馆。" },
  task: { dueAt: after(38.5), dueWords: "加急稿件每级 1 小时（设置）", late: false, holders: [{ userid: "r.2", name: "二审责任人" }] },
  verdicts: [],
  permit: null,
  publication: null,
  may: ["pass", "sendBack"],
  mayNot: null,
  changes: null,
  quote: { article: "11", text: "严把政治关、法律关、政策关、保密关、内容关。" },
  ...given,
});

export const draftListItem = (given: Partial<DraftListItem> = {}): DraftListItem => ({
  id: "draft-1",
  title: "开学第一课",
  account: { id: "wx", name: "示范公众号", platform: "wechat" },
  status: "draft",
  stage: null,
  revision: 1,
  urgency: "normal",
  plannedAt: after(1440),
  updatedAt: after(-5),
  sentBack: false,
  may: ["edit", "submit"],
  ...given,
});

export const letterView = (given: Partial<LetterView> = {}): LetterView => ({
  id: "letter-1",
  at: after(-8),
  title: "初审：开学第一课",
  reason: "不在企业微信可见范围内，未收到",
  to: [{ userid: "r.1", name: "初审负责人" }],
  nobody: true,
  may: ["resend", "setAside"],
  ...given,
});

/** All is well, nothing waits. */
export const operationsView = (given: Partial<OperationsView> = {}): OperationsView => ({
  now,
  healthy: true,
  findings: [],
  queue: [{ lane: 3, name: "其他", waiting: 0, oldestSeconds: 0 }],
  jobs: [{ name: "deadlines.sweep", title: "时限巡检", silentSeconds: 20, never: false, late: false }],
  wecom: { lastSentAt: after(-3), trouble: null, token: { state: "held", seconds: 4000 }, shut: [] },
  letters: [],
  taps: { waiting: 0, oldestSeconds: 0, dead: [] },
  unreached: [],
  calendar: { until: "2026-12-31", missing: null },
  record: { entries: 120, verifiedAt: after(-400), broken: null },
  program: { version: "0.1.0", processes: [{ name: "desk-1:4312", version: "0.1.0", upSeconds: 7500, silentSeconds: 20 }] },
  ...given,
});

export const problem = (status: number, code: string, detail: string): Problem => ({
  type: "about:blank",
  title: "",
  status,
  code,
  detail,
});
