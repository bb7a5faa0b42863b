import { drawCard } from "./card.js";
import { h, isWebAddress } from "./dom.js";
import { drawMarkdown } from "./markdown.js";
import { namesBelow, withNames } from "./mentions.js";
import { avatar } from "./people.js";
import { nowMs } from "./store.js";
import { chatTime } from "./time.js";

const SAME_MOMENT_MS = 5 * 60_000;
const NEAR_END_PX = 80;
const FILE_ICONS = { voice: "音", video: "像", file: "文" };

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

function article({ title, description, url, picurl }, open) {
  const words = h("div", {}, h("h3", {}, title), description ? h("p", {}, description) : null);
  const picture = isWebAddress(picurl) ? h("img", { src: picurl, alt: "" }) : null;
  return h("div.article", { role: "link", tabindex: "0", onclick: () => open(url) }, words, picture);
}

const SIZES = ["字节", "KB", "MB"];

function sizeOf(bytes) {
  const step = bytes < 1024 ? 0 : bytes < 1024 * 1024 ? 1 : 2;
  return `${Math.max(1, Math.round(bytes / 1024 ** step))} ${SIZES[step]}`;
}

function file({ kind, media: { id, name, bytes } }) {
  const address = `/desk/media/${id}`;
  if (kind === "image") return h("img.sent-picture", { src: address, alt: name });
  const words = h("span", {}, name, h("small", {}, sizeOf(bytes)));
  return h("a.sent-file", { href: address, download: name }, words, h("i", { "aria-hidden": "true" }, FILE_ICONS[kind]));
}

function body(message, person, open) {
  if (message.kind === "card") return drawCard(message, person, open);
  if (message.kind === "textcard") return textCard(message.textcard, open);
  if (message.kind === "news") return h("div.wx.news", {}, ...message.news.map((entry) => article(entry, open)));
  if (message.media) return file(message);
  if (message.kind === "markdown") return h("div.bubble.markdown", {}, ...drawMarkdown(message.text, person, open));
  return h("div.bubble", {}, ...withNames(message.text, person, open), ...namesBelow(message, person));
}

/** A line in a group tells who speaks. */
function inGroup(message, group, shown) {
  const isRobot = message.from === "robot";
  const from = isRobot ? [group.robot ?? "群机器人", h("small", {}, "机器人")] : ["新媒体运营管理", h("small", {}, "应用")];
  return h("div.said", {}, h("div.from", {}, ...from), shown);
}

function face(message, person) {
  if (message.from === "person") return avatar(person, "face");
  return message.from === "robot" ? h("i.face.robot", { "aria-hidden": "true" }, "机") : h("i.face.app", { "aria-hidden": "true" }, "办");
}

function draw(message, person, open, group) {
  if (message.state === "recalled") return h("p.recalled", { "data-id": message.id }, "应用撤回了一条消息");
  const shown = body(message, person, open);
  const line = message.from === "person" ? "div.line.mine" : "div.line";
  return h(line, { "data-id": message.id }, face(message, person), group ? inGroup(message, group, shown) : shown);
}

/** The lines of one chat on somebody's phone; a line is drawn anew only when it changed, so that a choice half made is not lost. */
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

  draw(messages, group = null) {
    const isNearEnd = this.#isAtEnd;
    const hasNew = messages.length > this.#count;
    this.#count = messages.length;
    const lines = [];
    let before = Number.NEGATIVE_INFINITY;
    for (const message of messages) {
      const at = Date.parse(message.at);
      if (Math.abs(at - before) > SAME_MOMENT_MS) lines.push(h("time.moment", { datetime: message.at }, chatTime(at, nowMs())));
      before = at;
      lines.push(this.#lineOf(message, group));
    }
    this.element.replaceChildren(...(lines.length > 0 ? lines : [this.#emptyWords(group)]));
    if (hasNew || isNearEnd) this.settle();
  }

  /** Scrolls to the newest line. */
  settle() {
    this.element.scrollTop = this.element.scrollHeight;
  }

  fail(words) {
    if (this.#drawn.size === 0) this.element.replaceChildren(h("p.empty", {}, words));
  }

  #lineOf(message, group) {
    const { read: _read, ...shown } = message;
    const form = JSON.stringify(shown);
    const known = this.#drawn.get(message.id);
    if (known?.form === form) return known.node;
    const node = draw(message, this.person, this.open, group);
    if (known) node.classList.add("changed");
    this.#drawn.set(message.id, { form, node });
    return node;
  }

  #emptyWords(group) {
    if (group) return h("p.empty", {}, h("b", {}, "还没有消息"), "应用或群机器人发来的消息会出现在这里。");
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
