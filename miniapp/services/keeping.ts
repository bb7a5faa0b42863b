import { watch } from "vue";

const keepAfterMs = 400;

/** Keeps what is being written a moment after each change. `keepNow` does so at once, e.g. when the page is left. */
export function useKeeping(form: object, keep: () => void) {
  let timer: ReturnType<typeof setTimeout> | null = null;
  function keepNow(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    keep();
  }
  watch(form, () => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(keepNow, keepAfterMs);
  });
  return { keepNow };
}
