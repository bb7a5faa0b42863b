import { ref, shallowRef, type Ref, type ShallowRef } from "vue";
import { type Trouble, troubleOf } from "./trouble.js";

/** Something fetched: what is shown stays while it is fetched again; `trouble` tells why the last attempt failed. */
export interface Remote<T> {
  latest: ShallowRef<T | null>;
  trouble: ShallowRef<Trouble | null>;
  busy: Ref<boolean>;
  refresh(): Promise<void>;
}

/** A later fetch wins over an earlier one that answers after it. */
export function useRemote<T>(fetchValue: () => Promise<T>): Remote<T> {
  const latest = shallowRef<T | null>(null);
  const trouble = shallowRef<Trouble | null>(null);
  const busy = ref(false);
  let turn = 0;
  return {
    latest,
    trouble,
    busy,
    async refresh() {
      const mine = ++turn;
      busy.value = true;
      try {
        const got = await fetchValue();
        if (mine !== turn) return;
        latest.value = got;
        trouble.value = null;
      } catch (caught) {
        if (mine === turn) trouble.value = troubleOf(caught);
      } finally {
        if (mine === turn) busy.value = false;
      }
    },
  };
}
