import { PHONE_WORDS } from "./calls.js";
import { h, toast } from "./dom.js";
import { server } from "./server.js";
import { on, store } from "./store.js";

const stateOf = (userid) => store.phones.get(userid)?.state ?? "byHand";

function callRow({ userid }) {
  const select = h(
    "select",
    { "aria-label": "来电时" },
    ...Object.entries(PHONE_WORDS).map(([value, words]) => h("option", { value, selected: value === stateOf(userid) }, words)),
  );
  select.addEventListener("change", () => server.setPhone(userid, select.value).catch((error) => toast(error.message, true)));
  return h("label.sheet-row", {}, h("span", {}, "来电时", h("small", {}, "对下一通紧急通知电话生效")), select);
}

/** What can be changed about one phone, as a sheet over its lower half. */
export class PhoneSheet {
  constructor(person) {
    this.person = person;
    this.element = h("div.sheet", { hidden: true });
    on("phone", (userid) => userid === person.userid && !this.element.hidden && this.#draw());
  }

  open() {
    this.#draw();
    this.element.hidden = false;
  }

  close() {
    this.element.hidden = true;
  }

  #draw() {
    const close = () => this.close();
    this.element.replaceChildren(
      h("button.sheet-shade", { type: "button", "aria-label": "收起", onclick: close }),
      h(
        "section",
        { role: "dialog", "aria-label": "这部手机" },
        h("header", {}, h("b", {}, "这部手机"), h("button", { type: "button", "aria-label": "关闭", onclick: close }, "×")),
        callRow(this.person),
      ),
    );
  }
}

/** A strip below the bar while the phone is not as usual; leads to the sheet. */
export function phoneStrip(person, open) {
  const strip = h("button.strip", { type: "button", hidden: true, onclick: open });
  const draw = () => {
    const state = stateOf(person.userid);
    strip.hidden = state === "byHand";
    strip.textContent = `来电时：${PHONE_WORDS[state]}`;
  };
  on("phone", (userid) => userid === person.userid && draw());
  on("phones", draw);
  draw();
  return strip;
}
