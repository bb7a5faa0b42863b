import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";

const port = z.coerce.number().int().min(0).max(65_535);
const address = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ""));

const schema = z.object({
  NODE_ENV: z.string().optional(),
  PORT: port.default(3000),
  HOST: z.string().optional(),
  PUBLIC_URL: address.optional(),
  DATABASE_URL: z
    .string()
    .regex(/^(sqlite:|mysql:\/\/)./, "应以 sqlite: 或 mysql:// 开头")
    .default("sqlite:data/desk.sqlite"),
  WECOM_CORP_ID: z.string().optional(),
  WECOM_AGENT_ID: z.coerce.number().int().optional(),
  WECOM_SECRET: z.string().optional(),
  WECOM_TOKEN: z.string().optional(),
  WECOM_AES_KEY: z
    .string()
    .regex(/^[A-Za-z0-9]{43}$/, "应为 43 位字母或数字")
    .optional(),
  WECOM_CONTACTS_TOKEN: z.string().optional(),
  WECOM_CONTACTS_AES_KEY: z
    .string()
    .regex(/^[A-Za-z0-9]{43}$/, "应为 43 位字母或数字")
    .optional(),
  WECOM_API_BASE: address.default("https://qyapi.weixin.qq.com"),
  WECOM_OAUTH_BASE: address.default("https://open.weixin.qq.com"),
  WECOM_LOGIN_BASE: address.default("https://login.work.weixin.qq.com"),
  WECOM_MINIPROGRAM_APPID: z.string().optional(),
  WECOM_ROBOT_KEY: z
    .string()
    .transform((text) => /[?&]key=([^&]+)/.exec(text)?.[1] ?? text)
    .refine((key) => /^[0-9A-Za-z_-]{8,128}$/.test(key), "应为群机器人的 Webhook 地址，或其中 key= 之后的部分")
    .optional(),
  SESSION_SECRET: z.string().min(16, "至少 16 个字符").optional(),
  AUDIT_HEAD_FILE: z.string().optional(),
  FILES_DIR: z.string().optional(),
  SANDBOX_PORT: port.optional(),
  ORGANISATION_FILE: z.string().optional(),
  CLOCK: z.enum(["system", "adjustable"]).optional(),
  HEARTBEAT_URL: z.url({ protocol: /^https?$/ }).optional(),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
});

/** The self-built app in WeCom and the hosts it is reached at. */
export interface WecomSettings {
  corpId: string;
  agentId: number;
  secret: string;
  token: string;
  aesKey: string;
  /** the callback of the contacts-sync assistant; null: none */
  contacts: { token: string; aesKey: string } | null;
  apiBase: string;
  oauthBase: string;
  loginBase: string;
  /** set: cards open the mini program; null: the H5 page */
  miniprogramAppId: string | null;
  /** credential of the robot of the organisation's group; null: there is none */
  robotKey: string | null;
}

/** Everything the program is told from outside, checked once. `sandbox` is null with a real WeCom. */
export interface Env {
  host: string;
  port: number;
  publicUrl: string;
  databaseUrl: string;
  wecom: WecomSettings;
  sandbox: { host: string; port: number; url: string; stateFile: string } | null;
  sessionSecret: string;
  auditHeadFile: string;
  filesDir: string;
  organisationFile: string | null;
  clock: "system" | "adjustable";
  production: boolean;
  logLevel: string;
  /** asked each minute while all is well; null: nobody outside watches */
  heartbeatUrl: string | null;
}

type Values = z.infer<typeof schema>;

const STARRED = ["WECOM_AGENT_ID", "WECOM_SECRET", "WECOM_TOKEN", "WECOM_AES_KEY", "SESSION_SECRET"] as const;

/** Reads the environment; throws one Chinese line per variable that is missing or wrong. */
export const readEnv = (source: NodeJS.ProcessEnv = process.env): Env => {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    throw new Error(parsed.error.issues.map((issue) => `环境变量 ${issue.path.join(".")} 不正确：${issue.message}`).join("\n"));
  }
  const values = parsed.data;
  const production = values.NODE_ENV === "production";
  if (values.WECOM_CORP_ID) {
    const missing = STARRED.filter((name) => values[name] === undefined);
    if (missing.length > 0) throw new Error(`已设置 WECOM_CORP_ID，还缺少环境变量：${missing.join("、")}`);
  }
  if ((values.WECOM_CONTACTS_TOKEN === undefined) !== (values.WECOM_CONTACTS_AES_KEY === undefined))
    throw new Error("WECOM_CONTACTS_TOKEN 和 WECOM_CONTACTS_AES_KEY 要么都填，要么都不填。");
  const clock = values.CLOCK ?? (values.WECOM_CORP_ID ? "system" : "adjustable");
  if (clock === "adjustable" && production) throw new Error("NODE_ENV=production 时不能使用可调时钟：请设置 CLOCK=system。");
  return values.WECOM_CORP_ID ? real(values, clock, production) : sandboxed(values, clock, production);
};

const folderOf = (databaseUrl: string): string =>
  databaseUrl.startsWith("sqlite:") ? dirname(resolve(databaseUrl.slice(7))) : resolve("data");

const shared = (values: Values, clock: Env["clock"], production: boolean) => {
  const folder = folderOf(values.DATABASE_URL);
  return {
    port: values.PORT,
    publicUrl: values.PUBLIC_URL ?? `http://127.0.0.1:${values.PORT}`,
    databaseUrl: values.DATABASE_URL,
    auditHeadFile: values.AUDIT_HEAD_FILE ?? join(folder, "audit-head.json"),
    filesDir: values.FILES_DIR ?? join(folder, "files"),
    organisationFile: values.ORGANISATION_FILE ?? null,
    clock,
    production,
    logLevel: values.LOG_LEVEL,
    heartbeatUrl: values.HEARTBEAT_URL ?? null,
  };
};

const real = (values: Values, clock: Env["clock"], production: boolean): Env => ({
  ...shared(values, clock, production),
  host: values.HOST ?? "0.0.0.0",
  sandbox: null,
  sessionSecret: values.SESSION_SECRET ?? "",
  wecom: {
    corpId: values.WECOM_CORP_ID ?? "",
    agentId: values.WECOM_AGENT_ID ?? 0,
    secret: values.WECOM_SECRET ?? "",
    token: values.WECOM_TOKEN ?? "",
    aesKey: values.WECOM_AES_KEY ?? "",
    contacts: contactsOf(values),
    apiBase: values.WECOM_API_BASE,
    oauthBase: values.WECOM_OAUTH_BASE,
    loginBase: values.WECOM_LOGIN_BASE,
    miniprogramAppId: values.WECOM_MINIPROGRAM_APPID ?? null,
    robotKey: values.WECOM_ROBOT_KEY ?? null,
  },
});

const contactsOf = ({ WECOM_CONTACTS_TOKEN: token, WECOM_CONTACTS_AES_KEY: aesKey }: Values): WecomSettings["contacts"] =>
  token === undefined || aesKey === undefined ? null : { token, aesKey };

const sandboxed = (values: Values, clock: Env["clock"], production: boolean): Env => {
  const host = values.HOST ?? "127.0.0.1";
  const folder = folderOf(values.DATABASE_URL);
  const sandboxPort = values.SANDBOX_PORT ?? values.PORT + 1;
  const url = `http://127.0.0.1:${sandboxPort}`;
  const keys = sandboxKeys(join(folder, "sandbox-keys.json"));
  return {
    ...shared(values, clock, production),
    host,
    sandbox: { host, port: sandboxPort, url, stateFile: join(folder, "sandbox.json") },
    sessionSecret: values.SESSION_SECRET ?? keys.sessionSecret,
    wecom: {
      corpId: "wwsandbox0000000001",
      agentId: 1_000_002,
      secret: keys.secret,
      token: keys.token,
      aesKey: keys.aesKey,
      contacts: { token: keys.contactsToken, aesKey: keys.contactsAesKey },
      apiBase: url,
      oauthBase: url,
      loginBase: url,
      miniprogramAppId: null,
      robotKey: values.WECOM_ROBOT_KEY ?? null,
    },
  };
};

const letters = (length: number): string => randomBytes(length).toString("hex").slice(0, length);

const freshKeys = () => ({
  sessionSecret: letters(48),
  secret: letters(43),
  token: letters(24),
  aesKey: letters(43),
  contactsToken: letters(24),
  contactsAesKey: letters(43),
});

/** The sandbox's keys are made at the first start and kept, so that a restart orphans no card and no session. */
const sandboxKeys = (path: string): ReturnType<typeof freshKeys> => {
  const kept = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Partial<ReturnType<typeof freshKeys>>) : {};
  const keys = { ...freshKeys(), ...kept };
  if (Object.keys(kept).length === Object.keys(keys).length) return keys;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  return keys;
};
