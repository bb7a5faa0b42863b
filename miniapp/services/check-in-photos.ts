import type { FileView } from "../../server/http/contract.js";
import type { ChosenFile, PhotoShelf } from "../platform/host.js";
import { newKey } from "./intention.js";
import { troubleOf, type Trouble } from "./trouble.js";

/** A photo of a check-in that waits. */
export interface WaitingPhoto {
  name: string;
  /** where it lies on the phone's shelf; null: not there yet */
  kept: string | null;
  /** the phone had no room for it: it is gone with the closing of the app */
  loose: boolean;
  /** as the server stored it; null: not yet */
  fileId: string | null;
  /** why it does not come along; null: it does */
  refusal: string | null;
}

/** The photos of the check-ins of one queue, as they stand in it. */
export interface PhotoList {
  of(clientId: string): readonly WaitingPhoto[];
  change(clientId: string, place: number, how: Partial<WaitingPhoto>): void;
}

/** Photos that the shelf does not hold yet, by check-in: they live as long as the app runs. */
const inHand = new Map<string, (ChosenFile | null)[]>();
/** Photos on their way to the shelf, by check-in. */
const shelving = new Map<string, Promise<void>>();
const UNREADABLE = "照片读不出来，请重新拍摄或选择";
const LOST = "照片未能保存在手机上";

const isOfThePhoto = ({ status, kind }: Trouble): boolean => kind === "refused" && [400, 413, 415, 422].includes(status);

export const newPhotos = (photos: readonly ChosenFile[]): WaitingPhoto[] =>
  photos.map(({ name }) => ({ name, kept: null, loose: false, fileId: null, refusal: null }));

/** Takes photos in hand for a check-in that is in the queue, and brings them to the shelf. */
export function takePhotos(list: PhotoList, shelf: PhotoShelf, clientId: string, photos: readonly ChosenFile[]): Promise<void> {
  inHand.set(clientId, [...photos]);
  return shelvePhotos(list, shelf, clientId);
}

/** Brings what is in hand to the shelf; what finds no room there stays in hand and may be brought again. */
export function shelvePhotos(list: PhotoList, shelf: PhotoShelf, clientId: string): Promise<void> {
  const under = shelving.get(clientId) ?? shelve(list, shelf, clientId).finally(() => shelving.delete(clientId));
  shelving.set(clientId, under);
  return under;
}

async function shelve(list: PhotoList, shelf: PhotoShelf, clientId: string): Promise<void> {
  const photos = inHand.get(clientId) ?? [];
  for (const [place, photo] of photos.entries()) {
    if (photo === null) continue;
    try {
      const kept = await shelf.keep(newKey(), photo);
      photos[place] = null;
      list.change(clientId, place, kept === null ? { refusal: UNREADABLE } : { kept, loose: false });
    } catch {
      return list.change(clientId, place, { loose: true });
    }
  }
  inHand.delete(clientId);
}

/**
 * Uploads what the server does not have yet; each is kept as uploaded at once, so that sending again says the same. A photo that the server does not take
 * does not hold up the check-in. Rejects where one does not get through.
 */
export async function uploadPhotos(
  list: PhotoList,
  shelf: PhotoShelf,
  clientId: string,
  upload: (file: ChosenFile) => Promise<FileView>,
): Promise<void> {
  for (const [place, { name, kept, fileId, refusal }] of list.of(clientId).entries()) {
    if (fileId !== null || refusal !== null) continue;
    const file = inHand.get(clientId)?.[place] ?? (kept === null ? null : await shelf.find(kept).catch(() => null));
    list.change(clientId, place, file === null ? { refusal: LOST } : await uploaded({ ...file, name }, upload));
  }
}

async function uploaded(file: ChosenFile, upload: (file: ChosenFile) => Promise<FileView>): Promise<Partial<WaitingPhoto>> {
  try {
    return { fileId: (await upload(file)).id };
  } catch (caught) {
    const trouble = troubleOf(caught);
    if (!isOfThePhoto(trouble)) throw caught;
    return { refusal: trouble.detail };
  }
}

/** Frees the room that the photos of a check-in take on this phone. */
export function forgetPhotos(list: PhotoList, shelf: PhotoShelf, clientId: string): void {
  inHand.delete(clientId);
  for (const { kept } of list.of(clientId)) if (kept !== null) void shelf.forget(kept).catch(() => undefined);
}
