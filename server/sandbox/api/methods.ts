import { getAgent } from "./agent.js";
import { createGroup, getGroup, sendToGroup, updateGroup } from "./appchat.js";
import type { ApiMethod } from "./call.js";
import {
  getDepartment,
  getTag,
  getUser,
  listAddresses,
  listDepartmentIds,
  listDepartments,
  listUserDetails,
  listUserIds,
  listUsers,
} from "./contacts.js";
import { getToken } from "./gettoken.js";
import { getAgentTicket, getJsapiTicket, getUserInfo, jscodeToSession } from "./identity.js";
import { cancelLiving, createLiving, getLivingInfo, modifyLiving } from "./living.js";
import { getMedia, uploadByWebhook, uploadMedia } from "./media.js";
import { getCallState, placeCalls } from "./pstncc.js";
import { recallMessage } from "./recall.js";
import { sendMessage } from "./send.js";
import { updateTemplateCard } from "./update-card.js";
import { sendByWebhook } from "./webhook.js";

/** Knows the caller by the secret; never busy. */
export const TOKEN_PATH = "/cgi-bin/gettoken";
const WEBHOOK_PATH = "/cgi-bin/webhook/send";
const WEBHOOK_UPLOAD_PATH = "/cgi-bin/webhook/upload_media";
/** These know the caller otherwise: by the secret, by the key. */
export const WITHOUT_TOKEN = new Set([TOKEN_PATH, WEBHOOK_PATH, WEBHOOK_UPLOAD_PATH]);
/** What reaches people; their answers can get lost on the way back. */
export const SENDING: Record<string, ApiMethod> = {
  "/cgi-bin/message/send": sendMessage,
  "/cgi-bin/appchat/send": sendToGroup,
  "/cgi-bin/pstncc/call": placeCalls,
  [WEBHOOK_PATH]: sendByWebhook,
};

/** Read by GET. */
export const GET_METHODS: Record<string, ApiMethod> = {
  [TOKEN_PATH]: getToken,
  "/cgi-bin/agent/get": getAgent,
  "/cgi-bin/auth/getuserinfo": getUserInfo,
  "/cgi-bin/miniprogram/jscode2session": jscodeToSession,
  "/cgi-bin/getcallbackip": listAddresses,
  "/cgi-bin/get_api_domain_ip": listAddresses,
  "/cgi-bin/get_jsapi_ticket": getJsapiTicket,
  "/cgi-bin/ticket/get": getAgentTicket,
  "/cgi-bin/user/get": getUser,
  "/cgi-bin/user/simplelist": listUsers,
  "/cgi-bin/user/list": listUserDetails,
  "/cgi-bin/department/list": listDepartments,
  "/cgi-bin/department/simplelist": listDepartmentIds,
  "/cgi-bin/department/get": getDepartment,
  "/cgi-bin/tag/get": getTag,
  "/cgi-bin/appchat/get": getGroup,
  "/cgi-bin/media/get": getMedia,
  "/cgi-bin/living/get_living_info": getLivingInfo,
};

/** Called by POST with a JSON body. */
export const POST_METHODS: Record<string, ApiMethod> = {
  ...SENDING,
  "/cgi-bin/message/update_template_card": updateTemplateCard,
  "/cgi-bin/message/recall": recallMessage,
  "/cgi-bin/appchat/create": createGroup,
  "/cgi-bin/appchat/update": updateGroup,
  "/cgi-bin/pstncc/getstates": getCallState,
  "/cgi-bin/user/list_id": listUserIds,
  "/cgi-bin/living/create": createLiving,
  "/cgi-bin/living/modify": modifyLiving,
  "/cgi-bin/living/cancel": cancelLiving,
};

/** Their body is a form with a file. */
export const UPLOADS: Record<string, ApiMethod> = {
  "/cgi-bin/media/upload": uploadMedia,
  [WEBHOOK_UPLOAD_PATH]: uploadByWebhook,
};
