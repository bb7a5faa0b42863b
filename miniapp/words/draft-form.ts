import type { Category, DraftChange, DraftView, FileView, NewDraft, Urgency } from "../../server/http/contract.js";
import { instantOf, pickerParts } from "./moment.js";

/** The longest title that the server takes. */
export const titleMaximum = 120;

/** What the writing page holds. */
export interface DraftForm {
  accountId: string;
  title: string;
  body: string;
  cover: FileView | null;
  links: string[];
  files: FileView[];
  category: Category;
  urgency: Urgency;
  plannedAt: string;
}

/** An empty form; the planned time is the full hour a day from `nowMs`. */
export function emptyForm(nowMs: number): DraftForm {
  const { day, clock } = pickerParts(nowMs + 25 * 3_600_000);
  const plannedAt = instantOf(day, `${clock.slice(0, 2)}:00`);
  return { accountId: "", title: "", body: "", cover: null, links: [], files: [], category: "normal", urgency: "normal", plannedAt };
}

export function formOf(draft: DraftView): DraftForm {
  const { title, body, cover, links, files } = draft.content;
  return {
    accountId: draft.account.id,
    title,
    body: body ?? "",
    cover: cover ?? null,
    links: [...(links ?? [])],
    files: [...(files ?? [])],
    category: draft.category,
    urgency: draft.urgency,
    plannedAt: draft.plannedAt,
  };
}

const sent = (form: DraftForm): Omit<NewDraft, "accountId" | "notClassified"> => ({
  title: form.title.trim(),
  body: form.body,
  cover: form.cover?.id ?? null,
  links: form.links.map((link) => link.trim()).filter(Boolean),
  files: form.files.map(({ id }) => id),
  category: form.category,
  urgency: form.urgency,
  plannedAt: form.plannedAt,
});

/** The form as a new draft; only sent when the 不涉密 box is ticked. */
export const newDraftOf = (form: DraftForm): NewDraft => ({ accountId: form.accountId, ...sent(form), notClassified: true });
/** The form as a change of the version `revision`. */
export const changeOf = (form: DraftForm, revision: number): DraftChange => ({ ...sent(form), revision });
/** True when both would be sent alike. */
export const sameForm = (a: DraftForm, b: DraftForm): boolean =>
  a.accountId === b.accountId && JSON.stringify(sent(a)) === JSON.stringify(sent(b));

/** What the phone itself can see is missing, by field; the server checks everything again. */
export function missingIn(form: DraftForm, notClassified: boolean): Record<string, string> {
  const missing: Record<string, string> = {};
  if (form.accountId === "") missing.accountId = "请选择发布账号";
  if (form.title.trim() === "") missing.title = "请写标题";
  const wrong = form.links.find((link) => link.trim() !== "" && !/^https?:\/\/\S+/.test(link.trim()));
  if (wrong !== undefined) missing.links = "链接须以 http:// 或 https:// 开头";
  if (!notClassified) missing.notClassified = "请核对并勾选不涉密声明";
  return missing;
}
