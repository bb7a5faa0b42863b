import { isRinging } from "./calls.js";
import { h } from "./dom.js";
import { togglePanel } from "./panel.js";
import { avatar, grouped, nameOf } from "./people.js";
import { on, openPhone, shownPhones, store, unreadOf } from "./store.js";

export const badge = (count) => (count > 0 ? h("b.badge", { "aria-label": `${count} 条未读` }, count > 99 ? "99+" : String(count)) : null);

/** Closes the list where it lies over the phone, as on a small screen. */
export const showRail = (isShown) => document.body.classList.toggle("rail-open", isShown);

function choose(userid) {
  showRail(false);
  openPhone(userid);
}

function line(person, department) {
  const { main, small } = nameOf(person);
  const isShown = shownPhones().includes(person.userid);
  return h(
    "button.person",
    { type: "button", "aria-pressed": String(isShown), onclick: () => choose(person.userid), title: person.name },
    avatar(person),
    h("span", {}, main, small && small !== department.name ? h("small", {}, small) : null),
    person.status !== 1 ? h("em.off", {}, person.status === 2 ? "停用" : "未激活") : person.inRange ? null : h("em.off", {}, "范围外"),
    isRinging(person.userid) ? h("em.on-call", {}, "来电") : badge(unreadOf(person.userid)),
  );
}

/** The unread phones that are not in view, those with the longest queue first. */
export function waiting() {
  const shown = shownPhones();
  return store.people
    .filter(({ userid }) => unreadOf(userid) > 0 && !shown.includes(userid))
    .sort((a, b) => unreadOf(b.userid) - unreadOf(a.userid));
}

/** The phones out of view that ring. */
export const ringing = () => store.people.filter(({ userid }) => isRinging(userid) && !shownPhones().includes(userid));

function nextUnread() {
  const [caller] = ringing();
  if (caller)
    return h(
      "button.next.call",
      { type: "button", onclick: () => choose(caller.userid) },
      h("span", {}, `来电：${nameOf(caller).main}`),
      h("b", { "aria-hidden": "true" }, "☎"),
    );
  const others = waiting();
  const sum = others.reduce((total, { userid }) => total + unreadOf(userid), 0);
  const first = others[0];
  if (!first) return h("p.next.quiet", {}, "其他手机没有新消息");
  return h(
    "button.next",
    { type: "button", onclick: () => choose(first.userid) },
    h("span", {}, `新消息：${nameOf(first).main}`),
    badge(sum),
  );
}

function groupsButton() {
  const open = () => {
    showRail(false);
    togglePanel("groups");
  };
  return h("button.rail-foot", { type: "button", onclick: open }, "群聊与群机器人");
}

/** The list of phones by department, with unread badges. */
export function drawRail(rail) {
  const head = h("div.rail-head");
  const list = h("div.rail-list");
  rail.append(
    h("button.rail-shade", { type: "button", "aria-label": "收起", onclick: () => showRail(false) }),
    h("div.rail-body", {}, head, list, groupsButton()),
  );
  const draw = () => {
    head.replaceChildren(nextUnread());
    list.replaceChildren(
      ...grouped(store).map((department) =>
        h("section", {}, h("h2", {}, department.name), ...department.members.map((person) => line(person, department))),
      ),
    );
  };
  for (const name of ["people", "slots", "chats"]) on(name, draw);
  let form = "";
  on("calls", () => {
    const next = store.people.map(({ userid }) => (isRinging(userid) ? userid : "")).join(" ");
    if (next !== form) draw();
    form = next;
  });
}
