import type { CheckInKind } from "../../../entities/patrol.js";

/** What a patroller looks at (R14-08): item of the checklist → its words on the phone. */
export const CHECKLIST = {
  expression: "政治表述和口播内容",
  symbols: "国旗国徽、地图和标识",
  dress: "着装和背景",
  guests: "嘉宾言行",
  copyright: "音乐、图片和视频版权",
  minors: "未成年人出镜",
  comments: "弹幕和评论",
  products: "商品链接和广告",
  venue: "办公区域和设备",
  security: "网络和账号安全",
} as const;
export type ChecklistItem = keyof typeof CHECKLIST;

export const CHECKLIST_ITEMS = Object.keys(CHECKLIST) as ChecklistItem[];

/** What can be looked at on arrival: nothing is said or shown on air yet. */
export const ARRIVAL_ITEMS: readonly ChecklistItem[] = ["symbols", "dress", "venue", "security"];

/** What is looked at with a check-in of this kind. */
export const itemsOf = (kind: CheckInKind): readonly ChecklistItem[] => (kind === "arrival" ? ARRIVAL_ITEMS : CHECKLIST_ITEMS);
