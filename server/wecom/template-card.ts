import type { CallbackButton, Card, CardSelection, LinkButton } from "./card.js";
import { short } from "../kernel/short.js";
import { oneLine } from "./words.js";

/** A card that breaks a hard limit of WeCom: a fault of ours, found before anything is sent. */
export class CardRefused extends Error {
  constructor(reason: string) {
    super(`card refused: ${reason}`);
    this.name = "CardRefused";
  }
}

interface TemplateButton {
  type: 0 | 1;
  text: string;
  style: number;
  key?: string;
  url?: string;
}

/** One line of a card; with `type` 1 its value leads to an address. */
type ContentRow = { keyname: string; value: string } | { keyname: string; value: string; type: 1; url: string };

/** What a tap on the body opens: a page, or the mini program that is associated with the app. */
type CardAction = { type: 1; url: string } | { type: 2; appid: string; pagepath: string };

/** The vendor's JSON [90236 template_card, 94888]; only what we use of it. */
export interface TemplateCard {
  card_type: "button_interaction" | "text_notice";
  source: { desc: string; desc_color: number };
  main_title: { title: string; desc?: string };
  quote_area?: { type: 0; title: string; quote_text: string };
  horizontal_content_list?: ContentRow[];
  jump_list?: { type: 1; title: string; url: string }[];
  card_action?: CardAction;
  task_id?: string;
  button_selection?: { question_key: string; title: string; option_list: { id: string; text: string }[]; selected_id?: string };
  button_list?: TemplateButton[];
  replace_text?: string;
}

/** Lengths that WeCom recommends, in characters: the client folds what is longer, so we cut it with an ellipsis. */
const RECOMMENDED = { source: 20, title: 36, subtitle: 44, keyname: 5, value: 30, button: 10, option: 16, jump: 18 } as const;
/** Ours: WeCom names no length for these two. */
const QUOTE_CHARACTERS = 300;
const CLOSED_CHARACTERS = 36;
/** Hard limits [90236]; ids, keys and addresses in bytes. */
const HARD = { rows: 6, buttons: 6, jumps: 3, options: 10, key: 1024, optionId: 128, taskId: 128, url: 2048, pagePath: 1024 } as const;
const COLOURS = { grey: 0, black: 1, red: 2, green: 3 } as const;

/** The card as `message/send` takes it. Throws `CardRefused` on a hard limit. */
export function templateCard(card: Card, taskId: string): TemplateCard {
  if (!/^[0-9A-Za-z_@-]+$/.test(taskId) || taskId.length > HARD.taskId) throw new CardRefused("task id");
  return { ...drawn(card), task_id: taskId };
}

/** The card as `message/update_template_card` takes it: without task id, the closed text in place of the buttons. */
export function updatedTemplateCard(card: Card): TemplateCard {
  return drawn(card);
}

function drawn(card: Card): TemplateCard {
  const { source, title, subtitle, quote, rows } = card;
  if (oneLine(title) === "") throw new CardRefused("title is empty");
  if (rows.length > HARD.rows) throw new CardRefused("more than 6 rows");
  const answers = card.updatable === true || card.buttons.some((button) => button.kind === "callback") || card.closedText !== undefined;
  return {
    card_type: answers ? "button_interaction" : "text_notice",
    source: { desc: fitted(source.text, RECOMMENDED.source), desc_color: COLOURS[source.colour] },
    main_title: { title: fitted(title, RECOMMENDED.title), ...(subtitle ? { desc: fitted(subtitle, RECOMMENDED.subtitle) } : {}) },
    ...(quote
      ? { quote_area: { type: 0, title: articleName(quote.article), quote_text: short(quote.text.trim(), QUOTE_CHARACTERS) } }
      : {}),
    ...(rows.length > 0 ? { horizontal_content_list: rows.map(row) } : {}),
    ...(answers ? interaction(card) : notice(card)),
  };
}

function row({ keyname, value, url }: Card["rows"][number]): ContentRow {
  if (oneLine(keyname) === "") throw new CardRefused("row without name");
  const words = { keyname: fitted(keyname, RECOMMENDED.keyname), value: fitted(value, RECOMMENDED.value) };
  return url === undefined || Buffer.byteLength(url) > HARD.url ? words : { ...words, type: 1, url };
}

function articleName(article: string): string {
  return /^[0-9]+$/.test(article) ? `第${article}条` : fitted(article, RECOMMENDED.title);
}

/** A card that comes back by callback; closed, it has one grey button and nothing to choose. */
function interaction(card: Card): Pick<TemplateCard, "card_action" | "button_selection" | "button_list" | "replace_text"> {
  const action = bodyLink(card);
  const common = action === null ? {} : { card_action: action };
  if (card.closedText !== undefined) {
    const text = fitted(card.closedText, RECOMMENDED.button);
    if (text === "") throw new CardRefused("closed text is empty");
    return {
      ...common,
      button_list: [{ type: 0, text, style: 1, key: "closed" }],
      replace_text: fitted(card.closedText, CLOSED_CHARACTERS),
    };
  }
  const selection = card.selection ? { button_selection: selectionOf(card.selection) } : {};
  return { ...common, ...selection, button_list: buttonsOf(card.buttons) };
}

/** A card that only tells: WeCom demands that a tap on its body leads somewhere. */
function notice(card: Card): Pick<TemplateCard, "card_action" | "jump_list"> {
  const action = bodyLink(card);
  if (action === null) throw new CardRefused("a card without callback button needs a link");
  const links = card.buttons.filter((button) => button.kind === "link");
  if (links.length > HARD.jumps) throw new CardRefused("more than 3 links on a card without callback button");
  const jumps = links.map(({ text, url }) => ({ type: 1 as const, title: fitted(text, RECOMMENDED.jump), url: address(url) }));
  return { card_action: action, ...(jumps.length > 0 ? { jump_list: jumps } : {}) };
}

function bodyLink(card: Card): CardAction | null {
  if (card.miniprogram)
    return { type: 2, appid: card.miniprogram.appId, pagepath: within(card.miniprogram.pagePath, HARD.pagePath, "page path") };
  const url = card.link ?? card.buttons.find((button): button is LinkButton => button.kind === "link")?.url;
  return url === undefined ? null : { type: 1, url: address(url) };
}

function buttonsOf(buttons: readonly (CallbackButton | LinkButton)[]): TemplateButton[] {
  if (buttons.length > HARD.buttons) throw new CardRefused("more than 6 buttons");
  const keys = buttons.flatMap((button) => (button.kind === "callback" ? [button.key] : []));
  if (new Set(keys).size !== keys.length) throw new CardRefused("one key on two buttons");
  return buttons.map((button) => {
    const text = fitted(button.text, RECOMMENDED.button);
    if (text === "") throw new CardRefused("button without words");
    if (button.kind === "link") return { type: 1, text, style: button.style, url: address(button.url) };
    return { type: 0, text, style: button.style, key: within(button.key, HARD.key, "button key") };
  });
}

function selectionOf({ questionKey, title, options, selectedId }: CardSelection): NonNullable<TemplateCard["button_selection"]> {
  if (options.length < 1 || options.length > HARD.options) throw new CardRefused("1 to 10 options are due");
  if (new Set(options.map(({ id }) => id)).size !== options.length) throw new CardRefused("one id on two options");
  if (selectedId !== undefined && !options.some(({ id }) => id === selectedId)) throw new CardRefused("selected option does not exist");
  return {
    question_key: within(questionKey, HARD.key, "question key"),
    title: fitted(title, RECOMMENDED.option),
    option_list: options.map(({ id, text }) => ({ id: within(id, HARD.optionId, "option id"), text: fitted(text, RECOMMENDED.option) })),
    ...(selectedId === undefined ? {} : { selected_id: selectedId }),
  };
}

function fitted(text: string, most: number): string {
  return short(oneLine(text), most);
}

function within(text: string, bytes: number, what: string): string {
  if (text === "" || Buffer.byteLength(text) > bytes) throw new CardRefused(`${what} must have 1 to ${bytes} bytes`);
  return text;
}

function address(url: string): string {
  if (!/^https?:\/\//.test(url)) throw new CardRefused("a link needs http:// or https://");
  return within(url, HARD.url, "link");
}
