import { computed, ref, shallowRef } from "vue";
import type { LivestreamList, LivestreamListItem } from "../../../server/http/contract.js";
import { api } from "../../services/api.js";
import { say } from "../../services/navigate.js";
import { useRemote } from "../../services/remote.js";
import { troubleOf } from "../../services/trouble.js";
import { groupLivestreams, livestreamQuery, type LivestreamScope } from "../../words/livestreams.js";

type ListScope = Exclude<LivestreamScope, "month">;

/** The livestreams of a scope, page by page. */
export function useLivestreams() {
  const scope = ref<ListScope>("open");
  const first = useRemote(() => api.livestreams(livestreamQuery(scope.value, null)));
  const older = shallowRef<LivestreamList | null>(null);
  const adding = ref(false);

  const items = computed<LivestreamListItem[]>(() => {
    const fresh = first.latest.value?.items ?? [];
    const seen = new Set(fresh.map(({ id }) => id));
    return [...fresh, ...(older.value?.items ?? []).filter(({ id }) => !seen.has(id))];
  });
  const next = computed(() => (older.value ?? first.latest.value)?.next ?? null);

  return {
    scope,
    first,
    adding,
    items,
    groups: computed(() => groupLivestreams(items.value)),
    next,
    async narrow(to: ListScope): Promise<void> {
      scope.value = to;
      older.value = null;
      first.latest.value = null;
      await first.refresh();
    },
    async addOlder(): Promise<void> {
      if (next.value === null || adding.value) return;
      adding.value = true;
      try {
        const page = await api.livestreams(livestreamQuery(scope.value, next.value));
        older.value = { ...page, items: [...(older.value?.items ?? []), ...page.items] };
      } catch (caught) {
        say(troubleOf(caught).detail);
      } finally {
        adding.value = false;
      }
    },
  };
}
