import { ref, shallowRef } from "vue";
import { type Act, type ActValues, valuesOf } from "../words/act.js";
import { useIntention } from "./intention.js";
import { say } from "./navigate.js";
import type { Remote } from "./remote.js";
import { STALE_LOGIN, type Trouble, troubleOf } from "./trouble.js";

/** What stands above a page after an act. */
interface ActNotice {
  text: string;
  tone: "green" | "yellow";
  trouble: Trouble | null;
}

const toTop = (): void => void uni.pageScrollTo({ scrollTop: 0, duration: 200 });

/**
 * How a page acts on its subject: an act that asks for something opens its sheet, the others are done at once; `post` sends one and answers with the
 * subject as it is then. `hasSheet`: which acts ask for something.
 */
export function useActing<V>(
  subject: Remote<V>,
  post: (path: string, body: unknown, key: string) => Promise<V>,
  hasSheet: (act: Act) => boolean = ({ fields }) => fields.length > 0,
) {
  const act = shallowRef<Act | null>(null);
  const refusal = shallowRef<Trouble | null>(null);
  const notice = shallowRef<ActNotice | null>(null);
  const more = ref(false);
  const intention = useIntention();

  async function carryOut(wanted: Act, body: unknown): Promise<void> {
    refusal.value = null;
    try {
      const after = await intention.carryOut({ path: wanted.path, body }, (key) => post(wanted.path, body, key));
      if (after !== undefined) settle(after, wanted.done);
    } catch (caught) {
      await refused(wanted, troubleOf(caught));
    }
  }

  function settle(after: V, words: string): void {
    subject.latest.value = after;
    act.value = null;
    notice.value = { text: words, tone: "green", trouble: null };
    say(words);
    toTop();
  }

  /** What can be mended in the sheet stays there with what was typed; the rest is said above the page, fresh from the server. */
  async function refused(wanted: Act, trouble: Trouble): Promise<void> {
    if (trouble.kind === "offline" || trouble.kind === "broken") return say(`没有送达：${trouble.detail}。再点一次即可，不会重复`);
    if ((trouble.status === 422 || trouble.code === STALE_LOGIN) && hasSheet(wanted)) {
      refusal.value = trouble;
      return;
    }
    act.value = null;
    notice.value = { text: trouble.detail, tone: "yellow", trouble };
    toTop();
    await subject.refresh();
  }

  return {
    act,
    more,
    notice,
    refusal,
    busy: intention.busy,
    /** Opens what an act asks for, or does it where it asks for nothing. */
    async begin(wanted: Act): Promise<void> {
      more.value = false;
      refusal.value = null;
      if (hasSheet(wanted)) act.value = wanted;
      else await carryOut(wanted, wanted.body(valuesOf(wanted)));
    },
    send: async (values: ActValues): Promise<void> => {
      if (act.value !== null) await carryOut(act.value, act.value.body(values));
    },
    /** Sends what was put together in a sheet of its own. */
    sendBody: async (body: unknown): Promise<void> => {
      if (act.value !== null) await carryOut(act.value, body);
    },
  };
}
