import { computed, ref, shallowRef } from "vue";
import type { ImportView } from "../../../server/http/contract.js";
import type { ChosenFile } from "../../platform/host.js";
import { host } from "../../platform/index.js";
import { api } from "../../services/api.js";
import { newKey } from "../../services/intention.js";
import { say } from "../../services/navigate.js";
import { troubleOf, worthRetrying, type Trouble } from "../../services/trouble.js";

const names = { template: "组织信息表（空白）.xlsx", export: "组织信息.xlsx" };

/** The organisation sheet at a desk: taken out, chosen, looked at before anything is written, confirmed. */
export function useSheet(imported: () => Promise<unknown>) {
  const file = shallowRef<ChosenFile | null>(null);
  const plan = shallowRef<ImportView | null>(null);
  const trouble = shallowRef<Trouble | null>(null);
  const busy = ref<"" | "reading" | "writing" | "template" | "export">("");

  async function send(shown: string | null): Promise<void> {
    if (!file.value || busy.value) return;
    busy.value = shown === null ? "reading" : "writing";
    trouble.value = null;
    try {
      plan.value = await api.importSheet(file.value, shown, newKey());
      if (plan.value.applied) await imported();
    } catch (caught) {
      trouble.value = troubleOf(caught);
      if (!worthRetrying(trouble.value)) plan.value = null;
    } finally {
      busy.value = "";
    }
  }

  return {
    file,
    plan,
    trouble,
    busy,
    changes: computed(() => (plan.value ? plan.value.counts.added + plan.value.counts.changed + plan.value.counts.ended : 0)),
    async choose(): Promise<void> {
      const chosen = busy.value ? null : await host.chooseFile();
      if (chosen === null) return;
      file.value = chosen;
      plan.value = null;
      await send(null);
    },
    look: () => send(null),
    confirm: () => send(plan.value?.hash ?? null),
    reset(): void {
      file.value = plan.value = trouble.value = null;
    },
    async download(which: "template" | "export"): Promise<void> {
      if (busy.value) return;
      busy.value = which;
      try {
        host.openFile(await api.sheet(which), names[which]);
      } catch {
        say("没有下载成功，请检查网络后重试");
      } finally {
        busy.value = "";
      }
    },
  };
}
