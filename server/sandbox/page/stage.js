import { h } from "./dom.js";
import { Phone } from "./phone.js";
import { on, personOf, shownPhones, store, tell } from "./store.js";

const NARROWEST = 304;
const GAP = 20;
const MOST_KEPT = 8;

/** The phones side by side. A phone once opened is kept, so that its mini-app goes on where it was. */
export function startStage(stage) {
  const phones = new Map();
  const fit = () => {
    const isSmall = window.matchMedia("(max-width: 760px)").matches;
    const room = stage.clientWidth - 2 * GAP;
    const visible = isSmall ? 1 : Math.max(1, Math.min(5, store.people.length || 5, Math.floor((room + GAP) / (NARROWEST + GAP))));
    if (visible === store.visible) return;
    store.visible = visible;
    tell("slots");
    tell("chats");
  };
  const draw = () => {
    const shown = shownPhones();
    for (const userid of [...phones.keys()].filter((entry) => !personOf(entry))) {
      phones.get(userid).element.remove();
      phones.delete(userid);
    }
    for (const userid of shown) {
      const person = personOf(userid);
      if (!person || phones.has(userid)) continue;
      const phone = new Phone(person);
      phones.set(userid, phone);
      stage.append(phone.element);
    }
    for (const [userid, phone] of phones) phone.place(shown.indexOf(userid));
    for (const userid of [...phones.keys()].slice(0, Math.max(0, phones.size - MOST_KEPT))) {
      if (shown.includes(userid)) continue;
      phones.get(userid).element.remove();
      phones.delete(userid);
    }
  };
  const empty = h("p.no-people", {}, "沙箱里还没有人。请先导入组织。");
  on("people", () => (store.people.length === 0 ? stage.append(empty) : empty.remove()));
  on("slots", draw);
  on("chat", (userid) => phones.get(userid)?.refresh());
  on("phone", (userid) => phones.get(userid)?.refresh());
  on("reconnected", () => phones.forEach((phone) => phone.refresh()));
  on("point", (userid) => phones.get(userid)?.point());
  document.addEventListener("visibilitychange", () => phones.forEach((phone) => phone.readIfSeen()));
  new ResizeObserver(fit).observe(stage);
  on("people", fit);
}
