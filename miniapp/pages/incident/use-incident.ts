import { computed, ref, shallowRef } from "vue";
import type { IncidentView } from "../../../server/http/contract.js";
import { api } from "../../services/api.js";
import { useIntention } from "../../services/intention.js";
import { say } from "../../services/navigate.js";
import { useRemote } from "../../services/remote.js";
import { type Trouble, troubleOf } from "../../services/trouble.js";
import { type Act, type ActValues, valuesOf } from "../../words/act.js";
import { nextActs } from "../../words/next-act.js";

/** One incident as a person sees it and acts on it; what may be done comes from the server alone. */
export function useIncident(id: () => string) {
  const incident = useRemote(() => api.incident(id()));
  const self = useRemote(() => api.me());
  const units = useRemote(() => api.units());
  const act = shallowRef<Act | null>(null);
  const refusal = shallowRef<Trouble | null>(null);
  const notice = shallowRef<{ text: string; tone: "green" | "yellow"; trouble: Trouble | null } | null>(null);
  const more = ref(false);
  const intention = useIntention();

  const current = computed(() => incident.latest.value);
  const userid = computed(() => self.latest.value?.person.userid ?? "");
  const unitOptions = computed(() => (units.latest.value?.items ?? []).map(({ id: key, name }) => ({ key, text: name })));
  const acts = computed(() =>
    current.value === null ? { main: null, beside: [], rest: [] } : nextActs(current.value, userid.value, unitOptions.value),
  );

  async function send(wanted: Act, values: ActValues): Promise<void> {
    const body = wanted.body(values);
    refusal.value = null;
    try {
      const after = await intention.carryOut({ path: wanted.path, body }, (key) => api.actOnIncident(id(), wanted.path, body, key));
      if (after === undefined) return;
      settle(after, wanted.done);
    } catch (caught) {
      await refused(wanted, troubleOf(caught));
    }
  }

  function settle(after: IncidentView, words: string): void {
    incident.latest.value = after;
    act.value = null;
    notice.value = { text: words, tone: "green", trouble: null };
    say(words);
    void uni.pageScrollTo({ scrollTop: 0, duration: 200 });
  }

  /** What cannot be mended by typing is said above the page, fresh from the server; the rest stays in the sheet with what was typed. */
  async function refused(wanted: Act, trouble: Trouble): Promise<void> {
    if (trouble.kind === "offline" || trouble.kind === "broken") return say(`没有送达：${trouble.detail}。再点一次即可，不会重复`);
    if (trouble.status === 422 && wanted.fields.length > 0) {
      refusal.value = trouble;
      return;
    }
    act.value = null;
    notice.value = { text: trouble.detail, tone: "yellow", trouble };
    void uni.pageScrollTo({ scrollTop: 0, duration: 200 });
    await incident.refresh();
  }

  return {
    incident,
    current,
    userid,
    act,
    acts,
    more,
    notice,
    refusal,
    busy: intention.busy,
    refresh: (): Promise<unknown> => Promise.all([incident.refresh(), self.refresh(), units.refresh()]),
    /** Opens what an act asks for, or does it where it asks for nothing. */
    async begin(wanted: Act): Promise<void> {
      more.value = false;
      refusal.value = null;
      if (wanted.fields.length === 0) return send(wanted, valuesOf(wanted));
      act.value = wanted;
    },
    send: async (values: ActValues): Promise<void> => {
      if (act.value !== null) await send(act.value, values);
    },
  };
}
