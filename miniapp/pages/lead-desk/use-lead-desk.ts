import { computed, ref, shallowRef } from "vue";
import type { LeadsImported } from "../../../server/http/contract.js";
import { host } from "../../platform/index.js";
import { api } from "../../services/api.js";
import { newKey, useIntention } from "../../services/intention.js";
import { openIncident, say } from "../../services/navigate.js";
import { useRemote } from "../../services/remote.js";
import { type Trouble, troubleOf } from "../../services/trouble.js";
import type { Act, ActValues } from "../../words/act.js";
import { rehearsalAct } from "../../words/lead-acts.js";

/** What the duty desks do beside single reports: a table of leads, a rehearsal, the key of the monitoring system. */
export function useLeadDesk() {
  const self = useRemote(() => api.me());
  const units = useRemote(() => api.units());
  const feed = useRemote(() => api.feedState());
  const mayKey = computed(() => self.latest.value?.may.includes("settings.write") ?? false);
  const trouble = shallowRef<Trouble | null>(null);
  const imported = shallowRef<LeadsImported | null>(null);
  const act = shallowRef<Act | null>(null);
  const refusal = shallowRef<Trouble | null>(null);
  const fresh = ref("");
  const intention = useIntention();

  async function refresh(): Promise<void> {
    await Promise.all([self.refresh(), units.refresh()]);
    if (mayKey.value) await feed.refresh();
  }
  async function takeTable(): Promise<void> {
    try {
      const file = intention.busy.value ? null : await host.chooseFile();
      if (file === null) return;
      trouble.value = null;
      imported.value = null;
      imported.value = (await intention.carryOut(newKey(), (key) => api.importLeads(file, key))) ?? null;
    } catch (caught) {
      trouble.value = troubleOf(caught);
    }
  }
  async function template(): Promise<void> {
    try {
      host.openFile(await api.leadTemplate(), "线索表模板.csv");
    } catch (caught) {
      say(troubleOf(caught).detail);
    }
  }
  async function rehearse(values: ActValues): Promise<void> {
    const body = act.value === null ? null : rehearsalAct([]).body(values);
    if (body === null) return;
    refusal.value = null;
    try {
      const after = await intention.carryOut({ rehearse: body }, (key) => api.startRehearsal(body, key));
      if (after === undefined) return;
      act.value = null;
      say("演练已开始，请研判定级");
      openIncident(after.id);
    } catch (caught) {
      refusal.value = troubleOf(caught);
    }
  }
  async function rotate(): Promise<void> {
    if (feed.latest.value?.made) {
      const { confirm } = await uni.showModal({ title: "更换密钥？", content: "旧密钥立即失效，监测系统换上新密钥之前送不进线索。" });
      if (!confirm) return;
    }
    try {
      const made = await intention.carryOut(newKey(), (key) => api.rotateFeedKey(key));
      if (made === undefined) return;
      fresh.value = made.key;
      feed.latest.value = { made: made.made };
    } catch (caught) {
      say(troubleOf(caught).detail);
    }
  }

  return {
    ...{ self, feed, mayKey, trouble, imported, act, refusal, fresh, refresh, takeTable, template, rehearse, rotate },
    busy: intention.busy,
    begin(): void {
      refusal.value = null;
      act.value = rehearsalAct((units.latest.value?.items ?? []).map(({ id, name }) => ({ key: id, text: name })));
    },
  };
}
