import { randomBytes } from "node:crypto";

/** 0 reserved, 1 live, 2 ended, 4 cancelled; 3 expired follows from the clock and is never called back [94145]. */
export type LivingStatus = 0 | 1 | 2 | 3 | 4;

/** A live (企业直播) that the app has made by the API; instants are domain milliseconds. */
export interface Living {
  id: string;
  anchor: string;
  theme: string;
  description: string;
  type: number;
  reservedAt: number;
  reservedForMs: number;
  status: Exclude<LivingStatus, 3>;
  beganAt: number | null;
  endedAt: number | null;
}

/** What a live is at a moment: one that nobody began by the end of its reserved time has expired. */
export function livingStatus({ status, reservedAt, reservedForMs }: Living, nowMs: number): LivingStatus {
  return status === 0 && nowMs >= reservedAt + reservedForMs ? 3 : status;
}

/** The app's lives. */
export class Livings {
  readonly #livings = new Map<string, Living>();

  constructor(
    private readonly changed: (userid: string) => void,
    snapshot?: unknown,
  ) {
    for (const living of (snapshot ?? []) as Living[]) this.#livings.set(living.id, living);
  }

  snapshot(): Living[] {
    return this.all();
  }

  all(): Living[] {
    return [...this.#livings.values()];
  }

  find(id: string): Living | undefined {
    return this.#livings.get(id);
  }

  /** The lives of an anchor that can still be begun or ended. */
  open(anchor: string, nowMs: number): Living[] {
    return this.all().filter((living) => living.anchor === anchor && livingStatus(living, nowMs) < 2);
  }

  create(living: Pick<Living, "anchor" | "theme" | "description" | "type" | "reservedAt" | "reservedForMs">): Living {
    const created: Living = { ...living, id: `lv${randomBytes(16).toString("hex")}`, status: 0, beganAt: null, endedAt: null };
    this.#livings.set(created.id, created);
    this.changed(created.anchor);
    return created;
  }

  change(id: string, patch: Partial<Omit<Living, "id" | "anchor">>): void {
    const living = this.#livings.get(id);
    if (!living) return;
    Object.assign(living, patch);
    this.changed(living.anchor);
  }
}
