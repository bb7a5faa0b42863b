import type { QueueStore } from "./check-in-queue.js";

/** The phone's storage for the check-ins of one person in one livestream. */
export const checkInStore = (userid: string, livestreamId: string): QueueStore => {
  const key = `desk.check-ins.${userid}.${livestreamId}`;
  return { read: () => uni.getStorageSync(key), keep: (waiting) => uni.setStorageSync(key, [...waiting]) };
};
