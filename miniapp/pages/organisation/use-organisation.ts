import { computed, ref, watch } from "vue";
import { api } from "../../services/api.js";
import { useRemote } from "../../services/remote.js";
import type { OrganisationPart } from "../../words/organisation.js";

const typingPauseMs = 300;

/** Who sits where and what is missing; whose it is to see comes from the server alone. */
export function useOrganisation() {
  const part = ref<OrganisationPart>("gaps");
  const words = ref("");
  const gaps = useRemote(() => api.gaps());
  const accounts = useRemote(() => api.accountPosts());
  const people = useRemote(() => api.people(words.value.trim()));
  let typing: ReturnType<typeof setTimeout> | null = null;

  const seeking = computed(() => words.value.trim() !== "");
  watch(words, () => {
    if (typing !== null) clearTimeout(typing);
    people.latest.value = null;
    if (seeking.value) typing = setTimeout(() => void people.refresh(), typingPauseMs);
  });

  async function refresh(): Promise<void> {
    const shown = part.value === "accounts" ? [accounts.refresh()] : part.value === "people" && seeking.value ? [people.refresh()] : [];
    await Promise.all([gaps.refresh(), ...shown]);
  }

  return {
    part,
    words,
    seeking,
    gaps,
    accounts,
    people,
    refresh,
    mayImport: computed(() => gaps.latest.value?.may.includes("import") ?? false),
    pick(next: OrganisationPart): void {
      part.value = next;
      void refresh();
    },
  };
}
