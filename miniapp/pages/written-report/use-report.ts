import { computed, ref, shallowRef } from "vue";
import type { FileView, ReportText, WrittenReportView } from "../../../server/http/contract.js";
import type { ChosenFile } from "../../platform/host.js";
import { host } from "../../platform/index.js";
import { api } from "../../services/api.js";
import { newKey, useIntention } from "../../services/intention.js";
import { say } from "../../services/navigate.js";
import { useRemote } from "../../services/remote.js";
import { type Trouble, troubleOf } from "../../services/trouble.js";
import { unsentStore } from "../../services/unsent.js";
import { type Act, type ActValues } from "../../words/act.js";
import { formOf, reportActs, sameReport, textObstacle, type ReportForm } from "../../words/written-report.js";

/** One written report: its text as it is being written here, kept on the phone until saved, and what may be done with the version that stands. */
export function useReport(id: () => string) {
  const report = useRemote(() => api.writtenReport(id()));
  const form = ref<ReportForm | null>(null);
  /** the version that the text here started from */
  const started = ref(0);
  const act = shallowRef<Act | null>(null);
  const trouble = shallowRef<Trouble | null>(null);
  const notice = shallowRef<{ text: string; tone: "green" | "yellow" } | null>(null);
  const intention = useIntention();
  const current = computed(() => report.latest.value);
  const writes = computed(() => current.value?.may.includes("save") ?? false);
  const changed = computed(() => form.value !== null && current.value !== null && !sameReport(form.value, current.value));
  const overtaken = computed(() => changed.value && current.value !== null && current.value.revision !== started.value);
  const self = useRemote(() => api.me());
  const store = () =>
    unsentStore<ReportForm & { revision: number }>(self.latest.value?.person.userid ?? "", `report.${current.value?.id ?? id()}`);

  function take(view: WrittenReportView): void {
    report.latest.value = view;
    form.value = formOf(view);
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
    form.value = formOf(kept ? { text: kept, files: kept.files ?? view.files } : view);
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
    const files = form.value.files.map((file) => file.id);
    return send("versions", { ...form.value, seen: started.value, files }, "已保存");
  };

  function change(some: Partial<ReportForm>): void {
    if (form.value === null) return;
    form.value = { ...form.value, ...some };
    store().keep({ ...form.value, revision: started.value });
  }

  return {
    ...{ report, current, form, act, trouble, notice, writes, changed, overtaken, refresh, save },
    busy: intention.busy,
    acts: computed(() => (current.value === null || changed.value ? [] : reportActs(current.value))),
    write: (field: keyof ReportText, value: string): void => change({ [field]: value }),
    attach: (file: FileView): void => change({ files: [...(form.value?.files ?? []), file] }),
    detach: (file: FileView): void => change({ files: (form.value?.files ?? []).filter(({ id: each }) => each !== file.id) }),
    upload: (file: ChosenFile): Promise<FileView> => api.upload(file, newKey()),
    /** The text of the server instead of what was typed here. */
    discard: (): void => void (current.value && take(current.value)),
    assemble: (): void => void (current.value && change(current.value.assembled)),
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
