import { computed, reactive, ref, shallowRef, watch } from "vue";
import type { LivestreamView } from "../../../server/http/contract.js";
import { api } from "../../services/api.js";
import { useIntention } from "../../services/intention.js";
import { useKeeping } from "../../services/keeping.js";
import { useRemote } from "../../services/remote.js";
import { serverNow } from "../../services/server-clock.js";
import { type Trouble, troubleOf } from "../../services/trouble.js";
import { type UnsentStore, unsentStore } from "../../services/unsent.js";
import * as words from "../../words/livestream-form.js";

const copyOf = (form: words.LivestreamForm): words.LivestreamForm => JSON.parse(JSON.stringify(form)) as words.LivestreamForm;

/** 直播申请表 being written or changed: kept on this phone until the server has it. */
export function useApplication() {
  const form = reactive<words.LivestreamForm>(words.emptyApplication(serverNow()));
  const restored = ref(false);
  const attempted = ref(false);
  const trouble = shallowRef<Trouble | null>(null);
  const id = ref("");
  const before = useRemote(() => api.livestream(id.value));
  const units = useRemote(() => api.units());
  const people = useRemote(() => api.rotaPeople());
  const options = useRemote(() => api.applicationOptions(form.startAt, form.accountId));
  const intention = useIntention();
  let store: UnsentStore<words.LivestreamForm> | null = null;

  const change = computed(() => (before.latest.value === null ? null : words.changeOf(before.latest.value, form)));
  const isBlank = (): boolean => (change.value === null ? words.isBlankApplication(form) : words.isUnchanged(change.value));

  const { keepNow } = useKeeping(form, () => {
    if (isBlank()) store?.forget();
    else store?.keep(copyOf(form));
  });
  watch(
    () => [form.startAt, form.accountId],
    () => void options.refresh(),
  );

  /** Lets the form stand as it was before anything was written. */
  function clear(): void {
    const { latest } = before;
    Object.assign(form, latest.value === null ? words.emptyApplication(serverNow()) : words.formOf(latest.value));
  }

  /** Whose phone it is decides which application is found again; an empty id: a new one. */
  async function open(livestreamId: string): Promise<void> {
    id.value = livestreamId;
    for (const each of [units, people, options]) void each.refresh();
    const self = await api.me().catch(() => null);
    if (livestreamId !== "") await before.refresh();
    if (livestreamId !== "" && before.latest.value === null) return;
    clear();
    if (livestreamId === "" && form.initiatingUnitId === "") form.initiatingUnitId = self?.unit.id ?? "";
    store = unsentStore<words.LivestreamForm>(self?.person.userid ?? "", `livestream.${livestreamId}`);
    const kept = store.read();
    if (kept === null) return;
    Object.assign(form, kept);
    restored.value = true;
  }

  const faultsNow = (): Record<string, string> => {
    const faults = words.applicationFaults(form, serverNow(), change.value === null && options.latest.value?.due?.late === true);
    // on the air only the end can be changed
    if (before.latest.value?.status === "live") {
      delete faults.startAt;
      delete faults.lateReason;
    }
    return faults;
  };
  const hand = (key: string): Promise<LivestreamView> =>
    change.value === null
      ? api.applyLivestream(words.newLivestreamOf(form), key)
      : api.actOnLivestream(id.value, "changes", change.value, key);

  return {
    form,
    id,
    before,
    options,
    change,
    restored,
    trouble,
    busy: intention.busy,
    open,
    keepNow,
    people: computed(() => people.latest.value?.items ?? []),
    units: computed(() => (units.latest.value?.items ?? []).map(({ id: key, name: text }) => ({ key, text }))),
    accounts: computed(() => (options.latest.value?.accounts ?? []).map(({ id: key, name, unit }) => ({ key, text: `${name} · ${unit}` }))),
    scripts: computed(() => words.scriptOptions(options.latest.value?.scripts ?? [], before.latest.value?.script ?? null)),
    /** Field → what is wrong with it, from the phone after the first attempt and from the server's answer. */
    faults: computed<Record<string, string>>(() => ({
      ...(trouble.value === null ? {} : words.refusedFields(trouble.value)),
      ...(attempted.value ? faultsNow() : {}),
    })),
    discard(): words.LivestreamForm {
      const thrown = copyOf(form);
      clear();
      restored.value = false;
      return thrown;
    },
    /** Undefined: not sent; the reasons stand in `faults` and `trouble`. */
    async send(): Promise<LivestreamView | undefined> {
      attempted.value = true;
      if (Object.keys(faultsNow()).length > 0) return undefined;
      trouble.value = null;
      try {
        const after = await intention.carryOut(change.value ?? words.newLivestreamOf(form), hand);
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
