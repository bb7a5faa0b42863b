import { computed, ref, shallowRef } from "vue";
import type { LiveBoard, PatrolFindingView } from "../../../server/http/contract.js";
import { api } from "../../services/api.js";
import { useIntention } from "../../services/intention.js";
import { openIncident, say } from "../../services/navigate.js";
import { useRemote } from "../../services/remote.js";
import { type Trouble, troubleOf } from "../../services/trouble.js";

type Verb = PatrolFindingView["may"][number];

/** The live board of one livestream, and what the reader answers to what was found. */
export function useBoard(id: () => string) {
  const board = useRemote(() => api.liveBoard(id()));
  const intention = useIntention();
  /** the finding that is not to interrupt, while its reason is asked for; null: none */
  const refusing = ref<string | null>(null);
  const refusal = shallowRef<Trouble | null>(null);

  /** what the server refused, said above the page */
  const notice = shallowRef<Trouble | null>(null);

  async function answer(findingId: string, state: "settled" | "interrupted" | "continued", words: string | null): Promise<void> {
    [refusal.value, notice.value] = [null, null];
    try {
      const body = { state, answer: words };
      const after = await intention.carryOut({ findingId, body }, (key) => api.answerFinding(id(), findingId, body, key));
      if (after === undefined) return;
      board.latest.value = after;
      refusing.value = null;
      say("已答复");
    } catch (caught) {
      await refused(troubleOf(caught), state === "continued");
    }
  }

  async function refused(trouble: Trouble, inSheet: boolean): Promise<void> {
    if (inSheet && trouble.status === 422) {
      refusal.value = trouble;
      return;
    }
    notice.value = trouble;
    void uni.pageScrollTo({ scrollTop: 0, duration: 200 });
    await board.refresh();
  }

  async function report(findingId: string): Promise<void> {
    try {
      const made = await intention.carryOut({ findingId }, (key) => api.reportFinding(id(), findingId, key));
      if (made) openIncident(made.incidentId);
    } catch (caught) {
      await refused(troubleOf(caught), false);
    }
  }

  async function carryOut(what: object, act: (key: string) => Promise<LiveBoard>, done: string): Promise<void> {
    notice.value = null;
    try {
      const after = await intention.carryOut(what, act);
      if (after === undefined) return;
      board.latest.value = after;
      say(done);
    } catch (caught) {
      await refused(troubleOf(caught), false);
    }
  }
  const standIn = (userid: string): Promise<void> => carryOut({ userid }, (key) => api.standIn(id(), userid, key), "已接替，请按计划打卡");
  const phoned = (): Promise<void> => carryOut({ phoned: true }, (key) => api.onSitePhoned(id(), key), "已登记电话告知");

  function act(findingId: string, verb: Verb): void {
    refusal.value = null;
    if (verb === "continue") refusing.value = findingId;
    else if (verb === "reportIncident") void report(findingId);
    else void answer(findingId, verb === "settle" ? "settled" : "interrupted", null);
  }

  return {
    board,
    current: computed(() => board.latest.value),
    ...{ refusing, refusal, notice, busy: intention.busy, act, standIn, phoned },
    goOn: (reason: string): void => void (refusing.value !== null && answer(refusing.value, "continued", reason)),
  };
}
