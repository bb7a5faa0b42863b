import type { Role } from "../../entities/appointment.js";
import type { Actor } from "./actor.js";

type Holder = Role | "unitHead" | "leaderInCharge";

const ACCOUNT_POSTS: readonly Holder[] = ["editor", "firstReviewer", "secondReviewer", "finalReviewer", "custodian"];
/** Those who guide, supervise or answer for all accounts (Article 3, 5; R05-01). */
const OVERSEERS: readonly Holder[] = [
  "topLeader",
  "secretariat",
  "publicityHead",
  "publicityDuty",
  "dataCentreHead",
  "dataCentreDuty",
  "discipline",
  "administrator",
];

const EVERYBODY = "everybody";
const ANYBODY = "anybody";
/** no member: another system, by the key of its door */
const KEY = "key";

/** Every route names one of these. What a person may do with one particular draft is decided by the domain's rules, beyond this table. */
export const PERMISSIONS = {
  /** without login: health, login itself, the rule's own page of the API */
  "public.read": ANYBODY,
  /** any active member of the organisation */
  "self.read": EVERYBODY,
  "todo.read": EVERYBODY,
  "measures.read": EVERYBODY,
  /** writing on accounts where one is editor */
  "draft.write": ["editor"],
  "draft.read": [...ACCOUNT_POSTS, "unitHead", "leaderInCharge", ...OVERSEERS],
  /** trying to give a verdict; whether it is theirs to give is Article 11's business and goes on record */
  "review.decide": [...ACCOUNT_POSTS, "unitHead", "leaderInCharge", ...OVERSEERS],
  /** anybody may have to show what they saw (Article 24) */
  "file.write": EVERYBODY,
  /** 不得隐瞒不报: anybody may report; which incident somebody sees, and what is theirs to do there, is Article 24's business */
  "incident.report": EVERYBODY,
  "incident.feed": KEY,
  "incident.read": EVERYBODY,
  "incident.act": EVERYBODY,
  /** 值班台, the log of 请示报告, and the numbers over all incidents */
  "incident.oversee": OVERSEERS,
  /** written reports and 请示报告 of one incident: whose it is to read, write or sign is decided by the domain's rules */
  "report.act": EVERYBODY,
  /** taking a report or a summary out of the program (Article 19) */
  "report.export": ["topLeader", "secretariat", "leaderInCharge", "publicityHead", "publicityDuty"],
  /** what applies, and why: shown to everybody as 依据 (R27-01) */
  "settings.read": EVERYBODY,
  "calendar.read": EVERYBODY,
  /** taking over the State Council's notices, and putting days right */
  "calendar.write": ["publicityHead", "publicityDuty", "administrator"],
  /** interpreting the rule (R05-01, Article 27) */
  "settings.write": ["publicityHead", "administrator"],
  /** who sits where and what is missing there; a unit's head sees the unit (R11-01) */
  "organisation.read": ["unitHead", "leaderInCharge", ...OVERSEERS],
  /** taking over and taking out the organisation sheet, which holds personal data (Article 2, 19) */
  "organisation.import": ["administrator"],
  /** the program's own state; leaders are not burdened with it */
  "operations.read": ["administrator", "publicityHead", "publicityDuty", "dataCentreHead", "dataCentreDuty"],
  /** putting right by hand what did not arrive */
  "operations.write": ["administrator", "publicityHead", "publicityDuty"],
  /** who has a desk when; anybody may have to reach them */
  "rota.read": EVERYBODY,
  /** 到岗, 接班, 换班: whose shift it is is decided by the rota */
  "rota.act": EVERYBODY,
  /** 宣传部会大数据中心做好全年轮值安排 (Article 16) */
  "rota.write": ["publicityHead", "dataCentreHead", "administrator"],
  /** 直播申请、商定、备案和巡查 (Article 14): which livestream somebody sees, and what is theirs to do there, is the domain's business */
  "livestream.read": EVERYBODY,
  "livestream.act": EVERYBODY,
  "audit.read": ["administrator", "discipline", "publicityHead"],
} as const satisfies Record<string, typeof EVERYBODY | typeof ANYBODY | typeof KEY | readonly Holder[]>;

export type Permission = keyof typeof PERMISSIONS;

/** True where this permission is open to the actor; `null` is somebody who is not logged in. */
export const may = (actor: Actor | null, permission: Permission): boolean => {
  const holders = PERMISSIONS[permission];
  if (holders === ANYBODY) return true;
  if (actor === null || holders === KEY) return false;
  return holders === EVERYBODY || holders.some((role) => actor.roles.has(role));
};

/** Every permission that is open to the actor. */
export const permissionsOf = (actor: Actor): Permission[] =>
  (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => may(actor, permission));

/** True for those who see every account's drafts. */
export const oversees = (actor: Actor): boolean => OVERSEERS.some((role) => actor.roles.has(role));
