import type { Wall } from "./wall.js";

/** A member of the demonstration organisation, known by post and never by a personal name. */
export interface SandboxPerson {
  /** 成员账号, 1–64 bytes, case-insensitive in WeCom [90196]. */
  userid: string;
  name: string;
  /** Small line under the name, e.g. 新媒体团队 · 初审. */
  post?: string;
  departmentId: number;
}

/** One department (部门) of the demonstration organisation; id 1 is WeCom's root. */
export interface SandboxDepartment {
  id: number;
  name: string;
}

/** Everything the sandbox must know to be the other side of one self-built app. */
export interface SandboxOptions {
  host: string;
  /** 0 takes any free port. */
  port: number;
  corpId: string;
  agentId: number;
  secret: string;
  /** Token of the callback triple, used only in signatures [90930]. */
  token: string;
  /** EncodingAESKey of the callback triple, 43 letters and digits [90968]. */
  aesKey: string;
  /** The app's POST /wecom/callback; empty = none configured, which forbids callback-capable cards (43012). */
  callbackUrl: string;
  /** The contacts-sync assistant's own callback (通讯录同步 → 接收事件服务器), with a triple of its own; absent = none configured. */
  contacts?: { callbackUrl: string; token: string; aesKey: string };
  /** PUBLIC_URL of the app: the mini-app frame and POST /dev/clock. */
  appUrl: string;
  people: SandboxPerson[];
  departments: SandboxDepartment[];
  /** How many members the enterprise may have (账号上限): each is worth 200 receptions a day [90312]. 200 unless given. */
  accounts?: number;
  /** Domain time, as phones show it. */
  now: () => Date;
  /** Chats, cards, task ids and response codes are kept here, so that a restart orphans no card. */
  stateFile?: string;
  /** Transport time; the machine's clock unless a test turns it. */
  wall?: Wall;
  /** How long a callback may take before the connection is dropped; WeCom's own 5 s [90930] unless a test shortens it. */
  callbackTimeoutMs?: number;
}
