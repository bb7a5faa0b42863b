/** WeCom's words for the codes that the sandbox can answer [90313]. */
const MEANING: Record<number, string> = {
  [-1]: "system busy",
  40001: "invalid credential",
  40008: "invalid message type",
  40013: "invalid corpid",
  40014: "invalid access_token",
  40029: "invalid code",
  40032: "invalid userid list size",
  40056: "invalid agentid",
  40058: "invalid Request Parameter",
  40063: "some parameters are empty",
  40091: "invalid secret",
  41001: "access_token missing",
  41002: "corpid missing",
  41004: "corpsecret missing",
  41008: "code missing",
  41009: "userid missing",
  41010: "url missing",
  41011: "agentid missing",
  41016: "title missing",
  41033: "description missing",
  42001: "access_token expired",
  42014: "taskid has existed or empty or exceed max len",
  42015: "not match agentid",
  42027: "Template_Card missing keyname",
  42028: "Template_Card missing url",
  42029: "Template_Card missing mediaid",
  42030: "Template_Card missing appid",
  42031: "Template_Card invalid CardType",
  42033: "Template_Card missing title",
  42035: "Template_Card invalid horizontal_content_list size",
  42036: "Template_Card invalid vertical_content_list size",
  42037: "Template_Card invalid option_list size",
  42038: "Template_Card invalid button_list.text",
  42039: "Template_Card invalid button_list.key",
  42040: "Template_Card invalid option_list.id",
  42041: "Template_Card invalid option_list.text",
  42042: "Template_Card invalid jump_list size",
  42043: "Template_Card invalid question_key",
  42044: "Template_Card invalid card_image.url",
  42045: "Template_Card invalid card_action",
  42046: "Template_Card invalid submit_button.key",
  42047: "Template_Card invalid select_list size",
  42049: "Template_Card invalid submit_button.text",
  42050: "Template_Card invalid horizontal_content_list.userid",
  42051: "Template_Card action_menu key conflict",
  43012: "need callback url",
  44004: "empty content",
  45002: "content size out of limit",
  45009: "api freq out of limit",
  48002: "api forbidden",
  49008: "chat has been disbanded",
  60011: "no privilege to access/modify contact/party/agent",
  60111: "userid not found",
  60123: "invalid department id",
  60140: "invalid response_code",
  81013: "user & party & tag all invalid",
  82001: "user & party & tag all empty",
  82002: "invalid party list size",
  82003: "invalid tag list size",
  82101: "update target is empty",
  82102: "update target not in message",
  86001: "invalid chatid",
  86003: "chatid not exist",
  86006: "invalid chat member list size",
  86008: "chat not created by this app",
  86201: "chatid missing",
  86203: "chat owner missing",
  86204: "chat member missing",
  86205: "chatid too long",
  86207: "chat owner not in userlist",
  86215: "chatid existed",
  86216: "invalid chat member",
  93000: "invalid webhook url",
  301002: "not allow operate another agent with this accesstoken",
  301049: "app not in the list of emergency notification",
  301050: "emergency notification not enabled",
  301051: "emergency notification balance not enough",
};

/** An API call that WeCom would answer with an errcode. */
export class Refused extends Error {
  constructor(
    readonly errcode: number,
    readonly detail = "",
    readonly extra: Record<string, unknown> = {},
  ) {
    super(`${errcode} ${detail}`);
  }
}

/** The body of a failed call: HTTP stays 200, errmsg carries the usual hint tail [92520]. */
export function refusalBody(refused: Refused, hint: string, ip: string): Record<string, unknown> {
  const { errcode, detail, extra } = refused;
  const words = [MEANING[errcode] ?? "unknown error", detail].filter(Boolean).join(": ");
  const tail = `hint: [${hint}], from ip: ${ip}, more info at https://open.work.weixin.qq.com/devtool/query?e=${errcode}`;
  return { errcode, errmsg: `${words}, ${tail}`, ...extra };
}
