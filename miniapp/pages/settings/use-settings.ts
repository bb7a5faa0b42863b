import { computed, ref, shallowRef } from "vue";
import type { SettingChangeView, SettingView } from "../../../server/http/contract.js";
import { api } from "../../services/api.js";
import { useIntention } from "../../services/intention.js";
import { say } from "../../services/navigate.js";
import { useRemote } from "../../services/remote.js";
import { troubleOf, worthRetrying } from "../../services/trouble.js";
import { filteredChapters, type SettingFilter } from "../../words/setting-form.js";

const undoFor = 8_000;

/** The last save, while it can still be taken back with one tap. */
interface Undo {
  text: string;
  key: string;
  value: unknown;
  wasDefault: boolean;
  seen: number;
}

/** All settings, one of them open in the sheet; what may be changed comes from the server alone. */
export function useSettings() {
  const settings = useRemote(() => api.settings());
  const filter = ref<SettingFilter>("all");
  const wanted = ref("");
  const openKey = ref<string | null>(null);
  const history = shallowRef<SettingChangeView[] | null>(null);
  const fault = ref("");
  const undo = shallowRef<Undo | null>(null);
  const act = useIntention();
  let undoTimer: ReturnType<typeof setTimeout> | null = null;

  const every = computed(() =>
    (settings.latest.value?.chapters ?? []).flatMap(({ articles }) => articles.flatMap((article) => article.settings)),
  );
  const opened = computed(() => every.value.find(({ key }) => key === openKey.value) ?? null);

  async function open(key: string): Promise<void> {
    openKey.value = key;
    fault.value = "";
    history.value = null;
    const found = await api.settingChanges(key).catch(() => null);
    if (openKey.value === key) history.value = found?.items ?? [];
  }

  function offerUndo(before: SettingView, after: SettingView): void {
    if (undoTimer !== null) clearTimeout(undoTimer);
    undo.value = { text: `已改为 ${after.words}`, key: after.key, value: before.value, wasDefault: before.isDefault, seen: after.changes };
    undoTimer = setTimeout(() => (undo.value = null), undoFor);
  }

  async function carryOut(what: unknown, send: (key: string) => Promise<SettingView>): Promise<SettingView | null> {
    try {
      const after = (await act.carryOut(what, send)) ?? null;
      if (after === null) return null;
      openKey.value = null;
      fault.value = "";
      await settings.refresh();
      return after;
    } catch (caught) {
      const trouble = troubleOf(caught);
      fault.value = worthRetrying(trouble) ? `没有送达：${trouble.detail}。再点一次即可，不会重复` : trouble.detail;
      if (trouble.status === 409) await settings.refresh();
      return null;
    }
  }

  return {
    settings,
    filter,
    wanted,
    chapters: computed(() => filteredChapters(settings.latest.value?.chapters ?? [], filter.value, wanted.value)),
    counts: computed(() => ({
      all: every.value.length,
      questions: every.value.filter(({ question }) => question !== null).length,
      changed: every.value.filter(({ isDefault }) => !isDefault).length,
    })),
    opened,
    history,
    fault,
    undo,
    busy: act.busy,
    open,
    close: (): void => void (openKey.value = null),
    async save(value: unknown, reason: string, document: string): Promise<void> {
      const before = opened.value;
      if (!before) return;
      const change = { value, reason, document: document || null, seen: before.changes };
      const after = await carryOut({ key: before.key, ...change }, (key) => api.changeSetting(before.key, change, key));
      if (after) offerUndo(before, after);
    },
    async restore(reason: string, document: string): Promise<void> {
      const before = opened.value;
      if (!before) return;
      const grounds = { reason, document: document || null, seen: before.changes };
      const after = await carryOut({ restore: before.key, ...grounds }, (key) => api.restoreSetting(before.key, grounds, key));
      if (after) offerUndo(before, after);
    },
    async takeBack(): Promise<void> {
      const last = undo.value;
      if (!last) return;
      undo.value = null;
      const grounds = { reason: "撤销刚才的更改", document: null, seen: last.seen };
      const after = await carryOut({ undo: last.key, ...grounds }, (key) =>
        last.wasDefault ? api.restoreSetting(last.key, grounds, key) : api.changeSetting(last.key, { ...grounds, value: last.value }, key),
      );
      say(after ? `已改回 ${after.words}` : fault.value || "没有改回，请重试");
    },
  };
}
