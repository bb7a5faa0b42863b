/** fine = tokens work; expired = those issued so far answer 42001, unknown = 40014, until the app fetches a new one. */
export const TOKEN_FAULTS = ["fine", "expired", "unknown"] as const;
export type TokenFault = (typeof TOKEN_FAULTS)[number];

/** fine = 紧急通知 may be used; notListed = 301049, off = 301050, noBalance = 301051. */
export const CALL_FAULTS = ["fine", "notListed", "off", "noBalance"] as const;
export type CallFault = (typeof CALL_FAULTS)[number];

/** What is wrong with WeCom right now; every field at rest means a healthy WeCom. */
export interface FaultSettings {
  token: TokenFault;
  /** The next n API calls (gettoken excepted) answer −1 system busy. */
  busy: number;
  /** These people are outside the visible range: invaliduser. */
  unreachable: string[];
  /** These people have no 基础接口许可: unlicenseduser. */
  unlicensed: string[];
  /** API connections are dropped without an answer; phones can still tap. */
  down: boolean;
  /** Every API answer waits this long, in milliseconds. */
  slowMs: number;
  /** The next n sends arrive on the phones, but the connection breaks before the answer. */
  lostAnswers: number;
  /** How often each callback is delivered; 1 = once. */
  deliveries: number;
  /** Deliver again on any HTTP status other than 200 as well: [90238] says so, [90930] denies it. */
  retryOnStatus: boolean;
  /** gettoken within a token's life returns a new token and kills the old one; sources disagree on the real behaviour. */
  freshTokens: boolean;
  /** Text over 2048 bytes is refused with 45002 instead of cut. */
  refuseLongText: boolean;
  /** The limits of message/send are not looked at; at rest they hold. */
  unlimited: boolean;
  /** The caller's address is not among 企业可信IP: every call but gettoken answers 60020. */
  foreignIp: boolean;
  /** The next n callbacks are lost on the way: WeCom does not promise delivery [90930]. */
  lostCallbacks: number;
  /** The app's visible range is not the root department: groups answer 48002. */
  narrowRange: boolean;
  calls: CallFault;
  /** The trusted domain in the console is another than the app's: logins answer 50001. */
  foreignDomain: boolean;
  /** The app is disabled (已停用) in the console: sending answers 50003. */
  appClosed: boolean;
  /** No callback (接收消息服务器) is configured in the console: cards with buttons answer 43012, and nothing is told to the app. */
  noCallback: boolean;
  /** No mini program is associated with the app: its logins answer 40014. */
  noMiniProgram: boolean;
}

const AT_REST: FaultSettings = {
  token: "fine",
  busy: 0,
  unreachable: [],
  unlicensed: [],
  down: false,
  slowMs: 0,
  lostAnswers: 0,
  deliveries: 1,
  retryOnStatus: false,
  freshTokens: false,
  refuseLongText: false,
  unlimited: false,
  foreignIp: false,
  lostCallbacks: 0,
  narrowRange: false,
  calls: "fine",
  foreignDomain: false,
  appClosed: false,
  noCallback: false,
  noMiniProgram: false,
};

const CHOICES: Partial<Record<keyof FaultSettings, readonly string[]>> = { token: TOKEN_FAULTS, calls: CALL_FAULTS };

const MOST: Partial<Record<keyof FaultSettings, number>> = {
  busy: 1000,
  slowMs: 60_000,
  lostAnswers: 1000,
  deliveries: 10,
  lostCallbacks: 1000,
};
const NAMES = Object.keys(AT_REST) as (keyof FaultSettings)[];

function isFitting(name: keyof FaultSettings, value: unknown): boolean {
  const rest = AT_REST[name];
  const choices = CHOICES[name];
  if (choices) return choices.some((known) => known === value);
  if (Array.isArray(rest)) return Array.isArray(value) && value.length <= 1000 && value.every((entry) => typeof entry === "string");
  if (typeof rest === "number")
    return Number.isInteger(value) && Number(value) >= (name === "deliveries" ? 1 : 0) && Number(value) <= (MOST[name] ?? 0);
  return typeof value === typeof rest;
}

/** The settings of a fresh, healthy sandbox. */
export const healthy = (): FaultSettings => structuredClone(AT_REST);

/** Takes over the fields of an untrusted patch; an unknown name or an unfitting value is an error and changes nothing. */
export function patchFaults(current: FaultSettings, patch: Record<string, unknown>): FaultSettings {
  for (const [name, value] of Object.entries(patch)) {
    const known = NAMES.find((candidate) => candidate === name);
    if (!known || !isFitting(known, value)) throw new RangeError(`不认识的故障设置：${name}`);
  }
  return { ...current, ...structuredClone(patch) };
}
