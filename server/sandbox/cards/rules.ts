import { Refused } from "../api/errors.js";
import { CARD_TYPES, type CardType, hasButtons, isCallbackCapable, type TemplateCard } from "./card.js";

type Json = Record<string, unknown>;
const KEY_BYTES = 1024;
const OPTION_ID_BYTES = 128;

const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
const filled = (value: unknown): value is string => typeof value === "string" && value !== "";
const bytes = (text: string): number => Buffer.byteLength(text, "utf8");

function refuseIf(broken: boolean, errcode: number, detail: string): void {
  if (broken) throw new Refused(errcode, detail);
}

function part(card: Json, name: string): Json | undefined {
  const value = card[name];
  if (value === undefined || value === null) return undefined;
  if (!isJson(value)) throw new Refused(40058, `template_card.${name} must be an object`);
  return value;
}

function list(owner: Json, name: string): Json[] {
  const value = owner[name];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || !value.every(isJson)) throw new Refused(40058, `${name} must be a list of objects`);
  return value;
}

function checkKey(value: unknown, errcode: number, name: string): void {
  refuseIf(!filled(value) || bytes(value) > KEY_BYTES, errcode, `${name} missing or over ${KEY_BYTES} bytes`);
}

function checkUnique(values: unknown[], errcode: number, name: string): void {
  refuseIf(new Set(values).size !== values.length, errcode, `${name} repeated`);
}

function checkJump(jump: Json, name: string): void {
  refuseIf(jump.type === 1 && !filled(jump.url), 42028, `${name}.url missing`);
  refuseIf(jump.type === 2 && !filled(jump.appid), 42030, `${name}.appid missing`);
}

function checkOptions(owner: Json, name: string, most: number): void {
  const options = list(owner, "option_list");
  refuseIf(options.length < 1 || options.length > most, 42037, `${name}.option_list must have 1 to ${most}`);
  for (const option of options) {
    refuseIf(!filled(option.id) || bytes(option.id) > OPTION_ID_BYTES, 42040, `${name}.option_list.id`);
    refuseIf(!filled(option.text), 42041, `${name}.option_list.text`);
  }
  checkUnique(
    options.map((option) => option.id),
    42040,
    `${name}.option_list.id`,
  );
}

function checkRows(card: Json): void {
  const rows = list(card, "horizontal_content_list");
  refuseIf(rows.length > 6, 42035, "horizontal_content_list over 6");
  for (const row of rows) {
    refuseIf(!filled(row.keyname), 42027, "horizontal_content_list.keyname missing");
    refuseIf(row.type === 1 && !filled(row.url), 42028, "horizontal_content_list.url missing");
    refuseIf(row.type === 2 && !filled(row.media_id), 42029, "horizontal_content_list.media_id missing");
    refuseIf(row.type === 3 && !filled(row.userid), 42050, "horizontal_content_list.userid missing");
  }
}

function checkJumps(card: Json, type: CardType): void {
  const jumps = list(card, "jump_list");
  refuseIf(jumps.length > 3, 42042, "jump_list over 3");
  for (const jump of jumps) {
    refuseIf(!filled(jump.title), 42033, "jump_list.title missing");
    checkJump(jump, "jump_list");
  }
  const quote = part(card, "quote_area");
  if (quote) checkJump(quote, "quote_area");
  const action = part(card, "card_action");
  const required = type === "text_notice" || type === "news_notice";
  refuseIf(required && (!action || (action.type !== 1 && action.type !== 2)), 42045, "card_action missing or its type not 1 or 2");
  if (action) checkJump(action, "card_action");
}

function checkMenu(card: Json, most: number): void {
  const menu = part(card, "action_menu");
  if (!menu) return;
  const actions = list(menu, "action_list");
  refuseIf(actions.length < 1 || actions.length > most, 40058, `action_menu.action_list must have 1 to ${most}`);
  for (const action of actions) {
    refuseIf(!filled(action.text), 40058, "action_menu.action_list.text missing");
    checkKey(action.key, 42039, "action_menu.action_list.key");
  }
  checkUnique(
    actions.map((action) => action.key),
    42051,
    "action_menu.action_list.key",
  );
}

function checkTitle(card: Json, type: CardType): void {
  const title = part(card, "main_title")?.title;
  if (type === "text_notice") refuseIf(!filled(title) && !filled(card.sub_title_text), 42033, "main_title.title or sub_title_text needed");
  else refuseIf(!filled(title), 42033, "main_title.title missing");
}

function checkPicture(card: Json): void {
  const image = part(card, "card_image");
  const beside = part(card, "image_text_area");
  refuseIf(!image && !beside, 42044, "card_image or image_text_area needed");
  if (image) {
    refuseIf(!filled(image.url), 42044, "card_image.url missing");
    const ratio = image.aspect_ratio;
    refuseIf(ratio !== undefined && !(typeof ratio === "number" && ratio >= 1.3 && ratio < 2.25), 42044, "card_image.aspect_ratio");
  }
  if (beside) {
    refuseIf(!filled(beside.image_url), 42044, "image_text_area.image_url missing");
    checkJump(beside, "image_text_area");
  }
  const lines = list(card, "vertical_content_list");
  refuseIf(lines.length > 4, 42036, "vertical_content_list over 4");
  for (const line of lines) refuseIf(!filled(line.title), 42033, "vertical_content_list.title missing");
}

function checkButtons(card: Json): void {
  const buttons = list(card, "button_list");
  refuseIf(buttons.length < 1 || buttons.length > 6, 40058, "button_list must have 1 to 6");
  const callbacks = buttons.filter((button) => button.type !== 1);
  for (const button of buttons) {
    refuseIf(!filled(button.text), 42038, "button_list.text missing");
    refuseIf(button.type === 1 && !filled(button.url), 42028, "button_list.url missing");
  }
  for (const button of callbacks) checkKey(button.key, 42039, "button_list.key");
  checkUnique(
    callbacks.map((button) => button.key),
    42039,
    "button_list.key",
  );
  const selection = part(card, "button_selection");
  if (!selection) return;
  checkKey(selection.question_key, 42043, "button_selection.question_key");
  checkOptions(selection, "button_selection", 10);
}

function checkSubmit(card: Json): void {
  const submit = part(card, "submit_button");
  refuseIf(!filled(submit?.text), 42049, "submit_button.text missing");
  checkKey(submit?.key, 42046, "submit_button.key");
}

function checkVote(card: Json): void {
  const checkbox = part(card, "checkbox") ?? {};
  checkKey(checkbox.question_key, 42043, "checkbox.question_key");
  checkOptions(checkbox, "checkbox", 20);
  checkSubmit(card);
}

function checkSelects(card: Json): void {
  const selects = list(card, "select_list");
  refuseIf(selects.length < 1 || selects.length > 3, 42047, "select_list must have 1 to 3");
  for (const select of selects) {
    checkKey(select.question_key, 42043, "select_list.question_key");
    checkOptions(select, "select_list", 10);
  }
  checkUnique(
    selects.map((select) => select.question_key),
    42043,
    "select_list.question_key",
  );
  checkSubmit(card);
}

/**
 * The hard limits of a template card [90236], each refused with its own code [90313]; recommended lengths are the client's business.
 * A limit without a code of its own in the vendor's list is 40058.
 * @param mostActions entries allowed in action_menu: 3 when sent, 10 in a passive update [90241].
 */
export function checkCard(value: unknown, mostActions: 3 | 10 = 3): TemplateCard {
  if (!isJson(value)) throw new Refused(40063, "template_card missing");
  const type = CARD_TYPES.find((known) => known === value.card_type);
  if (!type) throw new Refused(42031, "card_type");
  checkTitle(value, type);
  checkRows(value);
  checkJumps(value, type);
  checkMenu(value, mostActions);
  if (type === "news_notice") checkPicture(value);
  if (type === "button_interaction") checkButtons(value);
  if (type === "vote_interaction") checkVote(value);
  if (type === "multiple_interaction") checkSelects(value);
  return value as unknown as TemplateCard;
}

/** The rule for task_id on sending: needed by callback-capable cards, only digits, letters and _ - @, at most 128 bytes, never used before; else 42014. */
export function checkTaskId(card: TemplateCard, known: (taskId: string) => boolean): void {
  const taskId: unknown = card.task_id;
  const absent = taskId === undefined || taskId === "";
  if (absent && !isCallbackCapable(card)) return;
  refuseIf(
    typeof taskId !== "string" || !/^[0-9A-Za-z_\-@]{1,128}$/.test(taskId),
    42014,
    "taskid is empty, too long or has other characters",
  );
  refuseIf(known(String(taskId)), 42014, "taskid has existed");
}

/** What an update leaves on a phone: a whole new card, which keeps the task id of the old one [94888]. */
export function replacedBy(shown: TemplateCard, next: TemplateCard): TemplateCard {
  return { ...next, task_id: next.task_id ?? shown.task_id };
}

/** What `replace_name` leaves on a phone: the same card with grey words for its buttons; null when the card has none to grey. */
export function greyedWith(shown: TemplateCard, words: string): TemplateCard | null {
  return hasButtons(shown) ? { ...shown, replace_text: words } : null;
}
