import { h, toast } from "./dom.js";
import { FAULT_SECTIONS } from "./fault-rows.js";
import { grouped } from "./people.js";
import { server } from "./server.js";
import { on, store } from "./store.js";

const ROWS = FAULT_SECTIONS.flatMap(({ rows }) => rows);

/** The value of a fault that is not on. */
const restOf = ({ kind, least = 0, options }) => ({ switch: false, number: least, people: [], choice: options?.[0]?.[0] })[kind];

const isActive = (row, faults) => JSON.stringify(faults[row.name] ?? restOf(row)) !== JSON.stringify(restOf(row));

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

const section = ({ title, rows }) => [h("h3.fault-section", {}, title), ...rows.map(row)];

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

let redraw = () => undefined;
on("faults", () => redraw());

/** The panel where WeCom's faults are switched on and off. */
export function drawFaults(content, tools, isOpen) {
  tools.append(
    h("button.text", { type: "button", onclick: () => change(Object.fromEntries(ROWS.map((row) => [row.name, restOf(row)]))) }, "全部恢复"),
  );
  const list = h("div");
  content.append(list, verification());
  redraw = () => {
    if (isOpen() || !list.isConnected) list.replaceChildren(...FAULT_SECTIONS.flatMap(section));
  };
  redraw();
}
