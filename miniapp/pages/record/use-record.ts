import { ref } from "vue";
import type { HeadComparison, SealView } from "../../../server/http/contract.js";
import { api } from "../../services/api.js";
import { useIntention } from "../../services/intention.js";
import { say } from "../../services/navigate.js";
import { usePaged } from "../../services/paged.js";
import { useRemote } from "../../services/remote.js";
import { troubleOf } from "../../services/trouble.js";
import { noFilter, recordQuery, type RecordFilter } from "../../words/record.js";

const lookAgainAfter = 2_000;

/** The record and its seal, as the page shows and asks them. */
export function useRecord() {
  const filter = ref<RecordFilter>(noFilter);
  const { first, items, end, adding, addOlder, another } = usePaged(
    (before: number | null) => api.record(recordQuery(filter.value, before)),
    ({ seq }) => seq,
  );
  const seal = useRemote(() => api.seal());
  const checking = useIntention();
  const comparing = useIntention();

  async function narrow(to: RecordFilter): Promise<void> {
    filter.value = to;
    await another();
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
    ...{ filter, first, seal, acts: items, end, adding, addOlder, narrow, check, compare },
    checking: checking.busy,
    comparing: comparing.busy,
    refresh: () => Promise.all([first.refresh(), seal.refresh()]),
  };
}
