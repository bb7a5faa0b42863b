import { errorWords } from "../wecom/errors.js";
import { bad, type Finding, good, unknown, warning } from "./finding.js";
import { MENU } from "./menus.js";
import type { Check, Ward } from "./ward.js";

const TITLE_DOMAIN = "可信域名";

const text = (value: unknown): string => (typeof value === "string" ? value.trim() : "");

/** Logins come back to this host and no other; the port counts, wildcards do not exist [91022]. */
const domain = async ({ env, wecom }: Ward): Promise<Finding[]> => {
  const heard = await wecom.ask("agent/get", { agentid: String(env.wecom.agentId) });
  if (heard.kind === "silent") return [unknown(TITLE_DOMAIN, heard.why, "稍后再检查一次")];
  const { host } = new URL(env.publicUrl);
  const trusted = text(heard.fields.redirect_domain);
  const mend = `设为 ${host}（要带端口，不支持通配），并按提示把校验文件放到网站根目录；否则手机网页登录报 50001`;
  if (trusted === "") return [bad(TITLE_DOMAIN, "还没有设置", mend, MENU.trustedDomain)];
  if (trusted.toLowerCase() !== host.toLowerCase())
    return [bad(TITLE_DOMAIN, `设置的是 ${trusted}，而 PUBLIC_URL 是 ${host}`, mend, MENU.trustedDomain)];
  return [good(TITLE_DOMAIN, `${trusted}，与 PUBLIC_URL 一致`)];
};

const TITLE_HOME = "应用主页";

const home = async ({ env, wecom }: Ward): Promise<Finding[]> => {
  const heard = await wecom.ask("agent/get", { agentid: String(env.wecom.agentId) });
  if (heard.kind === "silent") return [unknown(TITLE_HOME, heard.why, "稍后再检查一次")];
  const url = text(heard.fields.home_url);
  if (url.startsWith(env.publicUrl)) return [good(TITLE_HOME, "工作台里点应用会打开本系统")];
  const mend = `设为 ${env.publicUrl}（用小程序的，设为小程序首页）；否则从工作台进不来`;
  return [warning(TITLE_HOME, url === "" ? "还没有设置" : `设置的是 ${url}`, mend, MENU.home)];
};

const TITLE_SDK = "JS-SDK";

const sdk = async ({ wecom }: Ward): Promise<Finding[]> => {
  const heard = await wecom.ask("ticket/get", { type: "agent_config" });
  if (heard.kind === "silent") return [unknown(TITLE_SDK, heard.why, "稍后再检查一次")];
  if (heard.errcode !== 0)
    return [warning(TITLE_SDK, errorWords(heard.errcode), "先设好可信域名；没有 JS-SDK 时扫码、选人等不可用", MENU.trustedDomain)];
  return [good(TITLE_SDK, "可以取得签名凭据")];
};

const TITLE_LOGIN = "电脑登录";

/** The console's callback domain for logins on a desktop is told by no API. */
const login = async ({ env }: Ward): Promise<Finding[]> => {
  const { host } = new URL(env.publicUrl);
  const mend = `确认授权回调域是 ${host}（要带端口）；然后在电脑浏览器打开 ${env.publicUrl} 扫码登录一次`;
  return [unknown(TITLE_LOGIN, "授权回调域没有接口可查", mend, MENU.login)];
};

/** Whether phones and desktops find their way to our pages. */
export const domainChecks: readonly Check[] = [
  { title: TITLE_DOMAIN, needs: ["app"], run: domain },
  { title: TITLE_HOME, needs: ["app"], run: home },
  { title: TITLE_SDK, needs: ["app"], run: sdk },
  { title: TITLE_LOGIN, needs: ["app"], run: login },
];
