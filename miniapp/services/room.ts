/** Keeps what is only there to save asking again; a phone without room goes without it. */
export function keepIfRoom(key: string, value: unknown): void {
  try {
    uni.setStorageSync(key, value);
  } catch {
    uni.removeStorageSync(key);
  }
}
