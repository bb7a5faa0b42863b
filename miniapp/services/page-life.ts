import { onHide, onPullDownRefresh, onShow, onUnload } from "@dcloudio/uni-app";
import { ref, type Ref } from "vue";
import { host } from "../platform/index.js";
import { serverNow } from "./server-clock.js";

const tickEvery = 5_000;
const refreshEvery = 20_000;

/**
 * The life of a page that shows something of the server: fetched when shown, on pull-down and now and then while it stands open.
 * Returns the server's moment, ticking every `tickMs` while the page is seen.
 */
export function usePageLife(refresh: () => Promise<unknown>, tickMs = tickEvery): Ref<number> {
  const now = ref(serverNow());
  let ticking: ReturnType<typeof setInterval> | null = null;
  let refreshing: ReturnType<typeof setInterval> | null = null;
  let listening: (() => void) | undefined;

  async function renew(): Promise<void> {
    await refresh();
    now.value = serverNow();
  }
  function stop(): void {
    if (ticking !== null) clearInterval(ticking);
    if (refreshing !== null) clearInterval(refreshing);
    ticking = refreshing = null;
    listening?.();
  }

  onShow(() => {
    stop();
    void renew();
    ticking = setInterval(() => (now.value = serverNow()), tickMs);
    refreshing = setInterval(() => void renew(), refreshEvery);
    listening = host.onClockMoved?.(() => void renew());
  });
  onHide(stop);
  onUnload(stop);
  onPullDownRefresh(async () => {
    await renew();
    uni.stopPullDownRefresh();
  });
  return now;
}
