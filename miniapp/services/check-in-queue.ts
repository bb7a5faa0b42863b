import type { CheckInAnswer, CheckInInput, FileView } from "../../server/http/contract.js";
import type { ChosenFile, PhotoShelf } from "../platform/host.js";
import { forgetPhotos, newPhotos, shelvePhotos, takePhotos, uploadPhotos, type PhotoList, type WaitingPhoto } from "./check-in-photos.js";
import { troubleOf, worthRetrying } from "./trouble.js";

/** A check-in that is on this phone only so far, or whose photos were not all taken. */
export interface WaitingCheckIn {
  input: Omit<CheckInInput, "sentAt" | "files">;
  photos: readonly WaitingPhoto[];
  /** the place in the pictures stays in them, as was agreed at the tap */
  keepsPlace: boolean;
  /** why the server did not take it; null: it has not been asked, or could not be reached */
  refusal: string | null;
  /** the server has it; it stands here for the photos that did not come along */
  sent: boolean;
}

/** How the queue reaches the server. */
export interface CheckInDoor {
  upload(file: ChosenFile, keepsPlace: boolean): Promise<FileView>;
  send(input: CheckInInput): Promise<CheckInAnswer>;
}

/** Where the queue of one person in one livestream lies on this phone. */
export interface QueueStore {
  read(): unknown;
  keep(waiting: readonly WaitingCheckIn[]): void;
}

export interface CheckInQueue {
  all(): WaitingCheckIn[];
  /** In the queue at once; resolves when the photos lie on the phone, or there is no room for them. */
  add(input: WaitingCheckIn["input"], photos: readonly ChosenFile[], keepsPlace: boolean): Promise<void>;
  /** Takes one away that needs nothing more. */
  drop(clientId: string): void;
  /** Sends what waits, oldest first, until one does not get through; the last answer, null where none came. */
  sendAll(door: CheckInDoor, now: () => Date): Promise<CheckInAnswer | null>;
}

/** True while it has still to be sent. */
export const isUnsent = ({ sent, refusal }: WaitingCheckIn): boolean => !sent && refusal === null;
/** True while a photo of it would be lost with the closing of the app. */
export const isLoose = (waiting: WaitingCheckIn): boolean =>
  isUnsent(waiting) && waiting.photos.some(({ loose, fileId, refusal }) => loose && fileId === null && refusal === null);

const NOTE_LETTERS = 500;

/** The note says what does not come along, so that nobody looks for it. */
function noteOf({ input, photos }: WaitingCheckIn): string | null {
  const missing = photos.filter(({ refusal }) => refusal !== null).length;
  if (missing === 0) return input.note ?? null;
  const words = `（${missing} 张照片未能附上）`;
  return `${(input.note ?? "").slice(0, NOTE_LETTERS - words.length)}${words}`;
}

/** The rows of a queue, read afresh each time and written back at once. */
function rowsOf(store: QueueStore) {
  const all = (): WaitingCheckIn[] => {
    const kept = store.read();
    return Array.isArray(kept) ? (kept as WaitingCheckIn[]) : [];
  };
  const find = (clientId: string): WaitingCheckIn | undefined => all().find(({ input }) => input.clientId === clientId);
  const change = (clientId: string, how: Partial<WaitingCheckIn>): void =>
    store.keep(all().map((each) => (each.input.clientId === clientId ? { ...each, ...how } : each)));
  const photos: PhotoList = {
    of: (clientId) => find(clientId)?.photos ?? [],
    change: (clientId, place, how) =>
      change(clientId, { photos: photos.of(clientId).map((photo, index) => (index === place ? { ...photo, ...how } : photo)) }),
  };
  return { all, find, change, photos };
}

/** 待上传: check-ins kept on this phone, with their photos, until the server has them. */
export function checkInQueue(store: QueueStore, shelf: PhotoShelf): CheckInQueue {
  const { all, find, change, photos } = rowsOf(store);

  async function sendOne({ input, keepsPlace }: WaitingCheckIn, door: CheckInDoor, now: () => Date): Promise<CheckInAnswer> {
    await shelvePhotos(photos, shelf, input.clientId);
    await uploadPhotos(photos, shelf, input.clientId, (file) => door.upload(file, keepsPlace));
    const waiting = find(input.clientId);
    if (!waiting) throw new Error(`the check-in ${input.clientId} left the queue while it was sent`);
    const files = waiting.photos.flatMap(({ fileId }) => fileId ?? []);
    return door.send({ ...input, files, note: noteOf(waiting), sentAt: now().toISOString() });
  }

  function drop(clientId: string): void {
    forgetPhotos(photos, shelf, clientId);
    store.keep(all().filter(({ input }) => input.clientId !== clientId));
  }
  /** It leaves the queue, unless there is something to be said about its photos. */
  function settle(clientId: string): void {
    if (!photos.of(clientId).some(({ refusal }) => refusal !== null)) return drop(clientId);
    forgetPhotos(photos, shelf, clientId);
    change(clientId, { sent: true });
  }

  return {
    all,
    drop,
    add(input, chosen, keepsPlace) {
      store.keep([...all(), { input, photos: newPhotos(chosen), keepsPlace, refusal: null, sent: false }]);
      return takePhotos(photos, shelf, input.clientId, chosen);
    },
    async sendAll(door, now) {
      let answer: CheckInAnswer | null = null;
      for (let next = all().find(isUnsent); next; next = all().find(isUnsent)) {
        const { clientId } = next.input;
        try {
          answer = await sendOne(next, door, now);
          settle(clientId);
        } catch (caught) {
          const trouble = troubleOf(caught);
          if (trouble.kind !== "refused" || worthRetrying(trouble)) return answer;
          change(clientId, { refusal: trouble.detail });
        }
      }
      return answer;
    },
  };
}
