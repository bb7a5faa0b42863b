import { CallScreen } from "./call-screen.js";
import { Conversations } from "./conversations.js";
import { h, isWebAddress, toast } from "./dom.js";
import { MiniApp } from "./mini-app.js";
import { avatar, grouped, nameOf } from "./people.js";
import { PhoneSheet, phoneStrip } from "./phone-sheet.js";
import { server } from "./server.js";
import { isCut, on, openPhone, store, unreadOf, use } from "./store.js";

/** Lets another person take this place. */
function picker(person, placeOf) {
  const groups = grouped(store).map(({ name, members }) =>
    h(
      "optgroup",
      { label: name },
      ...members.map((member) => h("option", { value: member.userid, selected: member.userid === person.userid }, member.name)),
    ),
  );
  const select = h("select", { "aria-label": "换一个人", title: "换一个人" }, ...groups);
  select.addEventListener("change", () => {
    openPhone(select.value, placeOf());
    select.value = person.userid;
  });
  return select;
}

/** One person's phone: its chats, an input line, the mini-app over them, and a call over everything. */
export class Phone {
  #place = -1;
  #refreshing = null;
  #again = false;
  #isDrawn = false;

  constructor(person) {
    this.person = person;
    const open = (url) => this.open(url);
    this.chats = new Conversations(person, open, () => this.#turn());
    this.miniApp = new MiniApp(person, () => this.readIfSeen());
    this.sheet = new PhoneSheet(person);
    this.call = new CallScreen(person);
    const caption = h("div.caption");
    const drawCaption = () => {
      const { main, small } = nameOf(person);
      const words = h("span", {}, main, h("small", {}, small));
      caption.replaceChildren(
        avatar(person),
        words,
        h("em", {}, "⌄"),
        picker(person, () => this.#place),
      );
    };
    drawCaption();
    on("people", drawCaption);
    this.title = h("div.title", {}, ...this.chats.title);
    this.foot = this.#foot();
    this.note = h("p.group-note", { hidden: true }, "群消息只由应用和群机器人发送，这里不能回复。");
    const openSheet = () => this.sheet.open();
    const more = h("button.more-of", { type: "button", "aria-label": "这部手机", title: "这部手机", onclick: openSheet }, "⋯");
    const layers = [this.miniApp.element, this.sheet.element, this.call.element];
    this.screen = h("div.screen", {}, h("div.bar", {}, this.title, more), phoneStrip(person, openSheet), this.chats.tabs, this.chats.room);
    this.screen.append(this.foot, this.note, ...layers);
    this.element = h("article.phone", { "data-userid": person.userid, "aria-label": `${person.name}的手机` }, caption, this.screen);
    this.element.addEventListener("pointerdown", () => use(person.userid));
    void this.refresh();
  }

  /** Where the phone stands; −1 = kept, but out of view. */
  place(index) {
    this.#place = index;
    this.element.hidden = index < 0;
    this.element.style.order = String(index);
    if (index >= 0) this.chats.settle();
    this.readIfSeen();
  }

  point() {
    this.element.classList.remove("pointed");
    requestAnimationFrame(() => this.element.classList.add("pointed"));
  }

  async refresh() {
    if (isCut(this.person.userid) && this.#isDrawn) return;
    if (this.#refreshing) {
      this.#again = true;
      return;
    }
    const { userid } = this.person;
    this.#refreshing = Promise.all([server.chat(userid), server.groupsOf(userid)]);
    try {
      this.chats.draw(...(await this.#refreshing));
      this.#isDrawn = true;
      this.#turn();
    } catch (error) {
      this.chats.fail(error.message);
    } finally {
      this.#refreshing = null;
    }
    if (!this.#again) return;
    this.#again = false;
    await this.refresh();
  }

  readIfSeen() {
    this.miniApp.showUnread(unreadOf(this.person.userid));
    const isSeen = this.#place >= 0 && !this.miniApp.isOpen && !isCut(this.person.userid) && document.visibilityState === "visible";
    if (isSeen && this.chats.unread > 0) server.markRead(this.person.userid, this.chats.group).catch(() => undefined);
  }

  /** Another chat came into view, or the one in view has another name. */
  #turn() {
    const isGroup = this.chats.group !== null;
    this.title.replaceChildren(...this.chats.title);
    this.foot.hidden = isGroup;
    this.note.hidden = !isGroup;
    this.readIfSeen();
  }

  /** Opens an address as WeCom does: the app's own in the frame, others in a window of their own. */
  open(url) {
    if (!isWebAddress(url)) return;
    if (new URL(url).origin === new URL(store.appUrl).origin) void this.miniApp.open(url);
    else window.open(url, "_blank", "noopener,noreferrer");
  }

  async #say(text) {
    try {
      const { problem } = await server.say(this.person.userid, text);
      if (problem) toast(`应用没有收下这条消息：${problem === "lost" ? "回调在路上丢失了" : problem}`, true);
    } catch (error) {
      toast(error.message, true);
    }
  }

  #foot() {
    const field = h("input", { type: "text", placeholder: "发消息", "aria-label": "发消息", maxlength: "600", autocomplete: "off" });
    const send = h("button.send", { type: "submit" }, "发送");
    const form = h("form", {}, field, send);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = field.value.trim();
      field.value = "";
      if (text) void this.#say(text);
    });
    const work = h(
      "button.main",
      { type: "button", onclick: () => this.open(`${store.appUrl.replace(/\/$/, "")}/#/pages/todo/todo`) },
      "工作台",
    );
    const quick = ["待办", "帮助"].map((word) => h("button", { type: "button", onclick: () => this.#say(word) }, word));
    return h("div.foot", {}, h("div.menu", {}, work, ...quick), form);
  }
}
