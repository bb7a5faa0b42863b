import { drawCard } from "./card.js";
import { h, linked } from "./dom.js";
import { drawMarkdown } from "./markdown.js";
import { avatar } from "./people.js";
import { nowMs } from "./store.js";
import { chatTime } from "./time.js";

const SAME_MOMENT_MS = 5 * 60_000;
const NEAR_END_PX = 80;

function textCard({ title, description, url, btntxt }, open) {
  const lines = description.split(/<br\s*\/?>|<div[^>]*>|<\/div>/i).filter(Boolean);
  return h(
    "div.wx.link",
    { onclick: () => open(url) },
    h("h3", {}, title),
    ...lines.map((line) => h("p", {}, line)),
    h("div.more", {}, h("span", {}, btntxt), h("span", {}, "›")),
  );
}

function body(message, person, open) {
  if (message.kind === "card") return drawCard(message, person, open);
  if (message.kind === "textcard") return textCard(message.textcard, open);
  if (message.kind === "markdown") return h("div.bubble.markdown", {}, ...drawMarkdown(message.text, open));
  return h("div.bubble", {}, ...linked(message.text, open));
}

function draw(message, person, open) {
  const isMine = message.from === "person";
  const face = isMine ? avatar(person, "face") : h("i.face.app", { "aria-hidden": "true" }, "办");
  return h(isMine ? "div.line.mine" : "div.line", { "data-id": message.id }, face, body(message, person, open));
}

/** The lines of one person's chat; a line is drawn anew only when it changed, so that a choice half made is not lost. */
export class Chat {
  #drawn = new Map();
  #count = 0;
  #isAtEnd = true;

  constructor(person, open) {
    this.person = person;
    this.open = open;
    this.element = h("div.chat", { tabindex: "0", role: "log", "aria-label": "聊天" }, h("p.empty", {}, "正在载入…"));
    this.element.addEventListener("scroll", () => {
      const { scrollHeight, scrollTop, clientHeight } = this.element;
      if (clientHeight > 0) this.#isAtEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    });
    new ResizeObserver(() => this.#isAtEnd && this.settle()).observe(this.element);
  }

  draw(messages) {
    const isNearEnd = this.#isAtEnd;
    const hasNew = messages.length > this.#count;
    this.#count = messages.length;
    const lines = [];
    let before = Number.NEGATIVE_INFINITY;
    for (const message of messages) {
      const at = Date.parse(message.at);
      if (Math.abs(at - before) > SAME_MOMENT_MS) lines.push(h("time.moment", { datetime: message.at }, chatTime(at, nowMs())));
      before = at;
      lines.push(this.#lineOf(message));
    }
    this.element.replaceChildren(...(lines.length > 0 ? lines : [this.#emptyWords()]));
    if (hasNew || isNearEnd) this.settle();
  }

  /** Scrolls to the newest line. */
  settle() {
    this.element.scrollTop = this.element.scrollHeight;
  }

  fail(words) {
    if (this.#drawn.size === 0) this.element.replaceChildren(h("p.empty", {}, words));
  }

  #lineOf(message) {
    const { read: _read, ...shown } = message;
    const form = JSON.stringify(shown);
    const known = this.#drawn.get(message.id);
    if (known?.form === form) return known.node;
    const node = draw(message, this.person, this.open);
    if (known) node.classList.add("changed");
    this.#drawn.set(message.id, { form, node });
    return node;
  }

  #emptyWords() {
    return h(
      "p.empty",
      {},
      h("b", {}, "还没有消息"),
      "轮到这个岗位办事时，卡片会出现在这里。",
      h("br"),
      "也可以打开工作台，或发送「待办」。",
    );
  }
}
