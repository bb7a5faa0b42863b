import type { Card } from "./card.js";
import { type DepartmentsOutcome, listDepartments, listMembers, type MemberOutcome, type MembersOutcome, readMember } from "./contacts.js";
import { errorEntry, errorWords } from "./errors.js";
import { changeGroup, createGroup, sayInGroup, type GroupChange, type GroupOutcome, type GroupWords, type NewGroup } from "./groups.js";
import { createLiving, type LivingOutcome, type NewLiving } from "./livings.js";
import { recipientsOf, useridList } from "./message.js";
import { failure, type GivenUp, type Retry, word } from "./outcome.js";
import { postByRobot, type RobotOutcome } from "./robot.js";
import { updatedTemplateCard } from "./template-card.js";
import { MemoryTokenStore, type TokenStore } from "./token.js";
import { type CallOutcome, type CallState, placeCall, stateOfCall } from "./voice.js";
import { Wire } from "./wire.js";

/** What WeCom really said. `accepted` is not "delivered to all": the refused are in `invalid` and `unlicensed`, lower-cased. */
export type SendOutcome =
  | { kind: "accepted"; msgId: string; responseCode: string | null; invalid: string[]; unlicensed: string[] }
  | { kind: "alreadySent" }
  | { kind: "allInvalid"; invalid: string[]; unlicensed: string[] }
  | Retry
  | GivenUp;

export type UpdateOutcome = { kind: "accepted"; invalid: string[] } | { kind: "notUpdatable"; reason: string } | Retry | GivenUp;

/** `member` says who, not what they may: WeCom names any member of the corp, in the visible range or not [91023]. */
export type CodeOutcome = { kind: "member"; userid: string } | { kind: "outsider" } | { kind: "badCode" } | Retry | GivenUp;

export interface WecomClientOptions {
  /** host of the API, e.g. https://qyapi.weixin.qq.com */
  apiBase: string;
  corpId: string;
  agentId: number;
  secret: string;
  /** wall time in ms */
  wallNow: () => number;
  timeoutMs: number;
  /** key of the robot of the organisation's group; absent: there is none */
  robotKey?: string | null;
  /** where the access token is kept; in this process if not given */
  tokens?: TokenStore;
}

/** WeCom's API as this product needs it. No method throws for what WeCom or the network does; outcomes say what to do. */
export class WecomClient {
  readonly #wire: Wire;
  readonly #corpId: string;
  readonly #agentId: number;
  readonly #robotKey: string | null;

  constructor(options: WecomClientOptions) {
    this.#corpId = options.corpId;
    this.#agentId = options.agentId;
    this.#robotKey = options.robotKey ?? null;
    this.#wire = new Wire({ ...options, tokens: options.tokens ?? new MemoryTokenStore() });
  }

  /** Sends the bytes of `messageBody` as they are [90236]. */
  async send(body: string): Promise<SendOutcome> {
    const answer = await this.#wire.call({ path: "message/send", body });
    if (answer.kind === "unanswered") return failure(answer);
    const { errcode, fields } = answer;
    const refused = { invalid: useridList(fields.invaliduser), unlicensed: useridList(fields.unlicenseduser) };
    if (errcode === 0) return { kind: "accepted", msgId: word(fields.msgid) ?? "", responseCode: word(fields.response_code), ...refused };
    const { action } = errorEntry(errcode);
    if (action === "alreadySent") return { kind: "alreadySent" };
    if (action !== "dropRecipient") return failure(answer);
    const named = refused.invalid.length + refused.unlicensed.length > 0;
    return { kind: "allInvalid", ...(named ? refused : { invalid: recipientsOf(body), unlicensed: [] }) };
  }

  /** Redraws a sent card for these people; one call per response code, within 72 h [94888]. Throws `CardRefused` only. */
  async updateCard(update: { responseCode: string; userids: readonly string[]; card: Card }): Promise<UpdateOutcome> {
    const body = JSON.stringify({
      userids: update.userids,
      agentid: this.#agentId,
      response_code: update.responseCode,
      template_card: updatedTemplateCard(update.card),
      enable_id_trans: 0,
    });
    const answer = await this.#wire.call({ path: "message/update_template_card", body });
    if (answer.kind === "unanswered") return failure(answer);
    if (answer.errcode === 0) return { kind: "accepted", invalid: useridList(answer.fields.invaliduser) };
    const { action } = errorEntry(answer.errcode);
    if (action === "notUpdatable" || action === "dropRecipient") return { kind: "notUpdatable", reason: errorWords(answer.errcode) };
    return failure(answer);
  }

  /** Rings a member's phone, which asks them to look at WeCom; no text of ours is spoken [91627]. Not safe to repeat: each call rings. */
  call(userid: string): Promise<CallOutcome> {
    return placeCall(this.#wire, userid);
  }

  /** What has become of a call of the last seven days [91628]. */
  callState(userid: string, callId: string): Promise<CallState> {
    return stateOfCall(this.#wire, userid, callId);
  }

  /** Makes a group chat of this app [90245]. */
  createGroup(group: NewGroup): Promise<GroupOutcome> {
    return createGroup(this.#wire, group);
  }

  /** Changes who is in a group chat of this app [98913]. */
  changeGroup(change: GroupChange): Promise<GroupOutcome> {
    return changeGroup(this.#wire, change);
  }

  /** Speaks in a group chat of this app [90248]. Not safe to repeat: each call is a line. */
  sayInGroup(chatId: string, words: GroupWords): Promise<GroupOutcome> {
    return sayInGroup(this.#wire, chatId, words);
  }

  /** Reserves a 企业直播 for a member [93637]. Not safe to repeat: each call is another. */
  createLiving(living: NewLiving): Promise<LivingOutcome> {
    return createLiving(this.#wire, living);
  }

  /** True where the organisation's group has a robot that we may speak by. */
  get hasRobot(): boolean {
    return this.#robotKey !== null;
  }

  /** A line of markdown by the robot of the organisation's group [99110]; throws where there is none. */
  postByRobot(text: string): Promise<RobotOutcome> {
    if (this.#robotKey === null) throw new Error("no robot is configured");
    return postByRobot(this.#wire, this.#robotKey, text);
  }

  /** Who holds this login code (single use, 5 minutes): from the web [91023] or from the mini program's wx.qy.login [91507]. */
  async userOfCode(code: string, via: "web" | "miniprogram"): Promise<CodeOutcome> {
    if (code === "" || Buffer.byteLength(code) > 512) return { kind: "badCode" };
    const answer = await this.#wire.call(
      via === "web"
        ? { path: "auth/getuserinfo", query: { code } }
        : { path: "miniprogram/jscode2session", query: { js_code: code, grant_type: "authorization_code" } },
    );
    if (answer.kind === "unanswered") return failure(answer);
    const { errcode, fields } = answer;
    if (errcode !== 0) return errorEntry(errcode).action === "badCode" ? { kind: "badCode" } : failure(answer);
    const userid = word(fields.userid) ?? word(fields.UserId);
    const foreign = via === "miniprogram" && fields.corpid !== this.#corpId;
    return userid === null || foreign ? { kind: "outsider" } : { kind: "member", userid: userid.trim().toLowerCase() };
  }

  /** The departments that the app sees. */
  departments(): Promise<DepartmentsOutcome> {
    return listDepartments(this.#wire);
  }

  /** The visible members of one department. */
  membersOf(departmentId: number): Promise<MembersOutcome> {
    return listMembers(this.#wire, departmentId);
  }

  /** What has become of one member. */
  member(userid: string): Promise<MemberOutcome> {
    return readMember(this.#wire, userid);
  }

  /** Where a browser is sent to log in: silently inside WeCom [91022], by the login page outside [98152]. */
  oauthUrl(login: { oauthBase: string; loginBase: string; insideWecom: boolean; redirectUri: string; state: string }): string {
    if (!/^[A-Za-z0-9]{1,128}$/.test(login.state)) throw new RangeError("state: 1 to 128 letters and digits expected");
    const redirect_uri = login.redirectUri;
    if (login.insideWecom) {
      const silent = { response_type: "code", scope: "snsapi_base", state: login.state, agentid: String(this.#agentId) };
      return `${login.oauthBase}/connect/oauth2/authorize?${new URLSearchParams({ appid: this.#corpId, redirect_uri, ...silent }).toString()}#wechat_redirect`;
    }
    const app = { login_type: "CorpApp", appid: this.#corpId, agentid: String(this.#agentId) };
    return `${login.loginBase}/wwlogin/sso/login?${new URLSearchParams({ ...app, redirect_uri, state: login.state, lang: "zh" }).toString()}`;
  }
}
