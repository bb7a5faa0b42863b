import { ref, shallowRef } from "vue";
import type { MergedView } from "../../../server/http/contract.js";
import { api } from "../../services/api.js";
import { useIntention } from "../../services/intention.js";
import { openIncident, say } from "../../services/navigate.js";
import { usePaged } from "../../services/paged.js";
import { useRemote } from "../../services/remote.js";
import { type Trouble, troubleOf } from "../../services/trouble.js";
import type { Act, ActValues } from "../../words/act.js";
import { mergeAct, splitAct } from "../../words/lead-acts.js";

/** The reports of one incident, and what 宣传部 does with them: 并入, 撤销, 拆分. */
export function useLeads(id: () => string) {
  const paged = usePaged(
    (next: string | null) => api.leads(id(), next),
    (lead) => lead.id,
  );
  const { first, items: leads, next, adding, addOlder } = paged;
  const incident = useRemote(() => api.incident(id()));
  const choosing = ref(false);
  const picked = ref<string[]>([]);
  const act = shallowRef<Act | null>(null);
  const refusal = shallowRef<Trouble | null>(null);
  const intention = useIntention();

  const may = (verb: "merge" | "split"): boolean => first.latest.value?.may.includes(verb) ?? false;

  async function refresh(): Promise<void> {
    await Promise.all([paged.restart(), incident.refresh()]);
  }
  function stopChoosing(): void {
    choosing.value = false;
    picked.value = [];
  }
  async function send(values: ActValues): Promise<void> {
    const wanted = act.value;
    if (wanted === null) return;
    const body = wanted.body(values);
    refusal.value = null;
    try {
      const after = await intention.carryOut({ path: wanted.path, body }, (key) => api.actOnIncident(id(), wanted.path, body, key));
      if (after === undefined) return;
      act.value = null;
      stopChoosing();
      say(wanted.done);
      openIncident(after.id);
    } catch (caught) {
      refusal.value = troubleOf(caught);
    }
  }
  async function undo({ id: merged, number }: MergedView): Promise<void> {
    const { confirm } = await uni.showModal({
      title: `撤销 ${number} 的并入？`,
      content: "两个事件恢复单独处置，收到过警报的人各告知一次。",
    });
    if (!confirm) return;
    try {
      await intention.carryOut({ undo: merged }, (key) => api.actOnIncident(merged, "merge/undoing", undefined, key));
      say("已撤销并入");
    } catch (caught) {
      say(troubleOf(caught).detail);
    }
    await refresh();
  }

  return {
    ...{ first, incident, leads, next, adding, choosing, picked, act, refusal, may, refresh, addOlder, stopChoosing, send, undo },
    busy: intention.busy,
    pick(leadId: string): void {
      picked.value = picked.value.includes(leadId) ? picked.value.filter((each) => each !== leadId) : [...picked.value, leadId];
    },
    merge(): void {
      refusal.value = null;
      if (first.latest.value) act.value = mergeAct(first.latest.value);
    },
    split(): void {
      refusal.value = null;
      act.value = splitAct(leads.value.filter((lead) => picked.value.includes(lead.id)));
    },
  };
}
