import { ref } from "vue";

const standsFor = 6_000;

/** Offers the way back from one removal at a time, for a few seconds. */
export function useUndo() {
  const text = ref("");
  let back: (() => void) | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;

  function close(): void {
    if (timer !== null) clearTimeout(timer);
    timer = back = null;
    text.value = "";
  }
  return {
    text,
    offer(words: string, undo: () => void): void {
      close();
      text.value = words;
      back = undo;
      timer = setTimeout(close, standsFor);
    },
    undo(): void {
      back?.();
      close();
    },
  };
}
