import { randomUUID } from "node:crypto";
import { MoreThanOrEqual } from "typeorm";
import { InboxEvent } from "../../entities/inbox-event.js";
import { TRIAL_CARD, trialTask } from "../delivery/trial.js";
import { errorWords } from "../wecom/errors.js";
import type { Heard } from "../wecom/inspection.js";
import { messageBody } from "../wecom/message.js";
import { CALL_TROUBLES } from "./channel-checks.js";
import { bad, type Finding, good, warning } from "./finding.js";
import { MENU } from "./menus.js";
import { type Check, servicesOf, type Ward } from "./ward.js";

const STEP_MS = 2000;
const TAPPED_WITHIN_MS = 90_000;
const TALKED_WITHIN_MS = 75_000;

const listed = (heard: Heard & { kind: "answered" }, name: string): boolean =>
  typeof heard.fields[name] === "string" && heard.fields[name] !== "";

/** Why the card did not reach the person; null when it did. */
const undelivered = (title: string, userid: string, heard: Heard): Finding | null => {
  if (heard.kind === "silent") return bad(title, `没有发出：${heard.why}`, "稍后再试一次");
  if (heard.errcode === 43012) {
    const mend = "在那里保存 URL、Token 和 EncodingAESKey；没有它，带按钮的卡片一张也发不出去";
    return bad(title, "应用没有设置接收消息服务器（43012）", mend, MENU.callback);
  }
  if (listed(heard, "unlicenseduser")) return bad(title, `${userid} 收不到：没有基础接口许可`, "为该成员分配许可", MENU.members);
  if (heard.errcode === 81013 || listed(heard, "invaliduser"))
    return bad(title, `${userid} 收不到：不在可见范围，或账号不对`, "核对账号，并加进可见范围", MENU.range);
  if (heard.errcode !== 0) return bad(title, errorWords(heard.errcode), "按提示处理后再试一次");
  return null;
};

const isTapped = async (ward: Ward, userid: string, taskId: string, since: Date): Promise<boolean> => {
  const where = { fromUser: userid.toLowerCase(), receivedAt: MoreThanOrEqual(since) };
  const events = await servicesOf(ward).uow.read((tx) => tx.find(InboxEvent, { where, take: 50 }));
  return events.some(({ event }) => (event as { taskId?: string }).taskId === taskId);
};

/** Sends one real card and waits for the press to come back through WeCom, our address and the database. */
export const sending = (userid: string): Check => {
  const title = "测试卡片";
  const run = async (ward: Ward): Promise<Finding[]> => {
    const { clock } = servicesOf(ward);
    const [taskId, since] = [trialTask(randomUUID()), clock.now()];
    const body = messageBody({ kind: "card", card: TRIAL_CARD, taskId, toUsers: [userid], agentId: ward.env.wecom.agentId });
    const heard = await ward.wecom.ask("message/send", {}, JSON.parse(body) as object);
    const failed = undelivered(title, userid, heard);
    if (failed) return [failed];
    ward.say(`        卡片已发给 ${userid}，请在 ${TAPPED_WITHIN_MS / 1000} 秒内点卡片上的「收到」……`);
    for (let waited = 0; waited < TAPPED_WITHIN_MS; waited += STEP_MS) {
      if (await isTapped(ward, userid, taskId, since)) return [good(title, "已送达，点按也回来了")];
      await ward.pause(STEP_MS);
    }
    const mend = "手机上没看到卡片：核对可见范围；点了没反应：核对接收消息的 URL 能否从外网打开";
    return [warning(title, "已送达，但没有等到点按", mend, MENU.callback)];
  };
  return { title, needs: ["app", "database"], run };
};

/** How a call ended, by reason [91628]; those not listed are told by number. */
const ENDS: Readonly<Record<number, string>> = {
  4: "响铃后用户挂断",
  5: "手机不在服务区",
  6: "手机欠费",
  7: "被拒接",
  8: "手机关机",
  9: "空号",
  10: "呼叫受限",
  11: "线路错误",
  12: "响铃后无人接听",
  13: "超过次数限制（同一人 8 分钟 3 次、24 小时 8 次）",
  14: "线路没有应答",
  15: "主叫超限",
  16: "线路繁忙",
};
const UNDECIDED = new Set([1, 2, 3]);

const placed = (title: string, heard: Heard): { callid: string } | Finding => {
  if (heard.kind === "silent") return bad(title, `没有打出：${heard.why}`, "稍后再试一次");
  const trouble = CALL_TROUBLES[heard.errcode];
  if (trouble) return bad(title, `${trouble[0]}（${heard.errcode}）`, trouble[1], MENU.calls);
  if (heard.errcode !== 0) return bad(title, errorWords(heard.errcode), "按提示处理后再试一次");
  const [state] = (heard.fields.states ?? []) as { code?: number; callid?: string }[];
  if (state?.code !== 0 || !state.callid)
    return bad(title, `没有打出（${state?.code ?? "无状态"}）`, "核对账号、可见范围和成员的手机号", MENU.members);
  return { callid: state.callid };
};

/** Rings one real phone and asks how the call ended. */
export const ringing = (userid: string): Check => {
  const title = "测试电话";
  const run = async (ward: Ward): Promise<Finding[]> => {
    const call = placed(title, await ward.wecom.ask("pstncc/call", {}, { callee_userid: [userid] }));
    if (!("callid" in call)) return [call];
    ward.say(`        正在拨打 ${userid}，请接听……`);
    for (let waited = 0; waited < TALKED_WITHIN_MS; waited += STEP_MS) {
      await ward.pause(STEP_MS);
      const heard = await ward.wecom.ask("pstncc/getstates", {}, { callee_userid: userid, callid: call.callid });
      if (heard.kind === "silent" || heard.errcode !== 0 || UNDECIDED.has(Number(heard.fields.reason))) continue;
      if (heard.fields.istalked === 1) return [good(title, "已接通")];
      const reason = Number(heard.fields.reason);
      return [
        warning(title, `打出去了，没有接通：${ENDS[reason] ?? `原因 ${reason}`}`, "换一个时间再试，或核对成员的手机号", MENU.members),
      ];
    }
    return [warning(title, "打出去了，一直没有结果", "在企业微信「紧急通知」里查看通话记录", MENU.calls)];
  };
  return { title, needs: ["app"], run };
};
