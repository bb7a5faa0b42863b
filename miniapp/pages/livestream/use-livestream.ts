import { computed } from "vue";
import type { LivestreamView } from "../../../server/http/contract.js";
import { useActing } from "../../services/acting.js";
import { api } from "../../services/api.js";
import { openApplication } from "../../services/navigate.js";
import { useRemote } from "../../services/remote.js";
import { serverNow } from "../../services/server-clock.js";
import type { Act } from "../../words/act.js";
import { STAND_INS, standInAct, type LivestreamReader } from "../../words/livestream-acts.js";
import { nextLiveActs } from "../../words/next-live-act.js";

/** Its team is put together in a sheet of its own. */
const hasSheet = ({ key, fields }: Act): boolean => fields.length > 0 || key === "formPatrol";

/** One livestream as a person sees it and acts on it; what may be done comes from the server alone. */
export function useLivestream(id: () => string) {
  const livestream = useRemote(() => api.livestream(id()));
  const self = useRemote(() => api.me());
  const units = useRemote(() => api.units());
  const acting = useActing(livestream, post, hasSheet);

  async function post(path: string, body: unknown, key: string): Promise<LivestreamView> {
    const after = await api.actOnLivestream(id(), path, body, key);
    return path === STAND_INS ? api.livestream(id()) : after;
  }

  const current = computed(() => livestream.latest.value);
  const reader = computed<LivestreamReader>(() => ({
    userid: self.latest.value?.person.userid ?? "",
    units: (units.latest.value?.items ?? []).map(({ id: key, name }) => ({ key, text: name })),
    now: serverNow(),
  }));
  const acts = computed(() => (current.value === null ? { main: null, beside: [], rest: [] } : nextLiveActs(current.value, reader.value)));
  const isPatroller = computed(() => (current.value?.team ?? []).some(({ person }) => person.userid === reader.value.userid));

  return {
    ...acting,
    livestream,
    current,
    acts,
    isPatroller,
    refresh: (): Promise<unknown> => Promise.all([livestream.refresh(), self.refresh(), units.refresh()]),
    standIn: (userid: string): Promise<void> => acting.begin(standInAct(userid)),
    /** As any act, but that a change leads to the application. */
    async begin(wanted: Act): Promise<void> {
      if (wanted.key !== "change") return acting.begin(wanted);
      acting.more.value = false;
      openApplication(id());
    },
  };
}
