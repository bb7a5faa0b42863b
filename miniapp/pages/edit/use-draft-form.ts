import { computed, reactive, ref, shallowRef } from "vue";
import type { AccountView, DraftView, MeView } from "../../../server/http/contract.js";
import { api } from "../../services/api.js";
import { newKey, useIntention } from "../../services/intention.js";
import { useKeeping } from "../../services/keeping.js";
import { useRemote } from "../../services/remote.js";
import { serverNow } from "../../services/server-clock.js";
import { type Trouble, troubleOf } from "../../services/trouble.js";
import { type UnsentStore, unsentStore } from "../../services/unsent.js";
import { changeOf, type DraftForm, emptyForm, formOf, missingIn, newDraftOf, sameForm } from "../../words/draft-form.js";

interface Ground {
  self: MeView;
  accounts: AccountView[];
  draft: DraftView | null;
}

/** The writing page: a form, the version it stands on, the copy kept on this phone, and the two ways to send it. */
export function useDraftForm(id: () => string | null) {
  const form = reactive<DraftForm>(emptyForm(serverNow()));
  const notClassified = ref(false);
  const base = shallowRef<DraftView | null>(null);
  const restored = ref(false);
  const trouble = shallowRef<Trouble | null>(null);
  const attempted = ref(false);
  const saving = useIntention();
  const submitting = useIntention();
  let clean = emptyForm(serverNow());
  let store: UnsentStore<DraftForm> | null = null;

  const ground = useRemote<Ground>(async () => {
    const draftId = id();
    const [self, accounts, draft] = await Promise.all([api.me(), api.accounts(), draftId === null ? null : api.draft(draftId)]);
    return { self, accounts: accounts.items, draft };
  });

  function adopt(draft: DraftView | null): void {
    base.value = draft;
    clean = draft === null ? emptyForm(serverNow()) : formOf(draft);
    Object.assign(form, clean);
  }

  async function open(): Promise<void> {
    await ground.refresh();
    const got = ground.latest.value;
    if (got === null || store !== null) return;
    store = unsentStore<DraftForm>(got.self.person.userid, id());
    const kept = store.read();
    adopt(got.draft);
    if (got.draft === null && got.accounts.length === 1) clean.accountId = form.accountId = got.accounts[0]?.id ?? "";
    if (kept !== null && !sameForm(kept, clean)) {
      Object.assign(form, kept);
      restored.value = true;
    }
  }

  const { keepNow } = useKeeping(form, () => {
    if (store === null) return;
    if (sameForm(form, clean)) store.forget();
    else store.keep(JSON.parse(JSON.stringify(form)) as DraftForm);
  });

  /** Stores the form on the server when it differs; the answer is the version it stands on now. */
  async function save(): Promise<DraftView | undefined> {
    const standing = base.value;
    if (standing !== null && sameForm(form, clean)) return standing;
    const after =
      standing === null
        ? await saving.carryOut(newDraftOf(form), (key) => api.write(newDraftOf(form), key))
        : await saving.carryOut(changeOf(form, standing.revision), (key) =>
            api.revise(standing.id, changeOf(form, standing.revision), key),
          );
    if (after === undefined) return undefined;
    store?.forget();
    store = unsentStore<DraftForm>(ground.latest.value?.self.person.userid ?? "", after.id);
    adopt(after);
    restored.value = false;
    return after;
  }

  async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    attempted.value = true;
    if (Object.keys(missingIn(form, notClassified.value)).length > 0) return undefined;
    trouble.value = null;
    try {
      return await work();
    } catch (caught) {
      trouble.value = troubleOf(caught);
      keepNow();
      return undefined;
    }
  }

  const busy = computed(() => saving.busy.value || submitting.busy.value);
  return {
    form,
    notClassified,
    base,
    ground,
    restored,
    trouble,
    busy,
    open,
    keepNow,
    account: computed(
      () => ground.latest.value?.accounts.find(({ id: accountId }) => accountId === form.accountId) ?? base.value?.account ?? null,
    ),
    /** Field → what is wrong with it, from the phone after the first attempt and from the server's answer. */
    faults: computed<Record<string, string>>(() => ({
      ...Object.fromEntries((trouble.value?.fields ?? []).map(({ path, message }) => [path.split(".")[0] ?? path, message])),
      ...(attempted.value ? missingIn(form, notClassified.value) : {}),
    })),
    upload: (file: Parameters<typeof api.upload>[0]) => api.upload(file, newKey()),
    /** Back to what the server has; returns what was thrown away. */
    discard(): DraftForm {
      const thrown = JSON.parse(JSON.stringify(form)) as DraftForm;
      Object.assign(form, clean);
      restored.value = false;
      return thrown;
    },
    save: () => (busy.value ? Promise.resolve(undefined) : attempt(save)),
    submit: () =>
      busy.value
        ? Promise.resolve(undefined)
        : attempt(async () => {
            const saved = await save();
            if (saved === undefined) return undefined;
            return submitting.carryOut({ id: saved.id, revision: saved.revision }, (key) => api.submit(saved.id, saved.revision, key));
          }),
  };
}
