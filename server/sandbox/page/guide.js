import { h } from "./dom.js";
import { on, openPhone, store } from "./store.js";

const KEY = "sandbox.guide";

const STEPS = [
  ["责任编辑", "「责任编辑」手机：打开工作台写稿、提交"],
  ["初审", "「初审」手机收到卡片：点「通过」"],
  ["二审", "「二审」再通过，「终审」点「查看并审核」"],
];

function isDismissed() {
  try {
    return localStorage.getItem(KEY) === "seen";
  } catch {
    return false;
  }
}

function dismiss(guide) {
  guide.replaceChildren();
  try {
    localStorage.setItem(KEY, "seen");
  } catch {
    // Without storage the hint comes again on the next visit.
  }
}

function step([post, words], index) {
  const go = () => {
    const person = store.people.find(({ name }) => name.includes(post));
    if (person) openPhone(person.userid);
  };
  return h("li", {}, h("button", { type: "button", onclick: go }, h("b", {}, String(index + 1)), h("span", {}, words)));
}

/** Three steps for somebody who sees this for the first time. */
export function drawGuide(guide) {
  if (isDismissed()) return;
  const close = h("button.close", { type: "button", "aria-label": "知道了，不再显示", onclick: () => dismiss(guide) }, "知道了");
  on("people", () => {
    if (!guide.firstChild && !isDismissed()) guide.append(h("ol.steps", {}, ...STEPS.map(step)), close);
  });
}
