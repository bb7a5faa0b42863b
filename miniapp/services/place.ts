import type { CoarsePlace } from "../../server/http/contract.js";

type Found = (place: CoarsePlace) => void;
type Missed = () => void;

/** WeChat gives a place that it blurred itself, to somebody who agreed to scope.userFuzzyLocation; manifest.json names both. */
declare const wx: {
  getFuzzyLocation(options: { type: "wgs84"; success(place: { latitude: number; longitude: number }): void; fail: Missed }): void;
};
/** How far it may be off, in metres; WeChat does not say. */
const FUZZY_METRES = 1_000;

const COARSE = 100;
const coarse = (value: number): number => Math.round(value * COARSE) / COARSE;
const WITHIN_MS = 4_000;

let ask: (found: Found, missed: Missed) => void;
// #ifdef H5
ask = (found, missed) => navigator.geolocation.getCurrentPosition(({ coords }) => found(coords), missed);
// #endif
// #ifdef MP-WEIXIN
ask = (found, missed) =>
  wx.getFuzzyLocation({ type: "wgs84", success: (place) => found({ ...place, accuracy: FUZZY_METRES }), fail: missed });
// #endif

/** Where the phone is, to about a kilometre, for whoever agreed to it; null: the phone does not say, or not in time. Nothing waits for it. */
export const placeNow = (): Promise<CoarsePlace | null> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(null), WITHIN_MS);
    const found: Found = ({ latitude, longitude, accuracy }) =>
      resolve({ latitude: coarse(latitude), longitude: coarse(longitude), accuracy: Math.round(accuracy) });
    try {
      ask(found, () => resolve(null));
    } catch {
      // an older phone has no such call
      resolve(null);
    }
  });
