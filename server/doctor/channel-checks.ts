import { bad, type Finding, good, unknown, warning } from "./finding.js";
import { MENU } from "./menus.js";
import type { Check, Ward } from "./ward.js";

const TITLE_CALLS = "语音电话";

/** What is wrong with 紧急通知 by errcode [91627]; also what `--ring` hears. */
export const CALL_TROUBLES: Readonly<Record<number, [what: string, mend: string]>> = {
  301049: ["应用没有列入「紧急通知」的可调用应用", "在「可调用接口的应用」里添加本应用"],
  301050: ["没有开通「紧急通知」", "在应用管理里添加并开通「紧急通知」（按通话计费）"],
  301051: ["「紧急通知」余额不足", "充值"],
};

/** Asks after a call that nobody ever placed: nobody's phone rings. */
const calls = async ({ wecom }: Ward): Promise<Finding[]> => {
  const heard = await wecom.ask("pstncc/getstates", {}, { callee_userid: "doctor", callid: "doctor" });
  if (heard.kind === "silent") return [unknown(TITLE_CALLS, heard.why, "稍后再检查一次")];
  const trouble = CALL_TROUBLES[heard.errcode];
  if (trouble) {
    const [what, mend] = trouble;
    return [warning(TITLE_CALLS, `${what}（${heard.errcode}），预警时电话打不出去，只有卡片和群消息`, mend, MENU.calls)];
  }
  return [unknown(TITLE_CALLS, "没有发现未开通的迹象；余额和能否接通查不出", "用 -- --ring 账号 拨打一次（会真的响铃）", MENU.calls)];
};

const TITLE_MINI = "小程序";
const BAD_CODE = 40029;

/** A login code that nobody was given is refused as such only where a mini program is associated. */
const miniProgram = async ({ env, wecom }: Ward): Promise<Finding[]> => {
  if (env.wecom.miniprogramAppId === null) return [good(TITLE_MINI, "没有使用，卡片打开手机网页")];
  const heard = await wecom.ask("miniprogram/jscode2session", { js_code: "doctor", grant_type: "authorization_code" });
  if (heard.kind === "silent") return [unknown(TITLE_MINI, heard.why, "稍后再检查一次")];
  if (heard.errcode === BAD_CODE) return [good(TITLE_MINI, "已与本应用关联")];
  const mend = `把小程序 ${env.wecom.miniprogramAppId} 关联到本应用，或去掉 WECOM_MINIPROGRAM_APPID 改用手机网页`;
  return [bad(TITLE_MINI, `没有与本应用关联（${heard.errcode}），卡片打不开小程序`, mend, MENU.miniProgram)];
};

const TITLE_HEARTBEAT = "外部心跳";
const PATIENCE_MS = 5000;

/** Only the watch's host is asked: a beat from here would tell it that all is well, and the address may hold a key. */
const heartbeat = async ({ env, open }: Ward): Promise<Finding[]> => {
  const where = "环境变量 HEARTBEAT_URL";
  if (env.heartbeatUrl === null)
    return [warning(TITLE_HEARTBEAT, "没有设置，整台服务器停了不会有人知道", "设为外部监控服务的心跳地址，超时未收到即告警", where)];
  const { origin, host } = new URL(env.heartbeatUrl);
  const page = await open(origin, PATIENCE_MS);
  if (page.kind === "page") return [good(TITLE_HEARTBEAT, `${host} 连得上`)];
  return [bad(TITLE_HEARTBEAT, `连不上 ${host}：${page.why}`, "放行服务器到该地址的访问，否则监控会误报停机", where)];
};

/** What alerts and pages use beside cards. */
export const channelChecks: readonly Check[] = [
  { title: TITLE_CALLS, needs: ["app"], run: calls },
  { title: TITLE_MINI, needs: ["app"], run: miniProgram },
  { title: TITLE_HEARTBEAT, needs: [], run: heartbeat },
];
