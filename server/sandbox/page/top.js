import { badge, ringing, showRail, waiting } from "./rail.js";
import { clockControls } from "./clock-bar.js";
import { h } from "./dom.js";
import { activeFaults } from "./faults.js";
import { togglePanel } from "./panel.js";
import { avatar, nameOf } from "./people.js";
import { on, personOf, shownPhones, store, unreadOf } from "./store.js";

/** On a small screen: who holds the phone, how much waits elsewhere, and the way to the others. */
function switcher() {
  const button = h("button.switcher", { type: "button", "aria-label": "换一部手机", onclick: () => showRail(true) });
  const draw = () => {
    const person = personOf(shownPhones()[0]);
    const elsewhere = waiting().reduce((sum, { userid }) => sum + unreadOf(userid), 0);
    if (person) {
      const { main, small } = nameOf(person);
      button.replaceChildren(
        avatar(person),
        h("span", {}, main, small ? h("small", {}, small) : null),
        ringing().length > 0 ? h("em.on-call", {}, "来电") : (badge(elsewhere) ?? ""),
        h("em", {}, "⌄"),
      );
    }
  };
  for (const name of ["people", "slots", "chats"]) on(name, draw);
  let count = 0;
  on("calls", () => {
    if (ringing().length !== count) draw();
    count = ringing().length;
  });
  return button;
}

function faultButton() {
  const button = h("button.tool", { type: "button", onclick: () => togglePanel("faults") });
  const draw = () => {
    const active = activeFaults(store.faults);
    button.classList.toggle("warn", active.length > 0);
    button.title = active.length > 0 ? `故障中：${active.join("、")}` : "模拟企业微信的故障";
    const words =
      active.length === 0 ? "故障" : active.length === 1 ? `故障中：${active[0]}` : `故障中：${active[0]}等 ${active.length} 项`;
    button.replaceChildren(h("span.wide", {}, words), h("span.narrow", {}, active.length > 0 ? `故障 ${active.length}` : "故障"));
  };
  on("faults", draw);
  draw();
  return button;
}

/** The bar above everything: the shared clock, present faults and the journal. */
export function drawTop(top) {
  top.append(
    h("h1", {}, h("img", { src: "/page/icon.svg", alt: "" }), "企业微信沙箱"),
    switcher(),
    clockControls(),
    h("div.tools", {}, faultButton(), h("button.tool", { type: "button", onclick: () => togglePanel("journal") }, "记录")),
  );
}
