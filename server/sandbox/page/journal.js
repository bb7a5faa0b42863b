import { h, toast } from "./dom.js";
import { server } from "./server.js";
import { on } from "./store.js";
import { clockTime } from "./time.js";

let redraw = () => undefined;
let timer = null;
on("journal", () => {
  timer ??= setTimeout(() => {
    timer = null;
    redraw();
  }, 200);
});

const EVENTS = {
  template_card_event: "点按卡片",
  template_card_menu_event: "卡片菜单",
  enter_agent: "进入应用",
  subscribe: "进入可见范围",
  unsubscribe: "离开可见范围",
  change_contact: "通讯录变更",
  living_status_change: "直播状态",
};

const isFailed = ({ direction, errcode, status, answer }) =>
  status !== 200 || (direction === "in" ? errcode !== 0 : Boolean(answer?.problem));

function result(entry) {
  if (entry.status === 0) return "断开";
  if (entry.direction === "in") return String(entry.errcode);
  return entry.status === 200 ? (entry.answer?.problem ? "异常" : "200") : String(entry.status);
}

function subject({ direction, path, body }) {
  if (direction === "in") return path.replace("/cgi-bin/", "");
  if (!body) return "验证回调地址";
  if (body.Content) return `文本：${body.Content}`;
  return [EVENTS[body.Event] ?? body.Event ?? body.MsgType, body.EventKey ?? body.ChangeType].filter(Boolean).join("：");
}

function part(title, value) {
  if (value === null || value === undefined || (typeof value === "object" && Object.keys(value).length === 0)) return null;
  return h("div", {}, h("h3", {}, title), h("pre", {}, typeof value === "string" ? value : JSON.stringify(value, null, 2)));
}

function line(entry) {
  const words = { in: ["→ 企微", "应用调用企业微信"], out: ["← 企微", "企业微信回调应用"] }[entry.direction];
  const head = h(
    "summary",
    {},
    h("time", {}, clockTime(Date.parse(entry.at))),
    h(`span.way.${entry.direction}`, { title: words[1] }, words[0]),
    h("span.path", { title: entry.path }, subject(entry)),
    h(isFailed(entry) ? "b.code.bad" : entry.note ? "b.code.noted" : "b.code", { title: entry.note }, result(entry)),
  );
  const details = h("details.entry", { "data-id": String(entry.id) }, head);
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1)
      details.append(
        h("p.meta", {}, `${entry.method} ${entry.path} · ${entry.took} 毫秒`),
        entry.note ? h("p.note", {}, entry.note) : "",
        ...[part("查询参数", entry.query), part("内容", entry.body), part("应答", entry.answer)].filter(Boolean),
      );
  });
  return details;
}

/** The journal, newest first; token and secret are never in it. */
export function drawJournal(content, tools, isOpen) {
  const known = new Map();
  const onlyFailed = h("input", { type: "checkbox", onchange: () => redraw() });
  const clear = h("button.text", { type: "button", onclick: () => server.clearJournal().then(() => (known.clear(), redraw())) }, "清空");
  tools.append(h("label", {}, onlyFailed, "只看出错"), clear);
  redraw = async () => {
    if (!isOpen()) return;
    try {
      const entries = (await server.journal()).filter((entry) => !onlyFailed.checked || isFailed(entry)).reverse();
      for (const entry of entries) if (!known.has(entry.id)) known.set(entry.id, line(entry));
      content.replaceChildren(...(entries.length > 0 ? entries.map((entry) => known.get(entry.id)) : [h("p.empty", {}, "还没有记录")]));
    } catch (error) {
      toast(error.message, true);
    }
  };
  void redraw();
}
