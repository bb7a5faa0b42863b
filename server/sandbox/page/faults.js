import { h, toast } from "./dom.js";
import { grouped } from "./people.js";
import { server } from "./server.js";
import { on, store } from "./store.js";

const ROWS = [
  { name: "down", title: "企业微信宕机", what: "应用发来的请求一律断开；手机上仍可点按。", kind: "switch" },
  {
    name: "token",
    title: "令牌失效",
    what: "现有令牌从下一次调用起被拒，应用重新获取后恢复。",
    kind: "choice",
    options: [
      ["fine", "正常"],
      ["expired", "过期 42001"],
      ["unknown", "无效 40014"],
    ],
  },
  { name: "busy", title: "系统繁忙", what: "接下来的若干次接口调用返回 -1，之后恢复。", kind: "number", unit: "次", most: 1000 },
  {
    name: "lostAnswers",
    title: "应答丢失",
    what: "消息已送达手机，但应用等不到应答；检验会不会重复发送。",
    kind: "number",
    unit: "次",
    most: 1000,
  },
  { name: "slowMs", title: "变慢", what: "每个接口调用都等这么久才应答。", kind: "number", unit: "毫秒", most: 60000, step: 500 },
  {
    name: "deliveries",
    title: "回调重复投递",
    what: "每次点按都重复送给应用；应用只应办理一次。",
    kind: "number",
    unit: "次",
    least: 1,
    most: 10,
  },
  { name: "unreachable", title: "某人不可达", what: "不在可见范围：消息列入 invaliduser，手机收不到。", kind: "people" },
  { name: "unlicensed", title: "未授权许可", what: "没有基础接口许可：消息列入 unlicenseduser，手机收不到。", kind: "people" },
];

const isActive = ({ name, kind, least = 0 }, faults) => {
  const value = faults[name];
  if (kind === "switch") return value === true;
  if (kind === "number") return Number(value ?? least) > least;
  if (kind === "people") return (value ?? []).length > 0;
  return value !== undefined && value !== "fine";
};

/** Names of the faults that are on. */
export const activeFaults = (faults) => ROWS.filter((row) => isActive(row, faults)).map((row) => row.title);

function change(patch) {
  server.setFaults(patch).catch((error) => toast(error.message, true));
}

const CONTROLS = {
  switch: ({ name, title }) =>
    h("input.toggle", {
      type: "checkbox",
      role: "switch",
      "aria-label": title,
      checked: store.faults[name] === true,
      onchange: (event) => change({ [name]: event.target.checked }),
    }),
  choice: ({ name, title, options }) =>
    h(
      "select",
      { "aria-label": title, onchange: (event) => change({ [name]: event.target.value }) },
      ...options.map(([value, words]) => h("option", { value, selected: store.faults[name] === value }, words)),
    ),
  number: ({ name, title, unit, least = 0, most, step = 1 }) =>
    h(
      "span.number",
      {},
      h("input", {
        type: "number",
        "aria-label": title,
        min: String(least),
        max: String(most),
        step: String(step),
        value: String(store.faults[name] ?? least),
        onchange: (event) => change({ [name]: Math.min(most, Math.max(least, Math.round(Number(event.target.value)))) }),
      }),
      unit,
    ),
  people: ({ name, title }) => {
    const chosen = store.faults[name] ?? [];
    const groups = grouped(store).map((group) =>
      h(
        "optgroup",
        { label: group.name },
        ...group.members
          .filter(({ userid }) => !chosen.includes(userid))
          .map((person) => h("option", { value: person.userid }, person.name)),
      ),
    );
    return h(
      "select",
      { "aria-label": title, onchange: (event) => change({ [name]: [...chosen, event.target.value] }) },
      h("option", { value: "" }, "添加…"),
      ...groups,
    );
  },
};

function chosenPeople({ name, kind }) {
  const chosen = kind === "people" ? (store.faults[name] ?? []) : [];
  if (chosen.length === 0) return null;
  const chips = chosen.map((userid) => {
    const person = store.people.find((entry) => entry.userid === userid);
    return h(
      "button.chip",
      { type: "button", title: "恢复", onclick: () => change({ [name]: chosen.filter((entry) => entry !== userid) }) },
      `${person?.name ?? userid} ×`,
    );
  });
  return h("div.chips", {}, ...chips);
}

function row(entry) {
  const isOn = isActive(entry, store.faults);
  return h(
    isOn ? "section.fault.on" : "section.fault",
    {},
    h("div", {}, h("b", {}, entry.title), h("p", {}, entry.what)),
    CONTROLS[entry.kind](entry),
    chosenPeople(entry),
  );
}

function verification() {
  const result = h("p.result");
  const button = h("button.plain", { type: "button" }, "保存");
  button.addEventListener("click", async () => {
    button.disabled = true;
    result.textContent = "正在验证…";
    try {
      const { ok, problem } = await server.verify();
      result.className = ok ? "result good" : "result bad";
      result.textContent = ok ? "验证通过" : `验证失败：${problem}`;
    } catch (error) {
      result.textContent = error.message;
    } finally {
      button.disabled = false;
    }
  });
  return h(
    "section.fault",
    {},
    h("div", {}, h("b", {}, "接收消息服务器"), h("p", {}, "像管理员一样点「保存」：1 秒内验证应用的回调地址。"), result),
    button,
  );
}

const healthy = { down: false, token: "fine", busy: 0, lostAnswers: 0, slowMs: 0, deliveries: 1, unreachable: [], unlicensed: [] };
let redraw = () => undefined;
on("faults", () => redraw());

/** The panel where WeCom's faults are switched on and off. */
export function drawFaults(content, tools, isOpen) {
  tools.append(h("button.text", { type: "button", onclick: () => change(healthy) }, "全部恢复"));
  const list = h("div");
  content.append(list, verification());
  redraw = () => {
    if (isOpen() || !list.isConnected) list.replaceChildren(...ROWS.map(row));
  };
  redraw();
}
