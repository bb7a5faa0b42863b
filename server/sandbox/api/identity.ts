import { randomBytes } from "node:crypto";
import type { Corp } from "../corp.js";
import type { Answer, ApiCall } from "./call.js";
import { Refused } from "./errors.js";

function redeem(corp: Corp, code: string | undefined): string {
  if (!code) throw new Refused(41008);
  const userid = corp.logins.redeem(code);
  if (userid === null) throw new Refused(40029);
  return userid;
}

/** `GET auth/getuserinfo` [91023]: the userid comes back whether or not the person is in the visible range. */
export function getUserInfo(corp: Corp, { query }: ApiCall): Answer {
  return { userid: redeem(corp, query.code) };
}

/** `GET miniprogram/jscode2session` [91507]; 40014 for the token of an app with which no mini program is associated. */
export function jscodeToSession(corp: Corp, { query }: ApiCall): Answer {
  if (query.grant_type !== "authorization_code") throw new Refused(40058, "grant_type");
  if (corp.faults.noMiniProgram) throw new Refused(40014);
  return { corpid: corp.options.corpId, userid: redeem(corp, query.js_code), session_key: randomBytes(16).toString("base64") };
}

/** `GET get_jsapi_ticket` [90506]: the corp's ticket for config. */
export function getJsapiTicket(corp: Corp): Answer {
  const { ticket, expiresIn } = corp.tokens.ticket("corp");
  return { ticket, expires_in: expiresIn };
}

/** `GET ticket/get?type=agent_config` [94313]: the app's ticket for agentConfig. */
export function getAgentTicket(corp: Corp, { query }: ApiCall): Answer {
  if (query.type !== "agent_config") throw new Refused(40058, "type");
  const { ticket, expiresIn } = corp.tokens.ticket("agent");
  return { ticket, expires_in: expiresIn };
}
