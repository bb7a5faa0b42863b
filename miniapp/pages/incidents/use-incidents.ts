import { computed, ref } from "vue";
import { api } from "../../services/api.js";
import { usePaged } from "../../services/paged.js";
import { groupIncidents, incidentQuery, type IncidentFilter } from "../../words/incidents.js";

/** The incidents that the filter leaves, page by page. */
export function useIncidents() {
  const filter = ref<IncidentFilter>({ scope: "open", level: "", words: "" });
  const paged = usePaged(
    (next: string | null) => api.incidents(incidentQuery(filter.value, next)),
    ({ id }) => id,
  );
  return {
    ...paged,
    filter,
    groups: computed(() => groupIncidents(paged.items.value)),
    async narrow(change: Partial<IncidentFilter>): Promise<void> {
      filter.value = { ...filter.value, ...change };
      await paged.another();
    },
  };
}
