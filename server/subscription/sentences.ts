import type { Teller } from "../audit/story.js";

/** The acts on calendar links in sentences. */
export const subscriptionTeller: Teller = {
  sentence: (action, who) => {
    if (action === "calendar.linked") return `${who} 生成了自己的日历订阅链接`;
    return action === "calendar.unlinked" ? `${who} 取消了日历订阅` : null;
  },
};
