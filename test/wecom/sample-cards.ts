import type { Card } from "../../server/wecom/card.js";

export const reviewCard: Card = {
  source: { text: "审核 · 第11条", colour: "grey" },
  title: "初审：开学第一课",
  subtitle: "微信公众号 · 加急",
  quote: { article: "11", text: "三级审核，逐级把关。" },
  rows: [
    { keyname: "编辑", value: "责任编辑" },
    { keyname: "截止", value: "10:20" },
  ],
  buttons: [
    { kind: "callback", text: "通过", key: "pass", style: 1 },
    { kind: "callback", text: "退回", key: "sendBack", style: 2 },
    { kind: "link", text: "查看全文", url: "https://desk.example.com/d/1", style: 4 },
  ],
  selection: {
    questionKey: "gate",
    title: "退回关口",
    options: [
      { id: "policy", text: "政策关" },
      { id: "content", text: "内容关" },
    ],
  },
  link: "https://desk.example.com/d/1",
};
export const notice: Card = {
  source: { text: "知会", colour: "black" },
  title: "已通过",
  rows: [],
  buttons: [],
  link: "https://desk.example.com/d/1",
};
export const closed: Card = { ...reviewCard, closedText: "已由 二审负责人 10:19 通过" };
export const TASK = "0199c0de-7000-7000-8000-00000000000a";
