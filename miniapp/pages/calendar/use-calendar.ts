import { computed, ref, shallowRef } from "vue";
import type { CalendarChanged, CorrectionInput, YearInput } from "../../../server/http/contract.js";
import { api } from "../../services/api.js";
import { useIntention } from "../../services/intention.js";
import { useRemote } from "../../services/remote.js";
import { troubleOf, worthRetrying, type Trouble } from "../../services/trouble.js";
import { movedText } from "../../words/calendar.js";

/** One year of the working calendar as it is seen and put right; what may be done comes from the server alone. */
export function useCalendar() {
  const year = ref<number | null>(null);
  const calendar = useRemote(() => api.calendar(year.value));
  const month = ref<number | null>(null);
  const pickedDay = ref<string | null>(null);
  const importing = ref<number | null>(null);
  const trouble = shallowRef<Trouble | null>(null);
  const done = ref("");
  const act = useIntention();

  const view = computed(() => calendar.latest.value);
  const shownMonth = computed(() => {
    const { today = "", year: shown = 0 } = view.value ?? {};
    return month.value ?? (today.startsWith(String(shown)) ? Number(today.slice(5, 7)) : 1);
  });

  async function showYear(wanted: number): Promise<void> {
    year.value = wanted;
    month.value = null;
    await calendar.refresh();
  }

  /** Carries one change out; what the server refuses stays in the open sheet with all that was typed. */
  async function carryOut(what: unknown, send: (key: string) => Promise<CalendarChanged>, words: string): Promise<boolean> {
    try {
      const after = await act.carryOut(what, send);
      if (after === undefined) return false;
      year.value = after.year;
      calendar.latest.value = after;
      trouble.value = null;
      done.value = `${words}。${movedText(after.moved)}。`;
      return true;
    } catch (caught) {
      const said = troubleOf(caught);
      trouble.value = worthRetrying(said) ? { ...said, detail: `没有送达：${said.detail}。再点一次即可，不会重复` } : said;
      return false;
    }
  }

  return {
    calendar,
    view,
    month: shownMonth,
    pickedDay,
    importing,
    trouble,
    done,
    busy: act.busy,
    showYear,
    async turn(by: 1 | -1): Promise<void> {
      const wanted = shownMonth.value + by;
      if (wanted >= 1 && wanted <= 12) month.value = wanted;
      else {
        await showYear((view.value?.year ?? 0) + by);
        month.value = by === 1 ? 1 : 12;
      }
    },
    pick(day: string): void {
      trouble.value = null;
      pickedDay.value = day;
    },
    openImport(wanted: number): void {
      trouble.value = null;
      importing.value = wanted;
    },
    close(): void {
      pickedDay.value = importing.value = trouble.value = null;
    },
    async importYear(input: YearInput): Promise<void> {
      if (await carryOut(input, (key) => api.importCalendarYear(input, key), `${input.year} 年工作日历已录入`)) importing.value = null;
    },
    async correct(input: CorrectionInput): Promise<void> {
      if (await carryOut(input, (key) => api.correctCalendarDay(input, key), `${input.day} 已更正`)) pickedDay.value = null;
    },
  };
}
