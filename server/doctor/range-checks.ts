import type { PersonListing } from "../organisation/listings.js";
import { bad, type Finding, good, unknown, warning } from "./finding.js";
import { MENU } from "./menus.js";
import { type Check, servicesOf, type Ward } from "./ward.js";

const ROOT = 1;
const AT_ONCE = 5;
const MOST_NAMED = 20;

const TITLE_RANGE = "可见范围";

const idsIn = (value: unknown, name: string): unknown[] => {
  const list = typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  return Array.isArray(list) ? list : [];
};

const range = async ({ env, wecom }: Ward): Promise<Finding[]> => {
  const heard = await wecom.ask("agent/get", { agentid: String(env.wecom.agentId) });
  if (heard.kind === "silent") return [unknown(TITLE_RANGE, heard.why, "稍后再检查一次")];
  if (idsIn(heard.fields.allow_partys, "partyid").includes(ROOT)) return [good(TITLE_RANGE, "包含整个企业，群聊可用")];
  const mend = "把可见范围改为最上层部门（整个企业）；否则预警不能建群（48002），也读不到范围以外的人";
  return [warning(TITLE_RANGE, "不是整个企业", mend, MENU.range)];
};

const TITLE_PEOPLE = "岗位人员";

/** Why a member gets no messages; null when he does. */
type Lack = "outside" | "disabled" | "inactive" | "gone" | null;

const STATUS: Readonly<Record<number, Lack>> = { 1: null, 2: "disabled", 4: "inactive", 5: "gone" };
const OUTSIDE = new Set([40003, 50002, 60011, 60021, 60111]);

const lackOf = async ({ wecom }: Ward, { userid }: PersonListing): Promise<Lack | "unanswered"> => {
  const heard = await wecom.ask("user/get", { userid });
  if (heard.kind === "silent") return "unanswered";
  if (OUTSIDE.has(heard.errcode)) return "outside";
  if (heard.errcode !== 0) return "unanswered";
  return STATUS[Number(heard.fields.status)] ?? null;
};

const WORDS: Readonly<Record<Exclude<Lack, null>, [what: string, mend: string, where: string]>> = {
  outside: ["在企业微信里找不到，或不在可见范围", "核对账号（userid）是否与企业微信一致，再把这些人或其部门加进可见范围", MENU.range],
  disabled: ["账号已被禁用", "启用账号；已不在岗的，请在本系统里换人", MENU.members],
  inactive: ["还没有激活企业微信", "请本人登录一次企业微信，或在后台邀请使用", MENU.members],
  gone: ["已退出企业", "请在本系统里换人", MENU.members],
};

const list = (people: readonly PersonListing[]): string => {
  const names = people.slice(0, MOST_NAMED).map(({ name, userid, posts }) => `${name}（${userid}，${posts.join("、")}）`);
  return `${names.join("；")}${people.length > MOST_NAMED ? `；等 ${people.length} 人` : ""}`;
};

const people = async (ward: Ward): Promise<Finding[]> => {
  const holders = (await servicesOf(ward).organisation.people()).filter(({ posts, left }) => posts.length > 0 && !left);
  if (holders.length === 0) return [warning(TITLE_PEOPLE, "组织还没有导入", "执行 npm run organisation -- import 文件.json，再检查一次")];
  const lacks = new Map<PersonListing, Lack | "unanswered">();
  for (let start = 0; start < holders.length; start += AT_ONCE) {
    const some = holders.slice(start, start + AT_ONCE);
    const found = await Promise.all(some.map((person) => lackOf(ward, person)));
    some.forEach((person, index) => lacks.set(person, found[index] ?? null));
  }
  const having = (lack: Lack | "unanswered"): PersonListing[] => holders.filter((person) => lacks.get(person) === lack);
  const findings = (Object.keys(WORDS) as Exclude<Lack, null>[]).flatMap((lack) => {
    const [what, mend, where] = WORDS[lack];
    return having(lack).length === 0
      ? []
      : [bad(TITLE_PEOPLE, `${having(lack).length} 人收不到消息，${what}：${list(having(lack))}`, mend, where)];
  });
  const unanswered = having("unanswered");
  if (unanswered.length > 0) findings.push(unknown(TITLE_PEOPLE, `${unanswered.length} 人没有查成：${list(unanswered)}`, "稍后再检查一次"));
  return findings.length > 0 ? findings : [good(TITLE_PEOPLE, `有岗位的 ${holders.length} 人都在可见范围内，账号正常`)];
};

/** Whom the app may reach, held against those who hold a post. */
export const rangeChecks: readonly Check[] = [
  { title: TITLE_RANGE, needs: ["app"], run: range },
  { title: TITLE_PEOPLE, needs: ["app", "database"], run: people },
];
