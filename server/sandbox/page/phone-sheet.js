import { PHONE_WORDS } from "./calls.js";
import { h, toast } from "./dom.js";
import { server } from "./server.js";
import { isCut, nowMs, on, store } from "./store.js";
import { chatTime } from "./time.js";

const stateOf = (userid) => store.phones.get(userid)?.state ?? "byHand";
const tell = (promise) => promise.catch((error) => toast(error.message, true));

const row = (title, what, control) => h("label.sheet-row", {}, h("span", {}, title, h("small", {}, what)), control);
const heading = (words) => h("h3.sheet-part", {}, words);

const toggle = (title, checked, onchange) =>
  h("input.toggle", { type: "checkbox", role: "switch", "aria-label": title, checked, onchange });

function callRow({ userid }) {
  const options = Object.entries(PHONE_WORDS).map(([value, words]) => h("option", { value, selected: value === stateOf(userid) }, words));
  const select = h("select", { "aria-label": "来电时" }, ...options);
  select.addEventListener("change", () => tell(server.setPhone(userid, select.value)));
  return row("来电时", "从下一通紧急通知电话起", select);
}

function networkRow({ userid }) {
  const what = store.hasGates ? "收不到消息，页面连不上；来电照响" : "收不到消息；这里连不到手机端口，页面断不了";
  return row(
    "断开网络",
    what,
    toggle("断开网络", isCut(userid), ({ target }) => tell(server.setNetwork(userid, target.checked))),
  );
}

function livingRow({ id, theme, status, reservedAt }) {
  const isLive = status === 1;
  const act = () => tell(isLive ? server.endLiving(id) : server.beginLiving(id));
  const button = h(isLive ? "button.leave" : "button.begin", { type: "button", onclick: act }, isLive ? "结束直播" : "开始直播");
  return row(theme, isLive ? "直播中" : `预约 ${chatTime(reservedAt, nowMs())}`, button);
}

function livingRows({ userid }) {
  const livings = store.phones.get(userid)?.livings ?? [];
  return livings.length > 0 ? [heading("企业直播（主播）"), ...livings.map(livingRow)] : [];
}

function nameRow({ userid, name }) {
  const field = h("input", { type: "text", value: name, maxlength: "64", "aria-label": "姓名" });
  const save = () => field.value.trim() !== name && tell(server.changeMember(userid, { name: field.value }));
  field.addEventListener("change", save);
  return row("姓名", "改名不产生回调", field);
}

/** Leaving needs a second press, as it cannot be taken back. */
function leavingRow({ userid }, close) {
  const button = h("button.leave", { type: "button" }, "删除成员");
  button.addEventListener("click", () => {
    if (button.classList.contains("sure")) {
      close();
      void tell(server.removeMember(userid));
    }
    button.classList.add("sure");
    button.textContent = "确认删除";
  });
  return row("离职", "从通讯录删除，不能恢复", button);
}

const STATUSES = [
  [1, "正常"],
  [2, "已停用"],
  [4, "未激活"],
];

function statusChoice(status, change) {
  const options = STATUSES.map(([value, words]) => h("option", { value: String(value), selected: value === status }, words));
  const select = h("select", { "aria-label": "账号" }, ...options);
  select.addEventListener("change", () => change(Number(select.value)));
  return select;
}

function contactRows(person, close) {
  const { userid, inRange, status } = person;
  const change = (patch) => tell(server.changeMember(userid, patch));
  return [
    heading("管理员在通讯录里"),
    row(
      "移出可见范围",
      "收不到消息，应用读不到此人",
      toggle("移出可见范围", !inRange, ({ target }) => change({ inRange: !target.checked })),
    ),
    row(
      "账号",
      "停用或未激活时登不上企业微信",
      statusChoice(status, (next) => change({ status: next })),
    ),
    nameRow(person),
    leavingRow(person, close),
  ];
}

/** What can be changed about one phone and its person, as a sheet over the lower half of the screen. */
export class PhoneSheet {
  constructor(person) {
    this.person = person;
    this.element = h("div.sheet", { hidden: true });
    const redraw = () => !this.element.hidden && this.#draw();
    on("phone", (userid) => userid === person.userid && redraw());
    on("people", redraw);
  }

  open() {
    this.#draw();
    this.element.hidden = false;
  }

  #draw() {
    const close = () => {
      this.element.hidden = true;
    };
    const head = h("header", {}, h("b", {}, "这部手机"), h("button", { type: "button", "aria-label": "关闭", onclick: close }, "×"));
    const { person } = this;
    const rows = [callRow(person), networkRow(person), ...livingRows(person), ...contactRows(person, close)];
    this.element.replaceChildren(
      h("button.sheet-shade", { type: "button", "aria-label": "收起", onclick: close }),
      h("section", { role: "dialog", "aria-label": "这部手机" }, head, ...rows),
    );
  }
}

/** What is not as usual with a phone, in words. */
function conditions({ userid, inRange, status }) {
  const state = stateOf(userid);
  return [
    isCut(userid) ? "没有网络" : null,
    status === 1 ? null : status === 2 ? "账号已停用" : "还没有激活企业微信",
    inRange ? null : "不在应用的可见范围",
    state === "byHand" ? null : `来电时：${PHONE_WORDS[state]}`,
  ].filter(Boolean);
}

/** A strip below the bar while the phone is not as usual; leads to the sheet. */
export function phoneStrip(person, open) {
  const strip = h("button.strip", { type: "button", hidden: true, onclick: open });
  const draw = () => {
    const words = conditions(person);
    strip.hidden = words.length === 0;
    strip.textContent = words.join(" · ");
  };
  on("phone", (userid) => userid === person.userid && draw());
  for (const name of ["phones", "people"]) on(name, draw);
  draw();
  return strip;
}
