import type {
  ArticleView,
  Category,
  DeliveryView,
  DraftStatus,
  Gate,
  PermitView,
  Platform,
  Stage,
  Urgency,
  VerdictView,
} from "../../server/http/contract.js";

/** How a tag is coloured. Alert colours stand for alerts only. */
export type Tone = "blue" | "green" | "grey" | "orange" | "red" | "yellow";
export interface Label {
  text: string;
  tone: Tone;
}

export const platformNames: Record<Platform, string> = {
  wechat: "微信公众号",
  weibo: "微博",
  bilibili: "B站",
  douyin: "抖音",
  kuaishou: "快手",
  xiaohongshu: "小红书",
  wechatChannels: "视频号",
  other: "其他平台",
};
export const stages = ["first", "second", "final"] as const satisfies readonly Stage[];
export const stageNames: Record<Stage, string> = { first: "初审", second: "二审", final: "终审" };
export const gates = ["political", "legal", "policy", "confidentiality", "content"] as const satisfies readonly Gate[];
export const gateNames: Record<Gate, string> = {
  political: "政治",
  legal: "法律",
  policy: "政策",
  confidentiality: "保密",
  content: "内容",
};
export const categories = ["normal", "important", "major"] as const satisfies readonly Category[];
export const categoryNames: Record<Category, string> = { normal: "一般", important: "重要", major: "重大" };
export const urgencies = ["normal", "urgent", "critical"] as const satisfies readonly Urgency[];
export const urgencyNames: Record<Urgency, string> = { normal: "普通", urgent: "加急", critical: "特急" };

const statusLabels: Record<DraftStatus, Label> = {
  draft: { text: "草稿", tone: "grey" },
  inReview: { text: "审核中", tone: "blue" },
  consulting: { text: "会商中", tone: "blue" },
  approved: { text: "可发布", tone: "green" },
  published: { text: "已发布", tone: "green" },
  withdrawn: { text: "已撤回", tone: "grey" },
  takenDown: { text: "已撤稿", tone: "grey" },
};

/** 审核中 names its level; a draft that came back says so. */
export function statusLabel(draft: { status: DraftStatus; stage: Stage | null; sentBack?: boolean }): Label {
  if (draft.status === "inReview" && draft.stage) return { text: `${stageNames[draft.stage]}中`, tone: "blue" };
  if (draft.status === "draft" && draft.sentBack) return { text: "退回修改", tone: "orange" };
  return statusLabels[draft.status];
}

/** What kind of act a duty waits for, read from what the server lets this person do; null when it lets nothing be done. */
export function taskLabel(may: readonly string[]): Label | null {
  if (may.includes("pass") || may.includes("sendBack")) return { text: "审核", tone: "blue" };
  if (may.includes("publish")) return { text: "发布", tone: "green" };
  if (["arrive", "takeOver", "nothingOpen", "agree"].some((verb) => may.includes(verb))) return { text: "值班", tone: "blue" };
  if (["setLevel", "acknowledge", "consult", "propose", "close", "review"].some((verb) => may.includes(verb)))
    return { text: "舆情", tone: "blue" };
  return may.includes("edit") || may.includes("submit") ? { text: "修改", tone: "grey" } : null;
}

export const verdictLabels: Record<VerdictView["verdict"], Label> = {
  pass: { text: "通过", tone: "green" },
  sendBack: { text: "退回", tone: "orange" },
  objection: { text: "异议", tone: "orange" },
};
export const permitLabels: Record<PermitView["state"], Label> = {
  valid: { text: "有效", tone: "green" },
  expired: { text: "已过期", tone: "orange" },
  void: { text: "已作废", tone: "grey" },
  used: { text: "已使用", tone: "grey" },
};
const deliveryLabels: Record<DeliveryView["state"], Label> = {
  waiting: { text: "待发送", tone: "grey" },
  sent: { text: "已发送", tone: "green" },
  failed: { text: "未送达", tone: "red" },
  dropped: { text: "不再发送", tone: "grey" },
};
const callLabels: Record<DeliveryView["state"], Label> = {
  waiting: { text: "呼叫中", tone: "grey" },
  sent: { text: "已接听", tone: "green" },
  failed: { text: "未接通", tone: "red" },
  dropped: { text: "不再呼叫", tone: "grey" },
};
/** How an attempt to reach somebody stands; a call is answered or not. */
export const deliveryLabel = ({ via, state }: Pick<DeliveryView, "via" | "state">): Label =>
  via === "call" ? callLabels[state] : deliveryLabels[state];
export const articleLabels: Record<ArticleView["state"], Label> = {
  enforced: { text: "已落实", tone: "green" },
  arrives: { text: "随后续部分上线", tone: "yellow" },
  words: { text: "文字条款", tone: "grey" },
};

/** `第11条`; a list such as `11、13` is kept. */
export const articleText = (article: string | number): string => `第${article}条`;
/** A person as others read them: the first post and the name, once where the name already says the post. */
export function personText(person: { name: string; post?: string }): string {
  const post = person.post?.split("、")[0] ?? "";
  return person.name.includes(post) ? person.name : `${post} ${person.name}`;
}
/** `12.3 KB` */
export const bytesText = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
