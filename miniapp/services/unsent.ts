/** Text not sent yet, kept on this phone per person and draft so that nothing written is lost. */
export interface UnsentStore<T> {
  read(): T | null;
  keep(value: T): void;
  forget(): void;
}

export function unsentStore<T extends object>(userid: string, draftId: string | null): UnsentStore<T> {
  const key = `desk.unsent.${userid}.${draftId ?? "new"}`;
  return {
    read() {
      const kept: unknown = uni.getStorageSync(key);
      return typeof kept === "object" && kept !== null ? (kept as T) : null;
    },
    keep: (value) => uni.setStorageSync(key, value),
    forget: () => uni.removeStorageSync(key),
  };
}
