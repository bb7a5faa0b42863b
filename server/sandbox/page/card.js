import { drawControls, drawMenu } from "./card-controls.js";
import { h, isWebAddress } from "./dom.js";
import { personOf } from "./store.js";

const leadsOn = (jump) => jump?.type === 1 && isWebAddress(jump.url);

function tappable(jump, open) {
  return leadsOn(jump) ? { role: "link", tabindex: "0", onclick: (event) => (event.stopPropagation(), open(jump.url)) } : {};
}

function source({ desc, desc_color }) {
  return h(`div.source.c${desc_color ?? 0}`, {}, desc ?? "");
}

function quote(area, open) {
  return h("div.quote", tappable(area, open), area.title ? h("b", {}, area.title) : null, area.quote_text ?? "");
}

function row({ type, keyname, value, url, userid }, open) {
  const words = value ?? "";
  if (type === 1 && isWebAddress(url))
    return h(
      "div.kv",
      {},
      h("span", {}, keyname),
      h("a", { href: url, onclick: (event) => (event.preventDefault(), event.stopPropagation(), open(url)) }, words),
    );
  return h("div.kv", {}, h("span", {}, keyname), h("em", {}, type === 3 ? words || (personOf(userid)?.name ?? "") : words));
}

function jumpRow(jump, open) {
  return h("div.jump", tappable(jump, open), h("span", {}, jump.title), leadsOn(jump) ? h("i", {}, "›") : null);
}

function picture(card, open) {
  const area = card.image_text_area;
  if (card.card_image) return h("img.picture", { src: card.card_image.url, alt: "" });
  if (!area) return null;
  return h(
    "div.beside",
    tappable(area, open),
    h("img", { src: area.image_url, alt: "" }),
    h("div", {}, h("b", {}, area.title ?? ""), h("p", {}, area.desc ?? "")),
  );
}

/** A template card as WeCom draws it, from its JSON as this person sees it now. */
export function drawCard(message, person, open) {
  const { card } = message;
  const { main_title: title, emphasis_content: emphasis } = card;
  const controls = drawControls(message, person, open);
  const wholeJump = leadsOn(card.card_action);
  const parts = [
    card.source ? source(card.source) : null,
    card.action_menu ? drawMenu(message, person) : null,
    title?.title ? h("h3", {}, title.title) : null,
    title?.desc ? h("p", {}, title.desc) : null,
    emphasis ? h("div.emphasis", {}, h("b", {}, emphasis.title ?? ""), h("span", {}, emphasis.desc ?? "")) : null,
    picture(card, open),
    card.quote_area ? quote(card.quote_area, open) : null,
    card.sub_title_text ? h("p.sub", {}, card.sub_title_text) : null,
    ...(card.vertical_content_list ?? []).map((line) => h("div.vertical", {}, h("b", {}, line.title), h("p", {}, line.desc ?? ""))),
    ...(card.horizontal_content_list ?? []).map((line) => row(line, open)),
  ].filter(Boolean);
  const jumps = (card.jump_list ?? []).map((jump) => jumpRow(jump, open));
  const hint = wholeJump && jumps.length === 0 && controls.length === 0 ? jumpRow({ ...card.card_action, title: "查看详情" }, open) : null;
  const classes = `div.wx${card.source?.desc_color === 2 ? ".alert" : ""}${message.state === "closed" ? ".closed" : ""}`;
  return h(
    classes,
    { "data-task": message.taskId },
    h(wholeJump ? "div.face-of.link" : "div.face-of", wholeJump ? tappable(card.card_action, open) : {}, ...parts),
    ...jumps,
    hint,
    ...controls,
  );
}
