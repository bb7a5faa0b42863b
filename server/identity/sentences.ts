import type { Teller } from "../audit/story.js";
import { namesOf } from "./actor.js";

/** How acts of people on themselves read, and how people are called. */
export const identityTeller: Teller = {
  sentence: (action, who) => (action === "session.opened" ? `${who} 登录` : null),
  titles: {
    person: async (tx, userids) => {
      const name = await namesOf(tx, userids);
      return new Map(userids.map((userid) => [userid, name(userid).name]));
    },
  },
};
