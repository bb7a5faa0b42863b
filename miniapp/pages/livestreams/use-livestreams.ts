import { computed, ref } from "vue";
import { api } from "../../services/api.js";
import { usePaged } from "../../services/paged.js";
import { groupLivestreams, livestreamQuery, type LivestreamScope } from "../../words/livestreams.js";

type ListScope = Exclude<LivestreamScope, "month">;

/** The livestreams of a scope, page by page. */
export function useLivestreams() {
  const scope = ref<ListScope>("open");
  const paged = usePaged(
    (next: string | null) => api.livestreams(livestreamQuery(scope.value, next)),
    ({ id }) => id,
  );
  return {
    ...paged,
    scope,
    groups: computed(() => groupLivestreams(paged.items.value)),
    async narrow(to: ListScope): Promise<void> {
      scope.value = to;
      await paged.another();
    },
  };
}
