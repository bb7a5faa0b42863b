import { watch } from "vue";
import type { CheckInAnswer } from "../../server/http/contract.js";
import { host } from "../platform/index.js";
import { api } from "./api.js";
import { checkInQueue, isUnsent, type CheckInDoor, type CheckInQueue } from "./check-in-queue.js";
import { checkInChanges, checkInStore, storedQueues } from "./check-in-store.js";
import { newKey } from "./intention.js";
import { reachable } from "./network.js";
import { keepIfRoom } from "./room.js";
import { phoneNow } from "./server-clock.js";

const USERID = "desk.check-in.userid";

/** The moment by this phone's clock. */
export const momentOnPhone = (): Date => phoneNow(host.kind === "framed");

/** Who checked in on this phone last; empty: nobody yet. */
export const lastPatroller = (): string => uni.getStorageSync<string>(USERID) || "";
export const rememberPatroller = (userid: string): void => keepIfRoom(USERID, userid);

/** The check-ins of one person in one livestream that wait on this phone. */
export const queueOf = (userid: string, livestreamId: string): CheckInQueue =>
  checkInQueue(checkInStore(userid, livestreamId), host.photos);

const doorOf = (livestreamId: string): CheckInDoor => ({
  upload: (file, keepsPlace) => api.uploadPhoto(livestreamId, file, keepsPlace, newKey()),
  // the check-in carries its own id; the moment of sending makes each request another
  send: (input) => api.checkIn(livestreamId, input, newKey()),
});

/** Who is signed in as far as this run of the app was told; empty: not told yet. */
let signedIn = "";
/** True for the person whose session it is: what a former user of this phone left waits for them. Unknown, nothing is sent. */
async function isSignedIn(userid: string): Promise<boolean> {
  signedIn = await api.me().then(
    ({ person }) => person.userid,
    () => signedIn,
  );
  return signedIn === userid;
}

async function sendOwn(userid: string, livestreamId: string): Promise<CheckInAnswer | null> {
  return (await isSignedIn(userid)) ? queueOf(userid, livestreamId).sendAll(doorOf(livestreamId), momentOnPhone) : null;
}

const underWay = new Map<string, Promise<CheckInAnswer | null>>();
/** Sends what waits in one livestream, if it is its person who is signed in; whoever asks while that is under way gets the same answer. */
export function deliver(userid: string, livestreamId: string): Promise<CheckInAnswer | null> {
  const key = `${userid}.${livestreamId}`;
  const sending = underWay.get(key) ?? sendOwn(userid, livestreamId).finally(() => underWay.delete(key));
  underWay.set(key, sending);
  return sending;
}

/** Sends what the person who is signed in left on this phone, in whichever livestream; nobody is asked for where nothing waits. */
async function deliverAll(): Promise<void> {
  const queues = storedQueues();
  if (queues.length === 0) return;
  const { person } = await api.me();
  const own = queues.filter(({ userid }) => userid === person.userid);
  await Promise.all(own.map(({ livestreamId }) => deliver(person.userid, livestreamId)));
}
const deliverQuietly = (): void => void deliverAll().catch(() => undefined);

/** From now on check-ins that wait are sent whenever the network is back, whichever page stands open. */
export function keepSending(): void {
  watch(reachable, (is) => is && deliverQuietly());
  uni.onNetworkStatusChange(({ isConnected }) => {
    if (isConnected) deliverQuietly();
    else reachable.value = false;
  });
  deliverQuietly();
}

/** How many check-ins of whoever checked in last wait on this phone, by livestream; a view that shows it is drawn anew with every change. */
export function waitingByLivestream(): { livestreamId: string; count: number }[] {
  void checkInChanges.value;
  return storedQueues()
    .filter(({ userid }) => userid === lastPatroller())
    .map(({ userid, livestreamId }) => ({ livestreamId, count: queueOf(userid, livestreamId).all().filter(isUnsent).length }))
    .filter(({ count }) => count > 0);
}
