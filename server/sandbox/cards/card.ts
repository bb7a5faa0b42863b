/** A template card (模板卡片) as JSON [90236]; which parts are allowed depends on card_type and is checked by cards/rules.ts. */
export interface TemplateCard {
  card_type: CardType;
  source?: { icon_url?: string; desc?: string; desc_color?: number };
  main_title?: { title?: string; desc?: string };
  sub_title_text?: string;
  emphasis_content?: { title?: string; desc?: string };
  quote_area?: Jump & { title?: string; quote_text?: string };
  card_image?: { url: string; aspect_ratio?: number };
  image_text_area?: Jump & { title?: string; desc?: string; image_url: string };
  vertical_content_list?: { title: string; desc?: string }[];
  horizontal_content_list?: { type?: number; keyname: string; value?: string; url?: string; media_id?: string; userid?: string }[];
  jump_list?: (Jump & { title: string })[];
  card_action?: Jump;
  action_menu?: { desc?: string; action_list: { text: string; key: string }[] };
  task_id?: string;
  button_list?: CardButton[];
  button_selection?: Question;
  checkbox?: { question_key: string; mode?: number; disable?: boolean; option_list: (Option & { is_checked?: boolean })[] };
  select_list?: (Question & { disable?: boolean })[];
  submit_button?: { text: string; key: string };
  /** Grey words in the place of the buttons; comes with an update [94888]. */
  replace_text?: string;
}

/** The five kinds of template card [90236]. */
export const CARD_TYPES = ["text_notice", "news_notice", "button_interaction", "vote_interaction", "multiple_interaction"] as const;
export type CardType = (typeof CARD_TYPES)[number];

/** Where a tap leads: 0 nowhere, 1 a URL, 2 a mini program. */
export interface Jump {
  type?: number;
  url?: string;
  appid?: string;
  pagepath?: string;
}

export interface CardButton {
  text: string;
  style?: number;
  /** 0 or absent = callback, 1 = opens url and sends no event. */
  type?: number;
  key?: string;
  url?: string;
}

export interface Option {
  id: string;
  text: string;
}

export interface Question {
  question_key: string;
  title?: string;
  option_list: Option[];
  selected_id?: string;
}

const INTERACTIVE: readonly CardType[] = ["button_interaction", "vote_interaction", "multiple_interaction"];

/** True for cards whose taps come back as events, so that they need a task_id and a callback [90236]. */
export function isCallbackCapable(card: TemplateCard): boolean {
  return INTERACTIVE.includes(card.card_type) || card.action_menu !== undefined;
}

/** True for the kinds whose buttons can be greyed with a replace_name [94888]. */
export function hasButtons(card: TemplateCard): boolean {
  return INTERACTIVE.includes(card.card_type);
}

/** Keys that this card sends back when tapped as it is shown now; empty once its buttons are replaced. */
export function liveKeys(card: TemplateCard): string[] {
  const menu = (card.action_menu?.action_list ?? []).map((action) => action.key);
  if (card.replace_text) return menu;
  const buttons = (card.button_list ?? []).filter((button) => (button.type ?? 0) === 0).map((button) => button.key ?? "");
  return [...menu, ...buttons, ...(card.submit_button ? [card.submit_button.key] : [])];
}

/** The selectors of a card with the option that stands if the person touches nothing. */
export function questionsOf(card: TemplateCard): { key: string; options: string[]; standing: string[] }[] {
  const single = [...(card.button_selection ? [card.button_selection] : []), ...(card.select_list ?? [])].map((question) => {
    const options = question.option_list.map((option) => option.id);
    const standing = options.includes(question.selected_id ?? "") ? question.selected_id : options[0];
    return { key: question.question_key, options, standing: standing === undefined ? [] : [standing] };
  });
  if (!card.checkbox) return single;
  const options = card.checkbox.option_list;
  const checked = options.filter((option) => option.is_checked).map((option) => option.id);
  return [...single, { key: card.checkbox.question_key, options: options.map((option) => option.id), standing: checked }];
}
