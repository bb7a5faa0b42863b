import { Refusal } from "../kernel/refusal.js";
import type { SettingValues } from "../regulation/settings.js";
import type { Actor } from "./actor.js";

const MINUTE_MS = 60_000;

/**
 * Why somebody has to log in anew before a sensitive act (§2.2: 授权代审、红色警报降级或解除、撤稿、账号和追责决定); null: their login is recent
 * enough. No card and no word in the chat is a login.
 */
export const staleLogin = ({ loggedInAt }: Actor, now: Date, settings: SettingValues): Refusal | null => {
  const minutes = settings.value("session.sensitiveActMinutes");
  if (loggedInAt !== undefined && now.getTime() - loggedInAt.getTime() <= minutes * MINUTE_MS) return null;
  return new Refusal({
    code: "session.stale",
    kind: "unauthenticated",
    detail: `这项操作须在登录后 ${minutes} 分钟内办理。请重新登录确认，再办一次；已填写的内容不会丢失。`,
    article: "18",
  });
};
