import type { CoarsePlace } from "../../server/http/contract.js";

type Found = (place: CoarsePlace) => void;
type Missed = () => void;

const COARSE = 100;
const coarse = (value: number): number => Math.round(value * COARSE) / COARSE;
const WITHIN_MS = 4_000;

let ask: (found: Found, missed: Missed) => void;
// #ifdef H5
ask = (found, missed) => navigator.geolocation.getCurrentPosition(({ coords }) => found(coords), missed);
// #endif
// #ifdef MP-WEIXIN
ask = (found, missed) => uni.getLocation({ type: "wgs84", success: found, fail: missed });
// #endif

/** Where the phone is, to about a kilometre, for whoever agreed to it; null: the phone does not say, or not in time. Nothing waits for it. */
export const placeNow = (): Promise<CoarsePlace | null> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(null), WITHIN_MS);
    ask(
      ({ latitude, longitude, accuracy }) =>
        resolve({ latitude: coarse(latitude), longitude: coarse(longitude), accuracy: Math.round(accuracy) }),
      () => resolve(null),
    );
  });
