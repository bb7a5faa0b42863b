import { computed, ref, shallowRef } from "vue";
import type { ReportText, WrittenReportView } from "../../../server/http/contract.js";
import { host } from "../../platform/index.js";
import { api } from "../../services/api.js";
import { useIntention } from "../../services/intention.js";
import { say } from "../../services/navigate.js";
import { useRemote } from "../../services/remote.js";
import { type Trouble, troubleOf } from "../../services/trouble.js";
import { unsentStore } from "../../services/unsent.js";
import { type Act, type ActValues } from "../../words/act.js";
import { reportActs, sameText, textObstacle } from "../../words/written-report.js";

/** One written report: its text as it is being written here, kept on the phone until saved, and what may be done with the version that stands. */
export function useReport(id: () => string) {
  const report = useRemote(() => api.writtenReport(id()));
  const form = ref<ReportText | null>(null);
  /** the version that the text here started from */
  const started = ref(0);
  const act = shallowRef<Act | null>(null);
  const trouble = shallowRef<Trouble | null>(null);
  const notice = shallowRef<{ text: string; tone: "green" | "yellow" } | null>(null);
  const intention = useIntention();
  const current = computed(() => report.latest.value);
  const writes = computed(() => current.value?.may.includes("save") ?? false);
  const changed = computed(() => form.value !== null && current.value !== null && !sameText(form.value, current.value.text));
  const overtaken = computed(() => changed.value && current.value !== null && current.value.revision !== started.value);
  const self = useRemote(() => api.me());
  const store = () =>
    unsentStore<ReportText & { revision: number }>(self.latest.value?.person.userid ?? "", `report.${current.value?.id ?? id()}`);

  function take(view: WrittenReportView): void {
    report.latest.value = view;
    form.value = { ...view.text };
    started.value = view.revision;
    store().forget();
  }

  /** What was typed and not saved comes back, also after the page was closed. */
  async function refresh(): Promise<void> {
    const keeps = changed.value;
    await Promise.all([report.refresh(), self.refresh()]);
    const view = current.value;
    if (view === null || keeps) return;
    const kept = form.value === null && writes.value ? store().read() : null;
    form.value = kept ? { title: kept.title, addressee: kept.addressee, body: kept.body, signature: kept.signature } : { ...view.text };
    started.value = kept ? kept.revision : view.revision;
  }

  async function send(path: string, body: unknown, done: string): Promise<boolean> {
    const to = current.value?.id ?? id();
    trouble.value = null;
    try {
      const after = await intention.carryOut({ path, body }, (key) => api.actOnReport(to, path, body, key));
      if (after === undefined) return false;
      take(after);
      act.value = null;
      notice.value = { text: done, tone: "green" };
      return true;
    } catch (caught) {
      const refused = troubleOf(caught);
      if (act.value !== null && refused.status === 422) trouble.value = refused;
      else {
        act.value = null;
        notice.value = { text: refused.detail, tone: "yellow" };
        await report.refresh();
      }
      return false;
    }
  }

  const save = async (): Promise<boolean> => {
    if (form.value === null) return false;
    const obstacle = textObstacle(form.value);
    if (obstacle !== null) {
      notice.value = { text: obstacle, tone: "yellow" };
      return false;
    }
    const files = (current.value?.files ?? []).map((file) => file.id);
    return send("versions", { ...form.value, seen: started.value, files }, "已保存");
  };

  return {
    ...{ report, current, form, act, trouble, notice, writes, changed, overtaken, refresh, save },
    busy: intention.busy,
    acts: computed(() => (current.value === null || changed.value ? [] : reportActs(current.value))),
    write(field: keyof ReportText, value: string): void {
      if (form.value === null) return;
      form.value = { ...form.value, [field]: value };
      store().keep({ ...form.value, revision: started.value });
    },
    /** The text of the server instead of what was typed here. */
    discard: (): void => void (current.value && take(current.value)),
    assemble(): void {
      if (current.value === null) return;
      form.value = { ...current.value.assembled };
      store().keep({ ...form.value, revision: started.value });
    },
    async submit(): Promise<void> {
      if ((changed.value || current.value?.revision === 0) && !(await save())) return;
      await send("submission", { revision: current.value?.revision ?? 0 }, "已送签，复核人会收到卡片");
    },
    perform: async (wanted: Act, values: ActValues): Promise<void> => void (await send(wanted.path, wanted.body(values), wanted.done)),
    async word(): Promise<void> {
      const view = current.value;
      if (view === null) return;
      try {
        host.openFile(await api.reportWord(view.id), `${view.text.title}.docx`);
      } catch (caught) {
        say(troubleOf(caught).detail);
      }
    },
  };
}
