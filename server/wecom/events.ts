/** What WeCom tells us by callback, after signature, decryption and parsing [90239, 90240]. */
interface Common {
  /** corp id */
  toUserName: string;
  /** userid, trimmed and lower-cased, or `sys` */
  fromUser: string;
  /** unix seconds as WeCom sent them */
  createTime: number;
  agentId: string | null;
  /** key of the decrypted content: equal for every redelivery of one event, different for different events (never from timestamp + nonce) */
  dedupeKey: string;
}

export interface TextMessage extends Common {
  kind: "text";
  content: string;
  msgId: string;
}
export interface CardPress extends Common {
  kind: "cardPress";
  taskId: string;
  /** the pressed button's key */
  eventKey: string;
  cardType: string;
  /** a fresh code for this click: 72 h, single use; empty if WeCom gave none, then the card can only be updated passively */
  responseCode: string;
  /** question key → option ids */
  selected: Readonly<Record<string, readonly string[]>>;
}
export interface Subscription extends Common {
  kind: "subscribe" | "unsubscribe";
}
export interface AgentEntered extends Common {
  kind: "enterAgent";
}
/** Somebody joined, changed or left in the address book; told to the contacts-sync assistant alone, ids only [90970]. */
export interface ContactChange extends Common {
  kind: "contactChange";
  /** e.g. create_user, update_user, delete_user, create_party */
  changeType: string;
  /** lower-cased; null: not about a member */
  userid: string | null;
  /** what the member's userid is from now on, lower-cased; null: unchanged */
  newUserid: string | null;
  /** 1 active, 2 disabled, 4 not activated, 5 left; null: not told, as since 2022-08-15 */
  status: number | null;
}
/** A 企业直播 that this app made has changed its state [94145]; 3 (expired) is never told. */
export interface LivingChange extends Common {
  kind: "livingChange";
  livingId: string;
  /** 0 reserved, 1 live, 2 ended, 4 cancelled */
  status: number;
}
/** Anything else: answered 200 and counted. `name` is MsgType or Event. */
export interface UnknownEvent extends Common {
  kind: "unknown";
  name: string;
}

export type InboundEvent = TextMessage | CardPress | Subscription | AgentEntered | ContactChange | LivingChange | UnknownEvent;
