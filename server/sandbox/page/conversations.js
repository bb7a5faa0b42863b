import { Chat } from "./chat.js";
import { h } from "./dom.js";
import { badge } from "./rail.js";

const APP_TITLE = "新媒体运营管理";
const unreadIn = (messages) => messages.filter((message) => !message.read).length;

/** The chats of one phone, one at a time: that with the app, and the groups that its person is in. */
export class Conversations {
  #groups = [];
  #app = [];
  #chats = new Map();
  #shown = null;

  constructor(person, open, turned) {
    this.person = person;
    this.open = open;
    this.turned = turned;
    this.tabs = h("div.tabs", { role: "tablist", "aria-label": "会话", hidden: true });
    this.room = h("div.conversation");
    this.#show(null);
  }

  /** Id of the group in view; null = the chat with the app. */
  get group() {
    return this.#shown;
  }

  /** What stands in the bar: the chat's name, and how many are in it. */
  get title() {
    const group = this.#groups.find(({ id }) => id === this.#shown);
    return group ? [h("span", {}, group.name), `（${group.members.length}）`] : [h("span", {}, APP_TITLE)];
  }

  /** Lines in view that were not read yet. */
  get unread() {
    const group = this.#groups.find(({ id }) => id === this.#shown);
    return unreadIn(group?.messages ?? this.#app);
  }

  draw(messages, groups) {
    this.#app = messages;
    this.#groups = groups;
    if (this.#shown !== null && !groups.some(({ id }) => id === this.#shown)) this.#show(null);
    this.#chatOf(null).draw(messages);
    for (const group of groups) this.#chatOf(group.id).draw(group.messages, group);
    this.#drawTabs();
  }

  settle() {
    this.#chatOf(this.#shown).settle();
  }

  fail(words) {
    this.#chatOf(this.#shown).fail(words);
  }

  #chatOf(id) {
    const known = this.#chats.get(id);
    if (known) return known;
    const chat = new Chat(this.person, this.open);
    this.#chats.set(id, chat);
    return chat;
  }

  #show(id) {
    this.#shown = id;
    const chat = this.#chatOf(id);
    this.room.replaceChildren(chat.element);
    chat.settle();
    this.#drawTabs();
  }

  #drawTabs() {
    this.tabs.hidden = this.#groups.length === 0;
    const entries = [{ id: null, name: APP_TITLE, messages: this.#app }, ...this.#groups];
    this.tabs.replaceChildren(...entries.map((entry) => this.#tab(entry)));
  }

  #tab({ id, name, messages }) {
    const isShown = id === this.#shown;
    const show = () => {
      this.#show(id);
      this.turned();
    };
    const isCalled = messages.some((line) => !line.read && line.mentioned?.some((who) => who === "@all" || who === this.person.userid));
    const words = [isCalled && !isShown ? h("em", {}, "@我") : null, h("span", {}, name), isShown ? null : badge(unreadIn(messages))];
    return h("button", { type: "button", role: "tab", "aria-selected": String(isShown), title: name, onclick: show }, ...words);
  }
}
