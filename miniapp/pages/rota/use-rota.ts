import { computed, ref, shallowRef } from "vue";
import type { DeskName, RotaImported, RotaPerson, RotaToday, ShiftInput, ShiftStory, SwapInput } from "../../../server/http/contract.js";
import { host } from "../../platform/index.js";
import { api } from "../../services/api.js";
import { useIntention } from "../../services/intention.js";
import { say } from "../../services/navigate.js";
import { useRemote } from "../../services/remote.js";
import { type Trouble, troubleOf, worthRetrying } from "../../services/trouble.js";
import { monthAfter } from "../../words/rota.js";

export type RotaTab = "today" | "month" | "mine";
/** Which sheet is open, and about what. */
export type RotaSheet =
  | { kind: "handover"; desk: DeskName }
  | { kind: "day"; day: string }
  | { kind: "plan"; desk: DeskName; day: string }
  | { kind: "swap"; shiftId: string }
  | { kind: "reverse"; swapId: string }
  | { kind: "import" }
  | { kind: "publish" };

const undelivered = (trouble: Trouble): string => `没有送达：${trouble.detail}。再点一次即可，不会重复`;

/** 值班 as a person sees it and acts on it; what may be done comes from the server alone. */
export function useRota() {
  const tab = ref<RotaTab>("today");
  const wanted = ref("");
  const today = useRemote(() => api.rotaToday());
  const month = useRemote(() => api.rotaMonth(wanted.value));
  const people = shallowRef<RotaPerson[]>([]);
  const story = shallowRef<ShiftStory[]>([]);
  const sheet = shallowRef<RotaSheet | null>(null);
  const trouble = shallowRef<Trouble | null>(null);
  const act = useIntention();

  const refresh = (): Promise<unknown> => Promise.all([today.refresh(), ...(tab.value === "month" ? [month.refresh()] : [])]);

  async function carryOut<T>(what: unknown, send: (key: string) => Promise<T>): Promise<T | null> {
    try {
      const answer = (await act.carryOut(what, send)) ?? null;
      if (answer !== null) trouble.value = null;
      return answer;
    } catch (caught) {
      const found = troubleOf(caught);
      if (worthRetrying(found)) say(undelivered(found));
      else {
        trouble.value = found;
        if (sheet.value === null) say(found.detail);
        await refresh();
      }
      return null;
    }
  }
  /** Acts on today and shows what came of it. */
  async function actNow(what: unknown, send: (key: string) => Promise<RotaToday>, words: string): Promise<void> {
    const after = await carryOut(what, send);
    if (!after) return;
    today.latest.value = after;
    sheet.value = null;
    say(words);
    if (tab.value === "month") await month.refresh();
  }
  async function open(next: RotaSheet): Promise<void> {
    trouble.value = null;
    sheet.value = next;
    if ((next.kind === "plan" || next.kind === "swap") && people.value.length === 0)
      people.value = await api.rotaPeople().then(
        ({ items }) => items,
        () => [],
      );
    if (next.kind !== "day") return;
    story.value = [];
    const found = month.latest.value?.days.find(({ day }) => day === next.day);
    const ids = [found?.publicity?.id, found?.dataCentre?.id].flatMap((id) => id ?? []);
    const stories = await Promise.all(ids.map((id) => api.shiftStory(id).catch(() => null)));
    if (sheet.value === next) story.value = stories.flatMap((each) => each ?? []);
  }
  async function showMonth(next: string): Promise<void> {
    wanted.value = next;
    await month.refresh();
  }
  async function imported(send: (key: string) => Promise<RotaImported>, what: unknown): Promise<void> {
    const taken = await carryOut(what, send);
    if (!taken) return;
    sheet.value = null;
    say(`已导入草稿：新增 ${taken.added} 班，改动 ${taken.changed} 班，请核对后公布`);
    await showMonth(taken.from.slice(0, 7));
  }

  return {
    tab,
    today,
    month,
    people,
    story,
    sheet,
    trouble,
    busy: act.busy,
    refresh,
    open,
    close: (): void => void (sheet.value = null),
    plans: computed(() => month.latest.value?.may.includes("plan") ?? false),
    async show(next: RotaTab): Promise<void> {
      tab.value = next;
      await refresh();
    },
    showMonth,
    step: (months: number): Promise<void> => showMonth(monthAfter(month.latest.value?.month ?? wanted.value, months)),
    arrive: (shiftId: string, words: string) => actNow({ arrive: shiftId }, (key) => api.arrive(shiftId, key), words),
    takeOver: (desk: DeskName) => actNow({ takeOver: desk }, (key) => api.takeOver(desk, key), "已接班，未结事项已转给您"),
    handOver: (desk: DeskName, note: string) => actNow({ desk, note }, (key) => api.handOver(desk, note, key), "交班说明已写好"),
    askSwap: (swap: SwapInput, words: string) => actNow(swap, (key) => api.askSwap(swap, key), words),
    answer: (id: string, answer: "agree" | "decline") =>
      actNow({ id, answer }, (key) => api.answerSwap(id, answer, key), answer === "agree" ? "已同意，换班生效" : "已答复不同意"),
    withdraw: (id: string) => actNow({ withdraw: id }, (key) => api.withdrawSwap(id, key), "已撤回"),
    reverse: (id: string, reason: string) =>
      actNow({ reverse: id, reason }, (key) => api.reverseSwap(id, reason, key), "已撤销，班次已换回"),
    async plan(shift: ShiftInput): Promise<void> {
      const after = await carryOut(shift, (key) => api.setShift(shift, key));
      if (!after) return;
      month.latest.value = after;
      sheet.value = null;
      say("已安排");
      await today.refresh();
    },
    importText: (text: string) => imported((key) => api.importRota(text, key), { text }),
    async importFile(): Promise<void> {
      const file = await host.chooseFile();
      if (file) await imported((key) => api.importRotaFile(file, key), { file: file.name, bytes: file.bytes });
    },
    async publish(period: string): Promise<void> {
      const done = await carryOut({ period }, (key) => api.publishRota(period, key));
      if (!done) return;
      sheet.value = null;
      say(`已公布 ${done.published} 班，每人收到一张卡片`);
      await Promise.all([month.refresh(), today.refresh()]);
    },
  };
}
