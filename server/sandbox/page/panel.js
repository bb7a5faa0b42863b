import { drawFaults } from "./faults.js";
import { h } from "./dom.js";
import { drawGroups } from "./groups.js";
import { drawJournal } from "./journal.js";

const PANELS = {
  faults: ["企业微信的故障", drawFaults],
  groups: ["群聊与群机器人", drawGroups],
  journal: ["接口与回调记录", drawJournal],
};

let open = null;
let element = null;

/** Shows the drawer of that name, or hides it when it is shown. */
export function togglePanel(name) {
  open = open === name ? null : name;
  document.body.classList.toggle("panel-open", open !== null);
  element.replaceChildren();
  if (open === null) return;
  const [title, draw] = PANELS[open];
  const content = h("div.panel-body");
  const tools = h("div.panel-tools");
  element.append(
    h(
      "aside",
      { "aria-label": title },
      h(
        "header",
        {},
        h("h2", {}, title),
        tools,
        h("button.close", { type: "button", "aria-label": "关闭", onclick: () => togglePanel(open) }, "×"),
      ),
      content,
    ),
  );
  draw(content, tools, () => open === name && content.isConnected);
}

/** The drawer at the right for faults, groups and journal. */
export function startPanel(box) {
  element = box;
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open !== null) togglePanel(open);
  });
}
