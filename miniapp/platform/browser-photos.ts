import { createStore, del, get, set } from "idb-keyval";
import type { PhotoShelf } from "./host.js";

/** A photo as it lies in the browser: its bytes, since a reference to a file on the phone may go stale. */
interface LyingPhoto {
  name: string;
  type: string;
  bytes: ArrayBuffer;
}

const photos = createStore("desk-photos", "photos");

/** Photos that wait, in the browser's IndexedDB. */
export const browserPhotos: PhotoShelf = {
  async keep(id, { name, source }) {
    const { type } = source as Blob;
    const bytes = await (source as Blob).arrayBuffer().catch(() => null);
    if (bytes === null) return null;
    await set(id, { name, type, bytes } satisfies LyingPhoto, photos);
    return id;
  },
  async find(kept) {
    const lying = await get<LyingPhoto>(kept, photos);
    if (!lying) return null;
    const { name, type, bytes } = lying;
    return { name, source: new Blob([bytes], { type }), bytes: bytes.byteLength };
  },
  forget: (kept) => del(kept, photos),
};
