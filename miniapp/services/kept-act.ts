import { host } from "../platform/index.js";
import { serverNow } from "./server-clock.js";
import type { Act, ActValues } from "../words/act.js";

const key = "desk.kept-act";
const keptForMs = 15 * 60_000;

/** What somebody had filled in when they left the page to log in anew. */
interface KeptAct {
  userid: string;
  /** the page's own address below the app */
  page: string;
  act: string;
  values: ActValues;
  at: number;
}

/** Leaves for the login page and keeps what was filled in; false where this host cannot leave: then nothing is kept. */
export function confirmLogin(userid: string, page: string, act: string, values: ActValues): boolean {
  uni.setStorageSync(key, { userid, page, act, values, at: serverNow() } satisfies KeptAct);
  if (host.leaveForLogin(true)) return true;
  uni.removeStorageSync(key);
  return false;
}

/** The act of this page, of these, that its person had begun before they left to log in, with what was filled in; taken once. null: none. */
export function takeKept(userid: string, page: string, acts: readonly Act[]): Act | null {
  const kept = uni.getStorageSync<KeptAct | "">(key);
  if (!kept || kept.page !== page) return null;
  uni.removeStorageSync(key);
  if (kept.userid !== userid || serverNow() - kept.at > keptForMs) return null;
  const act = acts.find((each) => each.key === kept.act);
  return act ? { ...act, given: kept.values.texts, attached: kept.values.files } : null;
}
