import { computed, ref, shallowRef, watch } from "vue";
import type { DraftVerb, DraftView, Gate, PublicationInput, VerdictInput } from "../../../server/http/contract.js";
import { api } from "../../services/api.js";
import { newKey, useIntention } from "../../services/intention.js";
import { say } from "../../services/navigate.js";
import { useRemote } from "../../services/remote.js";
import { type Trouble, troubleOf } from "../../services/trouble.js";
import { stageNames } from "../../words/labels.js";
import { allPassed, failedGates, passObstacle } from "../../words/opinion.js";

/** What the page says above the draft: `settled` when somebody else was first, `refused` when the server said no. */
export interface ReviewNotice {
  kind: "settled" | "refused" | "changed" | "done";
  text: string;
  article?: string;
  quote?: string;
}

const noticeOf = (trouble: Trouble): ReviewNotice => ({
  kind: trouble.status === 409 ? "settled" : "refused",
  text: trouble.detail,
  article: trouble.article,
  quote: trouble.text,
});

function passedWords(before: DraftView, after: DraftView): string {
  if (after.status === "approved") return "终审通过，发布许可已发给责任编辑";
  const level = before.stage === null ? "审核" : stageNames[before.stage];
  return after.stage === null ? `${level}已通过` : `${level}已通过，已转${stageNames[after.stage]}`;
}

/** One draft as a person sees it and acts on it; what may be done comes from the server alone. */
export function useReview(id: () => string) {
  const draft = useRemote(() => api.draft(id()));
  const ticked = ref<Gate[]>([]);
  const fullOpen = ref(false);
  const sheet = ref<"sendBack" | "publish" | null>(null);
  const notice = shallowRef<ReviewNotice | null>(null);
  const act = useIntention();
  let reported = 0;
  let reading: Promise<unknown> = Promise.resolve();

  const current = computed(() => draft.latest.value);
  const may = (verb: DraftVerb): boolean => current.value?.may.includes(verb) ?? false;
  const decides = computed(() => may("pass") || may("sendBack"));
  const showsFull = computed(
    () => current.value !== null && (fullOpen.value || current.value.changes === null || current.value.stage === "final"),
  );

  watch(
    () => current.value?.revision,
    (revision, before) => {
      if (before === undefined || revision === undefined || revision === before) return;
      ticked.value = [];
      fullOpen.value = false;
      sheet.value = null;
      notice.value = { kind: "changed", text: `稿件已更新为第 ${revision} 版，请重新查看` };
    },
  );
  watch([showsFull, decides, () => current.value?.revision], () => {
    const shown = current.value;
    if (!shown || !showsFull.value || !decides.value || reported === shown.revision) return;
    reported = shown.revision;
    reading = api.reading(shown.id, shown.revision, newKey()).catch(() => (reported = 0));
  });

  async function carryOut(what: unknown, send: (key: string) => Promise<DraftView>, words: (after: DraftView) => string): Promise<void> {
    try {
      const after = await act.carryOut(what, send);
      if (after === undefined) return;
      const text = words(after);
      draft.latest.value = after;
      sheet.value = null;
      ticked.value = [];
      notice.value = { kind: "done", text };
      say(text);
      void uni.pageScrollTo({ scrollTop: 0, duration: 200 });
    } catch (caught) {
      const trouble = troubleOf(caught);
      if (trouble.kind === "offline" || trouble.kind === "broken") return say(`没有送达：${trouble.detail}。再点一次即可，不会重复`);
      notice.value = noticeOf(trouble);
      sheet.value = null;
      void uni.pageScrollTo({ scrollTop: 0, duration: 200 });
      await draft.refresh();
    }
  }

  async function decide(input: VerdictInput, words: (after: DraftView) => string): Promise<void> {
    await carryOut(
      input,
      async (key) => {
        await reading;
        return api.decide(id(), input, key);
      },
      words,
    );
  }

  return {
    draft,
    current,
    may,
    decides,
    showsFull,
    fullOpen,
    ticked,
    sheet,
    notice,
    busy: act.busy,
    async pass(): Promise<void> {
      const shown = current.value;
      if (!shown || act.busy.value) return;
      const obstacle = passObstacle(shown.stage, ticked.value);
      if (obstacle !== null) {
        say(obstacle);
        void uni.pageScrollTo({ selector: "#gates", duration: 200 });
        return;
      }
      await decide({ revision: shown.revision, verdict: "pass", gates: allPassed() }, (after) => passedWords(shown, after));
    },
    async sendBack(failed: Gate[], comment: string): Promise<void> {
      const shown = current.value;
      if (!shown) return;
      const input: VerdictInput = { revision: shown.revision, verdict: "sendBack", gates: failedGates(failed), comment: comment.trim() };
      await decide(input, () => "已退回责任编辑");
    },
    submit: (): Promise<void> => {
      const revision = current.value?.revision ?? 0;
      return carryOut(
        { submit: revision },
        (key) => api.submit(id(), revision, key),
        () => "已提交，初审负责人会收到卡片",
      );
    },
    nudge: (): Promise<void> =>
      carryOut(
        { nudge: current.value?.stage },
        (key) => api.nudge(id(), key),
        (after) => `已催办${after.stage === null ? "" : stageNames[after.stage]}，审核人会再收到一张卡片`,
      ),
    publish: (input: PublicationInput): Promise<void> =>
      carryOut(
        input,
        (key) => api.publish(id(), input, key),
        () => "已登记发布",
      ),
  };
}
