import { computed, ref } from "vue";
import type { LetterView, OperationsView, TapView } from "../../../server/http/contract.js";
import { api } from "../../services/api.js";
import { useIntention } from "../../services/intention.js";
import { say } from "../../services/navigate.js";
import { useRemote } from "../../services/remote.js";
import { troubleOf } from "../../services/trouble.js";

/** The state of the program and what is put right by hand; every act answers with the state after it. */
export function useOperations() {
  const state = useRemote(() => api.operations());
  const current = computed(() => state.latest.value);
  const notice = ref<{ text: string; tone: "green" | "yellow" } | null>(null);
  const aside = ref<LetterView | null>(null);
  const act = useIntention();

  async function carryOut(what: unknown, send: (key: string) => Promise<OperationsView>, done: string): Promise<void> {
    try {
      const after = await act.carryOut(what, send);
      if (after === undefined) return;
      state.latest.value = after;
      aside.value = null;
      notice.value = { text: done, tone: "green" };
    } catch (caught) {
      const trouble = troubleOf(caught);
      if (trouble.kind === "offline" || trouble.kind === "broken") return say(`没有送达：${trouble.detail}。再点一次即可，不会重复`);
      aside.value = null;
      notice.value = { text: trouble.detail, tone: "yellow" };
      await state.refresh();
    }
    void uni.pageScrollTo({ scrollTop: 0, duration: 200 });
  }

  return {
    state,
    current,
    notice,
    aside,
    busy: act.busy,
    async take(letter: LetterView, way: string): Promise<void> {
      if (way === "setAside") {
        aside.value = letter;
        return;
      }
      await carryOut({ resend: letter.id }, (key) => api.resend(letter.id, key), `已重发「${letter.title}」，是否送达稍后在这里看得到`);
    },
    async setAside(note: string): Promise<void> {
      const letter = aside.value;
      if (letter)
        await carryOut({ aside: letter.id, note }, (key) => api.setAside(letter.id, note, key), `已登记：「${letter.title}」另行告知`);
    },
    retry: (tap: TapView): Promise<void> => carryOut({ retry: tap.id }, (key) => api.retryTap(tap.id, key), "已重新办理"),
  };
}
