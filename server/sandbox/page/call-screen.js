import { stageOf } from "./calls.js";
import { h, toast } from "./dom.js";
import { server } from "./server.js";
import { on, store } from "./store.js";

const SPOKEN = "您有重要消息未处理，请打开企业微信查看。";

const twoDigits = (number) => String(number).padStart(2, "0");
const duration = (seconds) => `${twoDigits(Math.floor(seconds / 60))}:${twoDigits(seconds % 60)}`;

/** The call of 紧急通知 over everything on a phone: ringing with 接听 and 拒接, then talking with 挂断. */
export class CallScreen {
  #form = "";

  constructor(person) {
    this.person = person;
    this.element = h("div.call-screen", { hidden: true, role: "alertdialog", "aria-label": "来电" });
    on("calls", () => this.draw());
  }

  draw() {
    const stage = stageOf(store.phones.get(this.person.userid)?.call);
    this.element.hidden = stage === null;
    const form = stage?.name ?? "";
    if (form !== this.#form) {
      this.#form = form;
      this.element.className = `call-screen ${form}`;
      this.element.replaceChildren(...(stage ? this.#parts(stage.name) : []));
    }
    const clock = this.element.querySelector(".talk-time");
    if (clock && stage) clock.textContent = duration(stage.seconds);
  }

  #parts(stage) {
    const isRinging = stage === "ringing";
    const head = h(
      "div.call-head",
      {},
      h("i", { "aria-hidden": "true" }, "☎"),
      h("b", {}, "企业微信紧急通知"),
      isRinging ? h("p", {}, "来电…") : h("p.talk-time", {}, "00:00"),
    );
    const words = isRinging ? null : h("p.spoken", {}, `（语音播报）${SPOKEN}`);
    const buttons = isRinging
      ? [this.#button("refuse", "拒接", server.hangUp), this.#button("accept", "接听", server.answer)]
      : [this.#button("refuse", "挂断", server.hangUp)];
    return [head, words, h("div.call-buttons", {}, ...buttons)].filter(Boolean);
  }

  #button(kind, words, act) {
    const go = () => act(this.person.userid).catch((error) => toast(error.message, true));
    return h(
      `button.${kind}`,
      { type: "button", onclick: go },
      h("i", {}, h("img", { src: "/page/handset.svg", alt: "" })),
      h("span", {}, words),
    );
  }
}
