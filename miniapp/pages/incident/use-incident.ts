import { computed } from "vue";
import { useActing } from "../../services/acting.js";
import { api } from "../../services/api.js";
import { useRemote } from "../../services/remote.js";
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

  return {
    ...acting,
    incident,
    current,
    userid,
    acts,
    refresh: (): Promise<unknown> => Promise.all([incident.refresh(), self.refresh(), units.refresh()]),
  };
}
