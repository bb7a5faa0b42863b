import type { CheckInAnswer, CheckInInput, FileView } from "../../server/http/contract.js";
import type { ChosenFile } from "../platform/host.js";
import { troubleOf, worthRetrying } from "./trouble.js";

/** A check-in that is on this phone only so far. */
export interface WaitingCheckIn {
  input: Omit<CheckInInput, "sentAt">;
  /** how many photos were taken with it */
  photos: number;
  /** why the server did not take it; null: it has not been asked, or could not be reached */
  refusal: string | null;
}

/** How the queue reaches the server. */
export interface CheckInDoor {
  upload(file: ChosenFile): Promise<FileView>;
  send(input: CheckInInput): Promise<CheckInAnswer>;
}

export interface CheckInQueue {
  all(): WaitingCheckIn[];
  add(input: WaitingCheckIn["input"], photos: readonly ChosenFile[]): void;
  /** Takes one away that the server does not want. */
  drop(clientId: string): void;
  /** Sends what waits, oldest first, until one does not get through; the last answer, null where none came. */
  sendAll(door: CheckInDoor, now: () => Date): Promise<CheckInAnswer | null>;
}

/** The photos of this run of the app; a phone keeps no pictures for us between two. */
const taken = new Map<string, readonly ChosenFile[]>();
const LOST = "（照片未能保存在手机上）";

/** Where the queue of one person in one livestream lies on this phone. */
export interface QueueStore {
  read(): unknown;
  keep(waiting: readonly WaitingCheckIn[]): void;
}

/** 待上传: check-ins kept on this phone until the server has them. */
export function checkInQueue(store: QueueStore): CheckInQueue {
  const all = (): WaitingCheckIn[] => {
    const kept = store.read();
    return Array.isArray(kept) ? (kept as WaitingCheckIn[]) : [];
  };
  const change = (clientId: string, how: (each: WaitingCheckIn) => WaitingCheckIn): void =>
    store.keep(all().map((each) => (each.input.clientId === clientId ? how(each) : each)));
  const drop = (clientId: string): void => {
    taken.delete(clientId);
    store.keep(all().filter(({ input }) => input.clientId !== clientId));
  };

  /** What is uploaded is kept at once, so that sending again says the same. */
  async function sendOne({ input, photos }: WaitingCheckIn, door: CheckInDoor, now: () => Date): Promise<CheckInAnswer> {
    const files = [...(input.files ?? [])];
    for (const picture of (taken.get(input.clientId) ?? []).slice(files.length)) {
      files.push((await door.upload(picture)).id);
      change(input.clientId, (each) => ({ ...each, input: { ...each.input, files } }));
    }
    const note = photos > files.length ? `${input.note ?? ""}${LOST}` : (input.note ?? null);
    return door.send({ ...input, files, note, sentAt: now().toISOString() });
  }

  return {
    all,
    drop,
    add(input, photos) {
      taken.set(input.clientId, photos);
      store.keep([...all(), { input, photos: photos.length, refusal: null }]);
    },
    async sendAll(door, now) {
      let answer: CheckInAnswer | null = null;
      for (const waiting of all().filter(({ refusal }) => refusal === null)) {
        const { clientId } = waiting.input;
        try {
          answer = await sendOne(waiting, door, now);
          drop(clientId);
        } catch (caught) {
          const trouble = troubleOf(caught);
          if (trouble.kind !== "refused" || worthRetrying(trouble)) break;
          change(clientId, (each) => ({ ...each, refusal: trouble.detail }));
        }
      }
      return answer;
    },
  };
}
