import type { AccountStatus } from "../../../entities/account.js";
import type { Appointment, OfficeRole, Role } from "../../../entities/appointment.js";
import type { Unit } from "../../../entities/unit.js";
import { MEMBERSHIP_NAMES } from "../../regulation/review-chain.js";
import { OFFICE_BASIS } from "./gap-kinds.js";
import type { OrganisationFacts } from "./gaps.js";
import { ACCOUNT_ROLE_NAMES, ACCOUNT_STATUS_NAMES, OFFICE_ROLE_NAMES, PLATFORM_NAMES, UNIT_KIND_NAMES } from "./words.js";

/** 新增, 变更, 停用. */
export const CHANGE_KINDS = ["added", "changed", "ended"] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** One line of what an import changes. */
export interface Change {
  kind: ChangeKind;
  /** what it is about, in people's words: 人员「…」 */
  about: string;
  /** Chinese: what is new, what was before */
  words: string;
  /** the article that it touches */
  article: string;
  /** what the record keeps instead of `words`, where these hold more of a person than it needs (第19条) */
  onRecord?: string;
}

/** How one field reads, and the article it touches. */
interface FieldWords<T> {
  name: string;
  article: string;
  words?: (value: NonNullable<T>, names: Names) => string;
  /** true: its values stay out of the record */
  personal?: true;
}
type Fields<T> = { readonly [K in keyof T]?: FieldWords<T[K]> };

interface Names {
  unit: (id: string) => string;
  person: (userid: string) => string;
}

const yesNo = (value: boolean): string => (value ? "是" : "否");

const UNIT_FIELDS: Fields<Unit> = {
  name: { name: "名称", article: "2" },
  kind: { name: "类别", article: "2", words: (kind) => UNIT_KIND_NAMES[kind] },
  wecomDepartmentId: { name: "企业微信部门编号", article: "2" },
  headUserid: { name: "主要负责同志", article: "11", words: (userid, names) => names.person(userid) },
  leaderInChargeUserid: { name: "分管领导", article: "24", words: (userid, names) => names.person(userid) },
};

const PERSON_FIELDS: Fields<OrganisationFacts["people"][number]> = {
  name: { name: "姓名", article: "2" },
  unitId: { name: "所在单位", article: "2", words: (id, names) => names.unit(id) },
  membership: { name: "政治面貌", article: "11", words: (membership) => MEMBERSHIP_NAMES[membership] },
  birthOn: { name: "出生日期", article: "11", personal: true },
  established: { name: "在编", article: "18", words: yesNo },
  trainedUntil: { name: "培训有效期至", article: "17" },
  leavesOn: { name: "离任日期", article: "18" },
};

const ACCOUNT_FIELDS: Fields<OrganisationFacts["accounts"][number]> = {
  platform: { name: "平台", article: "2", words: (platform) => PLATFORM_NAMES[platform] },
  name: { name: "名称", article: "2" },
  unitId: { name: "运营单位", article: "2", words: (id, names) => names.unit(id) },
  status: { name: "状态", article: "8", words: (status) => ACCOUNT_STATUS_NAMES[status] },
  certifiedAs: { name: "认证主体", article: "7" },
  lastPublishedOn: { name: "最近发布日期", article: "26" },
};

/** An account that is out of use. */
const OUT_OF_USE: readonly AccountStatus[] = ["frozen", "closed"];

/** Everything that makes one state of the organisation into the other, units first, then people, accounts and posts; empty where nothing does. */
export const changesBetween = (before: OrganisationFacts, after: OrganisationFacts): Change[] => {
  const [units, people] = [
    new Map(after.units.map((unit) => [unit.id, unit.name])),
    new Map(after.people.map((person) => [person.userid, person.name])),
  ];
  const names: Names = { unit: (id) => units.get(id) ?? id, person: (userid) => people.get(userid) ?? userid };
  return [
    ...rowChanges(
      before.units,
      after.units,
      (unit) => unit.id,
      (unit) => `单位「${unit.name}」`,
      UNIT_FIELDS,
      names,
    ),
    ...rowChanges(
      before.people,
      after.people,
      (person) => person.userid,
      (person) => `人员「${person.name}」`,
      PERSON_FIELDS,
      names,
    ),
    ...rowChanges(
      before.accounts,
      after.accounts,
      (account) => account.id,
      (account) => `账号「${account.name}」`,
      ACCOUNT_FIELDS,
      names,
    ),
    ...postChanges(before, after, names),
  ];
};

const rowChanges = <T extends object>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (row: T) => string,
  aboutOf: (row: T) => string,
  fields: Fields<T>,
  names: Names,
): Change[] => {
  const known = new Map(before.map((row) => [keyOf(row), row]));
  return after.flatMap((row): Change[] => {
    const earlier = known.get(keyOf(row));
    if (!earlier) return [{ kind: "added", about: aboutOf(row), words: "新登记", article: "2" }];
    return (Object.keys(fields) as (keyof T)[]).flatMap((field): Change[] => {
      const own = fields[field];
      if (!own || earlier[field] === row[field]) return [];
      const said = (value: T[keyof T]): string =>
        value === null || value === undefined ? "空" : own.words ? own.words(value, names) : String(value);
      const ends = field === "status" && OUT_OF_USE.includes(row[field] as AccountStatus);
      const words = `${own.name}：${said(earlier[field])} → ${said(row[field])}`;
      const kind = ends ? "ended" : "changed";
      return [{ kind, about: aboutOf(row), words, article: own.article, ...(own.personal ? { onRecord: `${own.name}：已更正` } : {}) }];
    });
  });
};

const ACCOUNT_POST_ARTICLES = { editor: "11", firstReviewer: "11", secondReviewer: "11", finalReviewer: "11", custodian: "18" } as const;

const isOffice = (role: Role): role is OfficeRole => role in OFFICE_ROLE_NAMES;

const postChanges = (before: OrganisationFacts, after: OrganisationFacts, names: Names): Change[] => {
  const accounts = new Map(after.accounts.map((account) => [account.id, account.name]));
  const [earlier, later] = [byPost(before.appointments), byPost(after.appointments)];
  return [...new Set([...later.keys(), ...earlier.keys()])].flatMap((post) => {
    const [was, is] = [earlier.get(post) ?? [], later.get(post) ?? []];
    const any = is[0] ?? was[0];
    if (!any) return [];
    const { role, scopeId } = any;
    const about = isOffice(role) ? "职务" : `账号「${accounts.get(scopeId) ?? scopeId}」`;
    const [name, article] = isOffice(role)
      ? [OFFICE_ROLE_NAMES[role], OFFICE_BASIS[role].article]
      : [ACCOUNT_ROLE_NAMES[role], ACCOUNT_POST_ARTICLES[role]];
    const [old, now] = [was, is].map((holders) => holders.map((holder) => holder.userid)) as [string[], string[]];
    const line = (kind: ChangeKind, words: string): Change => ({ kind, about, words, article });
    const added = now.filter((userid) => !old.includes(userid)).map((userid) => line("added", `${name}：增加 ${names.person(userid)}`));
    const ended = old.filter((userid) => !now.includes(userid)).map((userid) => line("ended", `${name}：不再是 ${names.person(userid)}`));
    const [stayed, stay] = [old.filter((userid) => now.includes(userid)), now.filter((userid) => old.includes(userid))];
    const moved = stayed.join() === stay.join() ? [] : [line("changed", `${name}的顺序：${now.map(names.person).join("、")}`)];
    return [...added, ...ended, ...moved];
  });
};

const byPost = (appointments: readonly Appointment[]): ReadonlyMap<string, Appointment[]> => {
  const posts = new Map<string, Appointment[]>();
  for (const appointment of [...appointments].sort((one, other) => one.position - other.position)) {
    const post = `${appointment.scopeId}\n${appointment.role}`;
    posts.set(post, [...(posts.get(post) ?? []), appointment]);
  }
  return posts;
};
