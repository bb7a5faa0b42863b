import { errorWords } from "../wecom/errors.js";
import { bad, type Finding, good, unknown, warning } from "./finding.js";
import { MENU } from "./menus.js";
import type { Check, Ward } from "./ward.js";

const SKEW_WARNING_S = 60;
/** Half of what the callback's signature check tolerates. */
const SKEW_BAD_S = 300;

const TITLE_API = "企业微信接口";

const api = async ({ env, wecom }: Ward): Promise<Finding[]> => {
  const heard = await wecom.knock();
  if (heard.kind === "answered") return [good(TITLE_API, `能连上 ${env.wecom.apiBase}（${heard.tookMs} 毫秒）`)];
  const mend = "让服务器能以 https 访问该地址（DNS、防火墙、出口代理）；私有化或政务版请把 WECOM_API_BASE 改成自己的地址";
  return [bad(TITLE_API, `连不上 ${env.wecom.apiBase}：${heard.why}`, mend, "服务器网络，或环境变量 WECOM_API_BASE")];
};

const TITLE_CLOCK = "时钟误差";

const clock = async ({ wecom, wallNow }: Ward): Promise<Finding[]> => {
  const heard = await wecom.knock();
  if (heard.kind === "silent" || heard.at === null)
    return [unknown(TITLE_CLOCK, "企业微信的应答里没有时间", "在服务器上执行 timedatectl，确认已与时间服务器同步")];
  const seconds = Math.round((wallNow().getTime() - heard.at.getTime()) / 1000);
  const words = `服务器比企业微信${seconds > 0 ? "快" : "慢"}约 ${Math.round(Math.abs(seconds) / 60)} 分钟`;
  const mend = "打开时间同步（chrony 或 systemd-timesyncd）；相差 10 分钟以上时，点卡片的回调会被当作伪造而拒绝，时限也会算错";
  if (Math.abs(seconds) > SKEW_BAD_S) return [bad(TITLE_CLOCK, words, mend, "服务器系统时间")];
  if (Math.abs(seconds) > SKEW_WARNING_S) return [warning(TITLE_CLOCK, words, mend, "服务器系统时间")];
  return [good(TITLE_CLOCK, "与企业微信相差不到一分钟")];
};

const TITLE_TOKEN = "企业与凭证";

const REFUSED_TOKEN: Readonly<Record<number, [what: string, mend: string, where: string]>> = {
  40013: ["企业ID 不正确", "核对 WECOM_CORP_ID（以 ww 开头）", MENU.corpId],
  40001: ["Secret 不正确，或应用已被停用", "核对 WECOM_SECRET；重置过 Secret 就要换成新的；应用要处于启用状态", MENU.secret],
  40091: ["Secret 属于别的企业", "核对 WECOM_CORP_ID 与 WECOM_SECRET 是否出自同一个企业", MENU.secret],
  45009: ["取凭证过于频繁，服务器地址被暂时封禁", "先停下程序，一小时后再检查；多半是 Secret 不对而反复重试", MENU.secret],
};

const token = async ({ wecom }: Ward): Promise<Finding[]> => {
  const heard = await wecom.token();
  if (heard.kind === "silent") return [bad(TITLE_TOKEN, heard.why, "稍后再检查一次")];
  if (heard.errcode === 0) return [good(TITLE_TOKEN, "企业ID 与 Secret 正确")];
  const [what, mend, where] = REFUSED_TOKEN[heard.errcode] ?? [errorWords(heard.errcode), "按错误码查找原因", "企业微信错误码查询工具"];
  return [bad(TITLE_TOKEN, `${what}（${heard.errcode}）`, mend, where)];
};

const TITLE_IP = "企业可信IP";

/** Asks for something harmless with the token: only then does WeCom look at the caller's address. */
const trustedIp = async ({ env, wecom }: Ward): Promise<Finding[]> => {
  const heard = await wecom.ask("agent/get", { agentid: String(env.wecom.agentId) });
  if (heard.kind === "silent") return [bad(TITLE_IP, heard.why, "稍后再检查一次")];
  if (heard.errcode !== 60020) return [good(TITLE_IP, "服务器的出口地址可以调用接口")];
  const mend =
    `把${heard.ip === null ? "服务器的出口地址" : ` ${heard.ip} `}加进去，约 1 分钟后生效；填写之前要先设好可信域名或接收消息的 URL；` +
    "多台服务器、多条出口线路都要加；不能填服务商的地址";
  return [bad(TITLE_IP, `出口地址${heard.ip === null ? "" : ` ${heard.ip} `}不在名单里（60020）`, mend, MENU.trustedIp)];
};

const TITLE_APP = "应用";

const app = async ({ env, wecom }: Ward): Promise<Finding[]> => {
  const heard = await wecom.ask("agent/get", { agentid: String(env.wecom.agentId) });
  if (heard.kind === "silent") return [bad(TITLE_APP, heard.why, "稍后再检查一次")];
  const { errcode, fields } = heard;
  if (errcode === 301002 || errcode === 40056)
    return [
      bad(TITLE_APP, `AgentId ${env.wecom.agentId} 与 Secret 不是同一个应用（${errcode}）`, "两项从同一个应用页面重新抄一遍", MENU.agentId),
    ];
  if (errcode !== 0) return [bad(TITLE_APP, errorWords(errcode), "按提示处理后再检查一次")];
  if (fields.close === 1) return [bad(TITLE_APP, "应用已被停用，任何消息都发不出去", "启用应用", MENU.enabled)];
  const name = typeof fields.name === "string" ? fields.name : "";
  return [good(TITLE_APP, `「${name}」已启用`)];
};

/** From the network to the app itself, each step only when the one before it holds. */
export const wecomChecks: readonly Check[] = [
  { title: TITLE_API, needs: [], part: "api", run: api },
  { title: TITLE_CLOCK, needs: ["api"], run: clock },
  { title: TITLE_TOKEN, needs: ["api"], part: "token", run: token },
  { title: TITLE_IP, needs: ["token"], part: "trustedIp", run: trustedIp },
  { title: TITLE_APP, needs: ["trustedIp"], part: "app", run: app },
];
