import { z } from "zod";
import { isLocalDay } from "../kernel/local-time.js";
import { MEMBERSHIP_NAMES } from "../regulation/review-chain.js";
import { UNREADABLE, useridOf, type Fault } from "./rules/fault.js";
import { ACCOUNT_STATUS_NAMES, CHOICE_NAMES, PLATFORM_NAMES, UNIT_KIND_NAMES } from "./rules/words.js";

const oneOf = <T extends string>(names: Readonly<Record<T, string>>) => z.enum(Object.keys(names) as [T, ...T[]]);

const key = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, "应为 1–64 个字母、数字、点、下划线或短横，以字母或数字开头");
/** 成员账号 of WeCom [90196] */
const userid = z
  .string()
  .overwrite(useridOf)
  .regex(/^[a-z0-9][a-z0-9._@-]{0,63}$/, "应为企业微信的成员账号：1–64 个字母、数字或 . _ - @，以字母或数字开头");
const name = z.string().trim().min(1, "不能为空，请填写名称").max(120, "不能超过 120 个字");
const day = z.string().refine(isLocalDay, "应为真实存在的日期，写作 2026-11-22 的样子");
const orNull = <S extends z.ZodType>(schema: S) => schema.nullish().transform((value) => value ?? null);
const people = z.array(userid).default([]);

const unit = z.strictObject({
  id: key,
  name,
  kind: oneOf(UNIT_KIND_NAMES),
  wecomDepartmentId: orNull(z.int().min(1, "应为企业微信部门编号（正整数）").max(2_147_483_647, "应为企业微信部门编号（正整数）")),
  head: orNull(userid),
  leaderInCharge: orNull(userid),
});

const person = z.strictObject({
  userid,
  name,
  unit: key,
  membership: oneOf(MEMBERSHIP_NAMES),
  birthOn: orNull(day),
  established: z.boolean(),
  trainedUntil: orNull(day),
  leavesOn: orNull(day),
});

const roles = z.strictObject({
  editors: people,
  firstReviewers: people,
  secondReviewers: people,
  finalReviewer: orNull(userid),
  custodian: orNull(userid),
});

const account = z.strictObject({
  id: key,
  platform: oneOf(PLATFORM_NAMES),
  name,
  unit: key,
  status: oneOf(ACCOUNT_STATUS_NAMES),
  certifiedAs: orNull(z.string().trim().min(1, "不能为空，没有就写 null").max(200, "不能超过 200 个字")),
  lastPublishedOn: orNull(day),
  roles,
});

const offices = z.strictObject({
  topLeader: orNull(userid),
  secretariat: people,
  publicityHead: orNull(userid),
  publicityDuty: people,
  dataCentreHead: orNull(userid),
  dataCentreDuty: people,
  generalOffice: people,
  discipline: people,
  administrators: people,
});

/** The organisation file (contract.md): units, people, accounts with their posts, and the offices of the rule. */
export const organisationFile = z.strictObject({ units: z.array(unit), people: z.array(person), accounts: z.array(account), offices });
export type OrganisationFile = z.infer<typeof organisationFile>;

/** The fields that each part of the file knows, for messages about one that it does not. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  "": Object.keys(organisationFile.shape),
  units: Object.keys(unit.shape),
  people: Object.keys(person.shape),
  accounts: Object.keys(account.shape),
  roles: Object.keys(roles.shape),
  offices: Object.keys(offices.shape),
};

/** What a file says by its shape alone. `file` is null where anything is wrong; `remains` is what could be read, for further judgement. */
export interface Shape {
  file: OrganisationFile | null;
  remains: unknown;
  faults: Fault[];
}

/** Reads parsed JSON as an organisation file; every fault of shape at once. */
export const shapeOf = (input: unknown): Shape => {
  const parsed = organisationFile.safeParse(input, { error: (issue) => wordsOf(issue) });
  if (parsed.success) return { file: parsed.data, remains: input, faults: [] };
  const remains = structuredClone(input);
  for (const issue of parsed.error.issues) if (issue.code !== "unrecognized_keys") strike(remains, issue.path);
  return { file: null, remains, faults: parsed.error.issues.flatMap(faultsOf) };
};

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: "应为文字（加引号）",
  boolean: "应为 true 或 false（不加引号）",
  array: "应为列表（方括号）",
  object: "应为一组字段（花括号）",
  int: "应为整数（不加引号）",
  number: "应为整数（不加引号）",
};

const wordsOf = (issue: z.core.$ZodRawIssue): string | undefined => {
  if (issue.code === "invalid_type") return issue.input === undefined ? "缺少这一项，请填写" : TYPE_WORDS[issue.expected];
  if (issue.code !== "invalid_value") return undefined;
  const choices = issue.values.map((value) => `${String(value)}（${CHOICE_NAMES[String(value)]}）`).join("、");
  return issue.input === undefined ? `缺少这一项，请填写 ${choices} 之一` : `应为 ${choices} 之一`;
};

const faultsOf = (issue: z.core.$ZodIssue): Fault[] => {
  const at = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
  if (issue.code !== "unrecognized_keys") return [{ at, message: issue.message }];
  const part = at.findLast((step) => typeof step === "string") ?? "";
  const known = FIELDS[part]?.join("、");
  return issue.keys.map((unknown) => ({ at: [...at, unknown], message: `没有这个字段，请删除或改正拼写（可用：${known}）` }));
};

/** Puts UNREADABLE in the place of a value that was refused. */
const strike = (remains: unknown, path: readonly PropertyKey[]): void => {
  const parent = path.slice(0, -1).reduce<unknown>((value, step) => (value as Record<PropertyKey, unknown> | null)?.[step], remains);
  const last = path.at(-1);
  if (last === undefined || typeof parent !== "object" || parent === null) return;
  (parent as Record<PropertyKey, unknown>)[last] = UNREADABLE;
};
