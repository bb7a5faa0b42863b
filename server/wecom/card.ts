/** A template card as WeCom's message/send takes it [90236 §template_card]; we use the two kinds that our duties need. */
export interface CardRow {
  /** ≈ 5 characters */
  keyname: string;
  /** ≈ 30 characters */
  value: string;
  /** where a tap on the value leads; absent: nowhere */
  url?: string;
}

export interface CallbackButton {
  kind: "callback";
  text: string;
  /** what the press means, e.g. `pass` */ key: string;
  style: 1 | 2 | 3 | 4;
}
export interface LinkButton {
  kind: "link";
  text: string;
  url: string;
  style: 1 | 2 | 3 | 4;
}

export interface CardSelection {
  questionKey: string;
  title: string;
  options: readonly { id: string; text: string }[];
  selectedId?: string;
}

/**
 * Our own, WeCom-free description of a card: domains and duties write this, `server/wecom` turns it into the vendor's JSON
 * (send, update) or XML (passive update). Lengths are those WeCom recommends; longer texts are cut with an ellipsis there.
 */
export interface Card {
  /** small line on top, e.g. 审核 · 第11条 */
  source: { text: string; colour: "grey" | "black" | "red" | "green" };
  title: string;
  /** line under the title */
  subtitle?: string;
  /** the words of the rule that the card rests on */
  quote?: { article: string; text: string };
  rows: readonly CardRow[];
  /** empty: a card without buttons (知会卡) */
  buttons: readonly (CallbackButton | LinkButton)[];
  selection?: CardSelection;
  /** where a tap on the card's body leads */
  link?: string;
  /** the same place in the mini program, which then goes before `link` */
  miniprogram?: { appId: string; pagePath: string };
  /** drawn as a button card even without a callback button: only those can be changed after sending [94888] */
  updatable?: true;
  /** set on a closed card: the grey text that replaces the buttons, e.g. 已由 二审负责人 10:19 通过 */
  closedText?: string;
}
