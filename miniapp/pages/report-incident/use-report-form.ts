import { computed, reactive, ref, shallowRef } from "vue";
import type { IncidentView } from "../../../server/http/contract.js";
import { api } from "../../services/api.js";
import { newKey, useIntention } from "../../services/intention.js";
import { useKeeping } from "../../services/keeping.js";
import { useRemote } from "../../services/remote.js";
import { serverNow } from "../../services/server-clock.js";
import { type Trouble, troubleOf } from "../../services/trouble.js";
import { type UnsentStore, unsentStore } from "../../services/unsent.js";
import { emptyIncident, faultsIn, type IncidentForm, isBlank, newIncidentOf } from "../../words/incident-form.js";

const copyOf = (form: IncidentForm): IncidentForm => JSON.parse(JSON.stringify(form)) as IncidentForm;

/** A report being written: kept on this phone until the server has it. */
export function useReportForm() {
  const form = reactive<IncidentForm>(emptyIncident(serverNow()));
  const restored = ref(false);
  const attempted = ref(false);
  const trouble = shallowRef<Trouble | null>(null);
  const units = useRemote(() => api.units());
  const intention = useIntention();
  let store: UnsentStore<IncidentForm> | null = null;

  const { keepNow } = useKeeping(form, () => {
    if (isBlank(form)) store?.forget();
    else store?.keep(copyOf(form));
  });

  /** Whose phone it is decides which report is found again; without a network the form stands all the same. */
  async function open(): Promise<void> {
    void units.refresh();
    const self = await api.me().catch(() => null);
    store = unsentStore<IncidentForm>(self?.person.userid ?? "", "incident");
    const kept = store.read();
    if (kept !== null && isBlank(form)) {
      Object.assign(form, kept);
      restored.value = true;
    } else if (isBlank(form)) Object.assign(form, emptyIncident(serverNow()));
  }

  return {
    form,
    restored,
    trouble,
    busy: intention.busy,
    open,
    keepNow,
    units: computed(() => (units.latest.value?.items ?? []).map(({ id: key, name: text }) => ({ key, text }))),
    /** Field → what is wrong with it, from the phone after the first attempt and from the server's answer. */
    faults: computed<Record<string, string>>(() => ({
      ...Object.fromEntries((trouble.value?.fields ?? []).map(({ path, message }) => [path.split(".")[0] ?? path, message])),
      ...(attempted.value ? faultsIn(form, serverNow()) : {}),
    })),
    upload: (file: Parameters<typeof api.upload>[0]) => api.upload(file, newKey()),
    discard(): IncidentForm {
      const thrown = copyOf(form);
      Object.assign(form, emptyIncident(serverNow()));
      restored.value = false;
      return thrown;
    },
    /** Undefined: not sent; the reasons stand in `faults` and `trouble`. */
    async send(): Promise<IncidentView | undefined> {
      attempted.value = true;
      if (Object.keys(faultsIn(form, serverNow())).length > 0) return undefined;
      trouble.value = null;
      const report = newIncidentOf(form);
      try {
        const after = await intention.carryOut(report, (key) => api.reportIncident(report, key));
        if (after !== undefined) store?.forget();
        if (after !== undefined) store = null;
        return after;
      } catch (caught) {
        trouble.value = troubleOf(caught);
        keepNow();
        return undefined;
      }
    },
  };
}
