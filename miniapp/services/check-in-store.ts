import { ref } from "vue";
import type { QueueStore, WaitingCheckIn } from "./check-in-queue.js";

const PREFIX = "desk.check-ins.";
/** What the phone had no room for, by storage key: it lives as long as the app runs. */
const unkept = new Map<string, readonly WaitingCheckIn[]>();
const roomless = ref(false);

/** True while the phone has no room for the check-ins that wait on it. */
export const outOfRoom = (): boolean => roomless.value;

/** Counts every change of what waits, on whichever page it was made. */
export const checkInChanges = ref(0);

/** The phone's storage for the check-ins of one person in one livestream; what does not fit is held until it does. */
export const checkInStore = (userid: string, livestreamId: string): QueueStore => {
  const key = `${PREFIX}${userid}.${livestreamId}`;
  return {
    read: () => unkept.get(key) ?? uni.getStorageSync(key),
    keep(waiting) {
      checkInChanges.value += 1;
      try {
        if (waiting.length === 0) uni.removeStorageSync(key);
        else uni.setStorageSync(key, [...waiting]);
        unkept.delete(key);
      } catch {
        unkept.set(key, waiting);
      }
      roomless.value = unkept.size > 0;
    },
  };
};

/** The livestreams for which something lies on this phone: `userid` and `livestreamId` of each. */
export const storedQueues = (): { userid: string; livestreamId: string }[] =>
  [...new Set([...uni.getStorageInfoSync().keys, ...unkept.keys()])].flatMap((key) => {
    const named = key.startsWith(PREFIX) ? key.slice(PREFIX.length) : "";
    const split = named.lastIndexOf(".");
    return split > 0 ? [{ userid: named.slice(0, split), livestreamId: named.slice(split + 1) }] : [];
  });
