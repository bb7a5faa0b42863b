import { h, toast } from "./dom.js";
import { server } from "./server.js";
import { addressFor, isCut, on } from "./store.js";

/** The width that the app's pages are drawn for; a narrower phone shows them smaller, not cramped. */
const DRAWN_FOR = 375;

function withCode(address, code) {
  const url = new URL(address);
  url.searchParams.set("code", code);
  return url.toString();
}

/** The app's page inside a phone, logged in by a fresh code of that person. */
export class MiniApp {
  #address = "";

  constructor(person, closed) {
    this.person = person;
    this.closed = closed;
    this.back = h("button.back", { type: "button", "aria-label": "返回聊天", onclick: () => this.close() }, h("span"));
    const reload = h(
      "button.reload",
      { type: "button", "aria-label": "重新载入", title: "重新载入", onclick: () => this.open(this.#address) },
      "↻",
    );
    this.room = h("div.room");
    const bar = h("div.bar", {}, this.back, "新媒体运营管理", this.#networkSwitch(), reload);
    this.element = h("div.mini-app", { hidden: true }, bar, this.room);
    new ResizeObserver(() => this.#fit()).observe(this.room);
    on("clock", () => this.#tellClock());
  }

  /** The clock was moved: the page that stands open asks anew, where its phone has a network. */
  #tellClock() {
    const frame = this.room.querySelector("iframe");
    if (frame && this.isOpen && !isCut(this.person.userid)) frame.contentWindow?.postMessage({ deskClock: "moved" }, "*");
  }

  /** The network is cut and joined here too: what a page does without it is seen only while it stands open. */
  #networkSwitch() {
    const { userid } = this.person;
    const turn = () => server.setNetwork(userid, !isCut(userid)).catch((error) => toast(error.message, true));
    const button = h("button.network", { type: "button", role: "switch", "aria-label": "手机网络", onclick: turn });
    let wasCut = false;
    const draw = () => {
      wasCut = isCut(userid);
      button.textContent = wasCut ? "无网络" : "断网";
      button.setAttribute("aria-checked", String(!wasCut));
      button.title = wasCut ? "恢复这部手机的网络" : "断开这部手机的网络，页面留着";
    };
    draw();
    on("phone", (changed) => {
      if (changed !== userid || wasCut === isCut(userid)) return;
      draw();
      if (!wasCut && this.isOpen && !this.room.querySelector("iframe")) void this.open(this.#address);
    });
    return button;
  }

  get isOpen() {
    return !this.element.hidden;
  }

  async open(address) {
    this.#address = address;
    this.element.hidden = false;
    if (isCut(this.person.userid)) {
      this.room.replaceChildren(h("p.loading", {}, "没有网络，打不开页面"));
      return;
    }
    this.room.replaceChildren(h("p.loading", {}, "正在打开…"));
    try {
      const code = await server.code(this.person.userid);
      const frame = h("iframe", {
        name: `phone-${this.person.userid}`,
        title: `${this.person.name}的工作台`,
        src: withCode(await addressFor(this.person.userid, address), code),
      });
      frame.addEventListener("load", () => this.room.querySelector(".loading")?.remove());
      this.room.append(frame);
      this.#handCodes(frame);
      this.#fit();
    } catch (error) {
      this.close();
      toast(error.message, true);
    }
  }

  /** The page in the phone may ask for a fresh code, as a mini program asks wx.qy.login. */
  #handCodes(frame) {
    const hear = async ({ source, origin, data }) => {
      if (!frame.isConnected) return window.removeEventListener("message", hear);
      if (source !== frame.contentWindow || data?.deskAsks !== "code") return undefined;
      const code = isCut(this.person.userid) ? null : await server.code(this.person.userid).catch(() => null);
      return source.postMessage({ deskCode: code }, origin);
    };
    window.addEventListener("message", hear);
  }

  close() {
    this.element.hidden = true;
    this.room.replaceChildren();
    this.closed();
  }

  /** New messages in the chat below, told beside the way back. */
  showUnread(count) {
    this.back.replaceChildren(h("span"), this.isOpen && count > 0 ? h("b.badge", {}, String(count)) : "");
  }

  #fit() {
    const frame = this.room.querySelector("iframe");
    const { clientWidth, clientHeight } = this.room;
    if (!frame || clientWidth === 0) return;
    const scale = Math.min(1, clientWidth / DRAWN_FOR);
    frame.style.width = `${clientWidth / scale}px`;
    frame.style.height = `${clientHeight / scale}px`;
    frame.style.transform = scale < 1 ? `scale(${scale})` : "";
  }
}
