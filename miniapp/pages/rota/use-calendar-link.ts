import type { SubscriptionView } from "../../../server/http/contract.js";
import { api } from "../../services/api.js";
import { useIntention } from "../../services/intention.js";
import { say } from "../../services/navigate.js";
import { useRemote } from "../../services/remote.js";
import { troubleOf } from "../../services/trouble.js";

/** The reader's own calendar link. */
export function useCalendarLink() {
  const link = useRemote(() => api.calendarLink());
  const act = useIntention();

  async function carryOut(what: string, send: (key: string) => Promise<SubscriptionView>, words: string): Promise<void> {
    try {
      const after = await act.carryOut({ what, at: link.latest.value?.madeAt }, send);
      if (after === undefined) return;
      link.latest.value = after;
      say(words);
    } catch (caught) {
      say(troubleOf(caught).detail);
    }
  }

  return {
    link,
    busy: act.busy,
    make: (): Promise<void> => carryOut("make", (key) => api.makeCalendarLink(key), "新链接已生成"),
    revoke: (): Promise<void> => carryOut("revoke", (key) => api.revokeCalendarLink(key), "已取消订阅，旧链接失效"),
  };
}
