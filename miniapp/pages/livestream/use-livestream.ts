import { computed, ref, shallowRef } from "vue";
import type { LivestreamView } from "../../../server/http/contract.js";
import { api } from "../../services/api.js";
import { useIntention } from "../../services/intention.js";
import { openApplication, say } from "../../services/navigate.js";
import { useRemote } from "../../services/remote.js";
import { serverNow } from "../../services/server-clock.js";
import { type Trouble, troubleOf } from "../../services/trouble.js";
import { type Act, type ActValues, valuesOf } from "../../words/act.js";
import type { LivestreamReader } from "../../words/livestream-acts.js";
import { nextLiveActs } from "../../words/next-live-act.js";

/** One livestream as a person sees it and acts on it; what may be done comes from the server alone. */
export function useLivestream(id: () => string) {
  const livestream = useRemote(() => api.livestream(id()));
  const self = useRemote(() => api.me());
  const units = useRemote(() => api.units());
  const act = shallowRef<Act | null>(null);
  const refusal = shallowRef<Trouble | null>(null);
  const notice = shallowRef<{ text: string; tone: "green" | "yellow"; trouble: Trouble | null } | null>(null);
  const more = ref(false);
  const intention = useIntention();

  const current = computed(() => livestream.latest.value);
  const reader = computed<LivestreamReader>(() => ({
    userid: self.latest.value?.person.userid ?? "",
    units: (units.latest.value?.items ?? []).map(({ id: key, name }) => ({ key, text: name })),
    now: serverNow(),
  }));
  const acts = computed(() => (current.value === null ? { main: null, beside: [], rest: [] } : nextLiveActs(current.value, reader.value)));

  const isPatroller = computed(() => (current.value?.team ?? []).some(({ person }) => person.userid === reader.value.userid));

  async function send(wanted: Act, body: unknown): Promise<void> {
    refusal.value = null;
    try {
      const after = await intention.carryOut({ path: wanted.path, body }, (key) => api.actOnLivestream(id(), wanted.path, body, key));
      if (after !== undefined) settle(after, wanted.done);
    } catch (caught) {
      await refused(wanted, troubleOf(caught));
    }
  }

  function settle(after: LivestreamView, words: string): void {
    livestream.latest.value = after;
    act.value = null;
    notice.value = { text: words, tone: "green", trouble: null };
    say(words);
    void uni.pageScrollTo({ scrollTop: 0, duration: 200 });
  }

  /** What can be mended in the sheet stays there with what was typed; the rest is said above the page, fresh from the server. */
  async function refused(wanted: Act, trouble: Trouble): Promise<void> {
    if (trouble.kind === "offline" || trouble.kind === "broken") return say(`没有送达：${trouble.detail}。再点一次即可，不会重复`);
    if (trouble.status === 422 && act.value?.key === wanted.key) {
      refusal.value = trouble;
      return;
    }
    act.value = null;
    notice.value = { text: trouble.detail, tone: "yellow", trouble };
    void uni.pageScrollTo({ scrollTop: 0, duration: 200 });
    await livestream.refresh();
  }

  return {
    livestream,
    current,
    act,
    acts,
    isPatroller,
    more,
    notice,
    refusal,
    busy: intention.busy,
    refresh: (): Promise<unknown> => Promise.all([livestream.refresh(), self.refresh(), units.refresh()]),
    /** Opens what an act asks for, or does it where it asks for nothing. */
    async begin(wanted: Act): Promise<void> {
      more.value = false;
      refusal.value = null;
      if (wanted.key === "change") return openApplication(id());
      if (wanted.fields.length === 0 && wanted.key !== "formPatrol") return send(wanted, wanted.body(valuesOf(wanted)));
      act.value = wanted;
    },
    send: async (values: ActValues): Promise<void> => {
      if (act.value !== null) await send(act.value, act.value.body(values));
    },
    /** Sends the team that was put together in a sheet of its own. */
    sendTeam: async (body: unknown): Promise<void> => {
      if (act.value !== null) await send(act.value, body);
    },
  };
}
