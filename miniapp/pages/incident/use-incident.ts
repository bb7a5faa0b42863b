import { computed } from "vue";
import { useActing } from "../../services/acting.js";
import { api } from "../../services/api.js";
import { confirmLogin, takeKept } from "../../services/kept-act.js";
import { say } from "../../services/navigate.js";
import { useRemote } from "../../services/remote.js";
import type { ActValues } from "../../words/act.js";
import { mergeSimilarAct, undoMergeAct } from "../../words/lead-acts.js";
import { nextActs } from "../../words/next-act.js";

/** One incident as a person sees it and acts on it; what may be done comes from the server alone. */
export function useIncident(id: () => string) {
  const incident = useRemote(() => api.incident(id()));
  const self = useRemote(() => api.me());
  const units = useRemote(() => api.units());
  const acting = useActing(incident, (path, body, key) => api.actOnIncident(id(), path, body, key));

  const current = computed(() => incident.latest.value);
  const userid = computed(() => self.latest.value?.person.userid ?? "");
  const unitOptions = computed(() => (units.latest.value?.items ?? []).map(({ id: key, name }) => ({ key, text: name })));
  const acts = computed(() =>
    current.value === null ? { main: null, beside: [], rest: [] } : nextActs(current.value, userid.value, unitOptions.value),
  );

  const page = (): string => `incident?id=${id()}`;
  async function refresh(): Promise<void> {
    await Promise.all([incident.refresh(), self.refresh(), units.refresh()]);
    const { main, beside, rest } = acts.value;
    const kept = userid.value === "" ? null : takeKept(userid.value, page(), [...(main === null ? [] : [main]), ...beside, ...rest]);
    if (kept !== null) await acting.begin(kept);
  }

  return {
    ...acting,
    incident,
    current,
    userid,
    acts,
    refresh,
    mergeSimilar: async (): Promise<void> => {
      if (current.value !== null) await acting.begin(mergeSimilarAct(current.value));
      await incident.refresh();
    },
    undoMerge: (): Promise<void> => acting.begin(undoMergeAct()),
    /** Logs in anew for an act that asks for it, and comes back to it with what was filled in. */
    login(values: ActValues): void {
      const act = acting.act.value;
      if (act !== null && !confirmLogin(userid.value, page(), act.key, values)) say("请关闭本页，从工作台重新打开后再办");
    },
  };
}
