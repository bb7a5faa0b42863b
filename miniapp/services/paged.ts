import { computed, ref, shallowRef, type ShallowRef } from "vue";
import { say } from "./navigate.js";
import { useRemote } from "./remote.js";
import { troubleOf } from "./trouble.js";

/** A page of a list, newest first; `next` asks for the page after it, null at the end. */
interface ListPage<T, N> {
  items: T[];
  next: N | null;
}

/** A list that is read page by page; what is fetched again at its top is not shown twice. */
export function usePaged<T, N, P extends ListPage<T, N>>(
  fetchPage: (next: N | null) => Promise<P & ListPage<T, N>>,
  keyOf: (item: T) => unknown,
) {
  const first = useRemote(() => fetchPage(null));
  const older: ShallowRef<(P & ListPage<T, N>) | null> = shallowRef(null);
  const adding = ref(false);

  const items = computed<T[]>(() => {
    const fresh = first.latest.value?.items ?? [];
    const seen = new Set(fresh.map(keyOf));
    return [...fresh, ...(older.value?.items ?? []).filter((item) => !seen.has(keyOf(item)))];
  });
  const end = computed(() => older.value ?? first.latest.value);
  const next = computed<N | null>(() => end.value?.next ?? null);

  async function addOlder(): Promise<void> {
    if (next.value === null || adding.value) return;
    adding.value = true;
    try {
      const page = await fetchPage(next.value);
      older.value = { ...page, items: [...(older.value?.items ?? []), ...page.items] };
    } catch (caught) {
      say(troubleOf(caught).detail);
    } finally {
      adding.value = false;
    }
  }
  /** Begins at the top, with what is shown until then. */
  async function restart(): Promise<void> {
    older.value = null;
    await first.refresh();
  }
  /** Begins anew, with nothing shown until then: it is another list now. */
  async function another(): Promise<void> {
    first.latest.value = null;
    await restart();
  }

  return { first, items, end, next, adding, addOlder, restart, another };
}
