import { randomBytes } from "node:crypto";
import { InboxEvent } from "../../entities/inbox-event.js";
import { localDay, localMoment } from "../kernel/local-time.js";
import { CallbackCrypto } from "../wecom/crypto.js";
import type { Page } from "../wecom/inspection.js";
import { bad, type Finding, good, warning } from "./finding.js";
import { MENU } from "./menus.js";
import { type Check, servicesOf, type Ward } from "./ward.js";

/** WeCom waits one second for the verification and five for an event [90930]. */
const VERIFIED_WITHIN_MS = 1000;
const ANSWERED_WITHIN_MS = 5000;
const PATIENCE_MS = 10_000;

const TITLE_RUNNING = "程序与网址";
const PROXY = "反向代理（Nginx 等）与 PUBLIC_URL";

const running = async ({ env, open }: Ward): Promise<Finding[]> => {
  const page = await open(`${env.publicUrl}/readyz`, PATIENCE_MS);
  if (page.kind === "silent") {
    const mend =
      "确认程序已启动、域名指向本机、证书有效、443 端口放行；若只是本机绕不回自己的公网地址，请在 hosts 里把域名指向内网地址后再检查";
    return [bad(TITLE_RUNNING, `从本机打不开 ${env.publicUrl}：${page.why}`, mend, PROXY)];
  }
  if (page.status === 200 && page.body.includes('"status"')) return [good(TITLE_RUNNING, `${env.publicUrl} 打得开，程序运行正常`)];
  if (page.status === 503 && page.body.includes('"sweeps":"late"'))
    return [bad(TITLE_RUNNING, "程序在运行，但定时任务没有按时执行，时限不会到期提醒", "查看日志，重新启动程序")];
  if (page.status === 503) return [bad(TITLE_RUNNING, "程序在运行，但连不上数据库", "检查数据库，再重新启动程序")];
  const mend = "让代理把这个域名的全部路径原样转给本程序，不要缓存、不要改写、不要先要求登录";
  return [bad(TITLE_RUNNING, `${env.publicUrl} 应答的不是本程序（HTTP ${page.status}）`, mend, PROXY)];
};

interface Receiver {
  title: string;
  path: string;
  keys: CallbackCrypto;
  variables: string;
}

/** Why our own server refused what was signed with the settings at hand. */
const refusal = (page: Page & { kind: "page" }, { variables }: Receiver): [what: string, mend: string] => {
  if (page.status === 403 && page.body.includes("时间"))
    return [`本机与正在运行的程序时间相差超过 10 分钟（HTTP 403）`, "给运行程序的服务器打开时间同步，再检查一次"];
  if (page.status === 403)
    return [`签名没有通过（HTTP 403：${page.body.slice(0, 40)}）`, `正在运行的程序与这里读到的 ${variables} 不同：改好后重新启动程序`];
  if (page.status === 404 || (page.status >= 300 && page.status < 400))
    return [`没有转到本程序（HTTP ${page.status}）`, "让代理把 /wecom/ 下的路径原样转给本程序，不要跳转"];
  return [`应答不对（HTTP ${page.status}）`, "查看程序日志；代理不要改写查询参数（尤其是加号）和正文"];
};

const signed = (receiver: Receiver, plain: string, wallNow: Date) => {
  const stamp = { timestamp: String(Math.floor(wallNow.getTime() / 1000)), nonce: randomBytes(8).toString("hex") };
  const { encrypted, signature } = receiver.keys.seal(plain, stamp);
  return { encrypted, query: { msg_signature: signature, ...stamp } };
};

/** The same that the console does when the address is saved: within one second, the plain text to the byte. */
const verification = async ({ env, open, wallNow }: Ward, receiver: Receiver): Promise<Finding> => {
  const echo = String(randomBytes(6).readUIntBE(0, 6) + 1e15);
  const { encrypted, query } = signed(receiver, echo, wallNow());
  const url = `${env.publicUrl}${receiver.path}?${new URLSearchParams({ ...query, echostr: encrypted }).toString()}`;
  const page = await open(url, PATIENCE_MS);
  const { title } = receiver;
  if (page.kind === "silent") return bad(title, `打不开 ${receiver.path}：${page.why}`, "见上面「程序与网址」", PROXY);
  if (page.status === 200 && page.body === echo) {
    if (page.tookMs <= VERIFIED_WITHIN_MS) return good(title, `验证请求 ${page.tookMs} 毫秒内原样应答`);
    return bad(title, `验证请求用了 ${page.tookMs} 毫秒，企业微信只等 1 秒`, "检查代理和服务器负载；不要让程序休眠", PROXY);
  }
  const [what, mend] =
    page.status === 200 ? ["回显的内容与明文不一致", "代理不要在应答里加任何内容（空格、换行、HTML）"] : refusal(page, receiver);
  return bad(title, what, mend, PROXY);
};

/** An event of a kind that nobody knows is taken, answered empty and forgotten: so a post gets through as well. */
const posting = async ({ env, open, wallNow }: Ward, receiver: Receiver): Promise<Finding | null> => {
  const { corpId } = env.wecom;
  const seconds = Math.floor(wallNow().getTime() / 1000);
  const head = `<ToUserName><![CDATA[${corpId}]]></ToUserName><FromUserName><![CDATA[sys]]></FromUserName><CreateTime>${seconds}</CreateTime>`;
  const xml = `<xml>${head}<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[desk_doctor]]></Event></xml>`;
  const { encrypted, query } = signed(receiver, xml, wallNow());
  const body = `<xml><ToUserName><![CDATA[${corpId}]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`;
  const page = await open(`${env.publicUrl}${receiver.path}?${new URLSearchParams(query).toString()}`, PATIENCE_MS, body);
  const { title } = receiver;
  if (page.kind === "silent") return bad(title, `事件送不到：${page.why}`, "让代理放行 POST 请求", PROXY);
  if (page.status !== 200) {
    const [what, mend] = refusal(page, receiver);
    return bad(title, `事件被拒：${what}`, mend, PROXY);
  }
  if (page.tookMs > ANSWERED_WITHIN_MS)
    return bad(title, `事件用了 ${page.tookMs} 毫秒才应答，企业微信只等 5 秒`, "检查数据库和服务器负载", PROXY);
  return null;
};

const examined = async (ward: Ward, receiver: Receiver): Promise<Finding[]> => {
  const verified = await verification(ward, receiver);
  if (verified.grade !== "good") return [verified];
  return [(await posting(ward, receiver)) ?? good(receiver.title, `${verified.what}，事件也收得到`)];
};

const TITLE_CALLBACK = "接收消息";

const callback = (ward: Ward): Promise<Finding[]> => {
  const { token, aesKey, corpId } = ward.env.wecom;
  const keys = new CallbackCrypto(token, aesKey, corpId);
  const variables = "WECOM_TOKEN、WECOM_AES_KEY、WECOM_CORP_ID";
  return examined(ward, { title: TITLE_CALLBACK, path: "/wecom/callback", keys, variables });
};

const TITLE_CONTACTS = "通讯录回调";

/** The contacts-sync assistant has a triple of its own; without it changes are found by the nightly walk. */
const contacts = async (ward: Ward): Promise<Finding[]> => {
  const { contacts: triple, corpId } = ward.env.wecom;
  if (triple === null) return [good(TITLE_CONTACTS, "没有配置，人员变动靠可见范围事件和每夜核对发现")];
  const keys = new CallbackCrypto(triple.token, triple.aesKey, corpId);
  const variables = "WECOM_CONTACTS_TOKEN、WECOM_CONTACTS_AES_KEY、WECOM_CORP_ID";
  const found = await examined(ward, { title: TITLE_CONTACTS, path: "/wecom/callback/contacts", keys, variables });
  const mend = `确认后台那里的 URL 是 ${ward.env.publicUrl}/wecom/callback/contacts（域名主体须与企业一致），Token 和密钥与环境变量相同`;
  return found.map((finding) => (finding.grade === "good" ? { ...finding, mend, where: MENU.contacts } : finding));
};

const TITLE_DELIVERED = "回调送达";

/** Only what WeCom itself has brought proves that the console knows the address. */
const delivered = async (ward: Ward): Promise<Finding[]> => {
  const [last] = await servicesOf(ward).uow.read((tx) => tx.find(InboxEvent, { order: { receivedAt: "DESC" }, take: 1 }));
  if (last)
    return [good(TITLE_DELIVERED, `企业微信最近一次回调：${localDay(last.receivedAt).slice(0, 4)}年${localMoment(last.receivedAt)}`)];
  const mend = `程序运行时填写 URL ${ward.env.publicUrl}/wecom/callback、与环境变量相同的 Token 和 EncodingAESKey 并保存；然后在手机上对应用发送「待办」，再检查一次`;
  return [warning(TITLE_DELIVERED, "还从来没有收到过企业微信的回调", mend, MENU.callback)];
};

/** The way back, from our own address to what WeCom has really brought. */
export const callbackChecks: readonly Check[] = [
  { title: TITLE_RUNNING, needs: [], part: "running", run: running },
  { title: TITLE_CALLBACK, needs: ["running"], run: callback },
  { title: TITLE_CONTACTS, needs: ["running"], run: contacts },
  { title: TITLE_DELIVERED, needs: ["database"], run: delivered },
];
