const token = {
  name: "token",
  title: "令牌失效",
  what: "现有令牌从下一次调用起被拒，应用重新获取后恢复。",
  kind: "choice",
  options: [
    ["fine", "正常"],
    ["expired", "过期 42001"],
    ["unknown", "无效 40014"],
  ],
};
const calls = {
  name: "calls",
  title: "紧急通知",
  what: "应用打不出语音电话。",
  kind: "choice",
  options: [
    ["fine", "正常"],
    ["notListed", "应用未授权"],
    ["off", "功能未开启"],
    ["noBalance", "余额不足"],
  ],
};

/** Every fault of the panel: its name in the sandbox, its words, and how it is set. The first option of a choice is the state of health. */
export const FAULT_SECTIONS = [
  {
    title: "接口",
    rows: [
      { name: "down", title: "企业微信宕机", what: "应用发来的请求一律断开；手机上仍可点按。", kind: "switch" },
      { name: "busy", title: "系统繁忙", what: "接下来的若干次接口调用返回 -1，之后恢复。", kind: "number", unit: "次", most: 1000 },
      { name: "slowMs", title: "变慢", what: "每个接口调用都等这么久才应答。", kind: "number", unit: "毫秒", most: 60000, step: 500 },
      token,
      { name: "freshTokens", title: "令牌互斥", what: "每次获取令牌都换新的，旧令牌立即失效。", kind: "switch" },
    ],
  },
  {
    title: "发消息",
    rows: [
      {
        name: "lostAnswers",
        title: "应答丢失",
        what: "消息已送达手机，但应用等不到应答；检验会不会重复发送。",
        kind: "number",
        unit: "次",
        most: 1000,
      },
      { name: "refuseLongText", title: "超长即拒收", what: "文字超过 2048 字节时返回 45002，而不是截断。", kind: "switch" },
      {
        name: "unlimited",
        title: "不限发送频率",
        what: "平时每人每分钟 30 条、每小时 1000 条，超出的静默丢弃；打开后不限。",
        kind: "switch",
      },
      { name: "unreachable", title: "某人不可达", what: "不在可见范围：消息列入 invaliduser，手机收不到。", kind: "people" },
      { name: "unlicensed", title: "未授权许可", what: "没有基础接口许可：消息列入 unlicenseduser，手机收不到。", kind: "people" },
    ],
  },
  {
    title: "管理后台的设置",
    rows: [
      { name: "foreignIp", title: "出口 IP 不可信", what: "不在「企业可信IP」里：除取令牌外一律返回 60020。", kind: "switch" },
      { name: "narrowRange", title: "可见范围不含全员", what: "应用的可见范围不是根部门：群聊接口返回 48002。", kind: "switch" },
      { name: "foreignDomain", title: "可信域名不符", what: "网页授权的可信域名不是应用的地址：登录返回 50001。", kind: "switch" },
      { name: "appClosed", title: "应用被停用", what: "发送消息一律返回 50003。", kind: "switch" },
      { name: "noCallback", title: "未设接收消息", what: "带按钮的卡片返回 43012，点按也不会送给应用。", kind: "switch" },
      { name: "noMiniProgram", title: "未关联小程序", what: "小程序登录返回 40014。", kind: "switch" },
      calls,
    ],
  },
  {
    title: "回调",
    rows: [
      {
        name: "deliveries",
        title: "回调重复投递",
        what: "每次点按都重复送给应用；应用只应办理一次。",
        kind: "number",
        unit: "次",
        least: 1,
        most: 10,
      },
      { name: "lostCallbacks", title: "回调丢失", what: "接下来的若干次回调不送给应用。", kind: "number", unit: "次", most: 1000 },
      { name: "retryOnStatus", title: "出错也重投", what: "应用应答不是 200 时也重新投递，最多 4 次。", kind: "switch" },
    ],
  },
];
