import { computed, ref, shallowRef } from "vue";
import type { IncidentList, IncidentListItem } from "../../../server/http/contract.js";
import { api } from "../../services/api.js";
import { say } from "../../services/navigate.js";
import { useRemote } from "../../services/remote.js";
import { troubleOf } from "../../services/trouble.js";
import { groupIncidents, incidentQuery, type IncidentFilter } from "../../words/incidents.js";

/** The incidents that the filter leaves, page by page. */
export function useIncidents() {
  const filter = ref<IncidentFilter>({ scope: "open", level: "", words: "" });
  const first = useRemote(() => api.incidents(incidentQuery(filter.value, null)));
  const older = shallowRef<IncidentList | null>(null);
  const adding = ref(false);

  const items = computed<IncidentListItem[]>(() => {
    const fresh = first.latest.value?.items ?? [];
    const seen = new Set(fresh.map(({ id }) => id));
    return [...fresh, ...(older.value?.items ?? []).filter(({ id }) => !seen.has(id))];
  });
  const next = computed(() => (older.value ?? first.latest.value)?.next ?? null);

  return {
    filter,
    first,
    adding,
    items,
    groups: computed(() => groupIncidents(items.value)),
    next,
    async narrow(change: Partial<IncidentFilter>): Promise<void> {
      filter.value = { ...filter.value, ...change };
      older.value = null;
      first.latest.value = null;
      await first.refresh();
    },
    async addOlder(): Promise<void> {
      if (next.value === null || adding.value) return;
      adding.value = true;
      try {
        const page = await api.incidents(incidentQuery(filter.value, next.value));
        older.value = { ...page, items: [...(older.value?.items ?? []), ...page.items] };
      } catch (caught) {
        say(troubleOf(caught).detail);
      } finally {
        adding.value = false;
      }
    },
  };
}
