/** Where things are in WeCom's console (企业微信管理后台 work.weixin.qq.com), as an administrator finds them. */
const CONSOLE = "企业微信管理后台 → ";
const APP = `${CONSOLE}应用管理 → 自建 → 本应用 → `;

export const MENU = {
  corpId: `${CONSOLE}我的企业 → 企业信息 → 企业ID`,
  secret: `${APP}Secret → 查看`,
  agentId: `${APP}AgentId`,
  enabled: `${APP}右上角启用开关`,
  trustedIp: `${APP}开发者接口 → 企业可信IP → 配置`,
  range: `${APP}可见范围 → 编辑`,
  callback: `${APP}功能 → 接收消息 → 设置API接收`,
  trustedDomain: `${APP}开发者接口 → 网页授权及JS-SDK → 设置可信域名`,
  login: `${APP}开发者接口 → 企业微信授权登录 → Web网页 → 设置授权回调域`,
  home: `${APP}功能 → 应用主页 → 设置`,
  miniProgram: `${CONSOLE}应用管理 → 自建 → 本应用 → 关联小程序（须由小程序管理员扫码同意）`,
  calls: `${CONSOLE}应用管理 → 基础 → 紧急通知 → 可调用接口的应用`,
  contacts: `${CONSOLE}安全与管理 → 管理工具 → 通讯录同步 → 接收事件服务器`,
  members: `${CONSOLE}通讯录 → 成员详情`,
} as const;
