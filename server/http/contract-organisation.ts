import type { AccountStatus, Instant, PersonView, Platform } from "./contract.js";

export interface GapView {
  key: string;
  subject: { type: "office" | "unit" | "person" | "account"; id: string };
  /** e.g. 账号「…」 */
  about: string;
  message: string;
  /** e.g. "11" */
  article: string;
  /** null: of the whole organisation */
  unit: { id: string; name: string } | null;
  /** who has to see to it */
  answering: PersonView[];
  /** last day on which all is still well, YYYY-MM-DD; null: it is missing already */
  endsOn: string | null;
}
export interface GapGroupView {
  kind: string;
  /** e.g. 3 个账号没有符合条件的二审责任人 */
  title: string;
  toDo: string;
  /** true: somebody cannot do their work until it is closed */
  blocks: boolean;
  quote: { article: string; text: string };
  items: GapView[];
}
export interface GapsView {
  now: Instant;
  /** all: of everybody; units: of the units that this person answers for */
  scope: "all" | "units";
  blocking: number;
  reminders: number;
  /** what blocks work first */
  groups: GapGroupView[];
  may: "import"[];
}

export interface PostView {
  title: string;
  holders: (PersonView & { /** why they cannot do it today; null: they can */ unfit: string | null })[];
}
export interface AccountPostsView {
  id: string;
  name: string;
  platform: Platform;
  status: AccountStatus;
  unit: { id: string; name: string };
  posts: PostView[];
}
export interface AccountPostsList {
  now: Instant;
  items: AccountPostsView[];
}

export interface MemberView extends PersonView {
  unit: { id: string; name: string };
  posts: string[];
  left: boolean;
  /** what is wrong or soon will be */
  notes: string[];
}
export interface MemberList {
  now: Instant;
  items: MemberView[];
  /** true: there are more; ask more precisely */
  more: boolean;
}

export interface ImportLineView {
  kind: "added" | "changed" | "ended";
  about: string;
  words: string;
  article: string;
}
export interface ImportView {
  now: Instant;
  /** false: this is what would happen */
  applied: boolean;
  /** send it with the same file to confirm what was shown */
  hash: string;
  counts: { added: number; changed: number; ended: number };
  listed: { units: number; people: number; accounts: number };
  /** stored, not in the file, left as they are */
  untouched: { units: number; people: number; accounts: number };
  lines: ImportLineView[];
  /** lines that are not shown */
  more: number;
  gaps: { blocking: number; reminders: number };
}
