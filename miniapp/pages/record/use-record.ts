import { computed, ref, shallowRef } from "vue";
import type { HeadComparison, RecordPage, RecordedAct, SealView } from "../../../server/http/contract.js";
import { api } from "../../services/api.js";
import { useIntention } from "../../services/intention.js";
import { say } from "../../services/navigate.js";
import { useRemote } from "../../services/remote.js";
import { troubleOf } from "../../services/trouble.js";
import { noFilter, recordQuery, type RecordFilter } from "../../words/record.js";

const lookAgainAfter = 2_000;

/** The record and its seal, as the page shows and asks them. */
export function useRecord() {
  const filter = ref<RecordFilter>(noFilter);
  const first = useRemote(() => api.record(recordQuery(filter.value, null)));
  const seal = useRemote(() => api.seal());
  const older = shallowRef<RecordPage | null>(null);
  const adding = ref(false);
  const checking = useIntention();
  const comparing = useIntention();

  const acts = computed<RecordedAct[]>(() => {
    const fresh = first.latest.value?.items ?? [];
    const seen = new Set(fresh.map(({ seq }) => seq));
    return [...fresh, ...(older.value?.items ?? []).filter(({ seq }) => !seen.has(seq))];
  });
  const end = computed(() => older.value ?? first.latest.value);

  async function addOlder(): Promise<void> {
    const next = end.value?.next ?? null;
    if (next === null || adding.value) return;
    adding.value = true;
    try {
      const page = await api.record(recordQuery(filter.value, next));
      older.value = { ...page, items: [...(older.value?.items ?? []), ...page.items] };
    } catch (caught) {
      say(troubleOf(caught).detail);
    } finally {
      adding.value = false;
    }
  }

  async function narrow(to: RecordFilter): Promise<void> {
    filter.value = to;
    first.latest.value = older.value = null;
    await first.refresh();
  }

  /** A long check goes on beside everything else: looked at again until it has ended. */
  async function follow(view: SealView): Promise<void> {
    seal.latest.value = view;
    if (view.walking === null) return;
    await new Promise((resolve) => setTimeout(resolve, lookAgainAfter));
    await follow(await api.seal());
  }

  async function check(): Promise<void> {
    try {
      await checking.carryOut("check", async (key) => follow(await api.checkSeal(key)));
      await first.refresh();
    } catch (caught) {
      say(troubleOf(caught).detail);
    }
  }

  /** What the record says to a kept head; undefined where the answer did not come, which is then said. */
  async function compare(head: string): Promise<HeadComparison | undefined> {
    try {
      return await comparing.carryOut(head, (key) => api.compareHead(head, key));
    } catch (caught) {
      say(troubleOf(caught).detail);
      return undefined;
    }
  }

  return {
    ...{ filter, first, seal, acts, end, adding, addOlder, narrow, check, compare },
    checking: checking.busy,
    comparing: comparing.busy,
    refresh: () => Promise.all([first.refresh(), seal.refresh()]),
  };
}
