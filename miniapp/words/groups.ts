import type { DraftListItem, TodoItem } from "../../server/http/contract.js";
import { localDay, millis } from "./moment.js";

export type TodoGroupKey = "late" | "today" | "later";
export interface TodoGroup {
  key: TodoGroupKey;
  title: string;
  items: TodoItem[];
}

/** Where an open duty stands at the server's moment `nowMs`. */
export function todoGroupOf(item: TodoItem, nowMs: number): TodoGroupKey {
  if (item.late) return "late";
  if (item.dueAt === null) return "later";
  const due = millis(item.dueAt);
  if (due <= nowMs) return "late";
  return localDay(due) === localDay(nowMs) ? "today" : "later";
}

const byDue = (a: TodoItem, b: TodoItem): number =>
  (a.dueAt === null ? Infinity : millis(a.dueAt)) - (b.dueAt === null ? Infinity : millis(b.dueAt)) || 0;

const todoTitles: Record<TodoGroupKey, string> = { late: "已逾期", today: "今天", later: "之后" };

/** 已逾期, 今天, 之后, each by due time; every group is there, an empty one too. */
export function groupTodo(items: readonly TodoItem[], nowMs: number): TodoGroup[] {
  return (["late", "today", "later"] as const).map((key) => ({
    key,
    title: todoTitles[key],
    items: items.filter((item) => todoGroupOf(item, nowMs) === key).sort(byDue),
  }));
}

export type DraftGroupKey = "sentBack" | "writing" | "inReview" | "approved" | "published" | "ended";
export interface DraftGroup {
  key: DraftGroupKey;
  title: string;
  items: DraftListItem[];
}

function draftGroupOf(item: DraftListItem): DraftGroupKey {
  switch (item.status) {
    case "draft":
      return item.sentBack ? "sentBack" : "writing";
    case "inReview":
    case "consulting":
      return "inReview";
    case "approved":
      return "approved";
    case "published":
      return "published";
    case "withdrawn":
    case "takenDown":
      return "ended";
  }
}

const draftTitles: Record<DraftGroupKey, string> = {
  sentBack: "退回待修改",
  approved: "可发布",
  writing: "草稿",
  inReview: "审核中",
  published: "已发布",
  ended: "已撤回、已撤稿",
};

/** My drafts by what they need from me: first what waits for me. Empty groups are left out. */
export function groupDrafts(items: readonly DraftListItem[]): DraftGroup[] {
  return (Object.keys(draftTitles) as DraftGroupKey[])
    .map((key) => ({ key, title: draftTitles[key], items: items.filter((item) => draftGroupOf(item) === key) }))
    .filter((group) => group.items.length > 0);
}
