/**
 * One element. Text is always set as text, never as markup.
 * @param {string} tag e.g. "div.card.red" @param {Record<string, unknown>} [props] attributes; on… are listeners @param {...(Node | string | null | false | undefined)} children
 */
export function h(tag, props = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  if (classes.length > 0) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key in element && typeof value !== "string") element[key] = value;
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Text in which http(s) addresses are links. */
export function linked(text, open) {
  const parts = String(text).split(/(https?:\/\/[^\s，。；）)"'<>]+)/);
  return parts.map((part, index) =>
    index % 2 === 1 ? h("a", { href: part, onclick: (event) => (event.preventDefault(), open(part)) }, part) : part,
  );
}

/** A short notice at the foot of the page; errors stay longer. */
export function toast(text, isError = false) {
  const box = document.getElementById("toasts");
  const line = h(isError ? "p.toast.error" : "p.toast", {}, text);
  box.append(line);
  setTimeout(() => line.remove(), isError ? 7000 : 2600);
}

/** Only the web's own addresses may be opened. */
export const isWebAddress = (url) => /^https?:\/\//i.test(String(url ?? ""));
