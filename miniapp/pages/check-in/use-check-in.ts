import { computed, reactive, ref, shallowRef } from "vue";
import type {
  CheckInInput,
  CoarsePlace,
  ExpectedCheckInView,
  FindingLevel,
  FindingParty,
  PatrolPlace,
} from "../../../server/http/contract.js";
import type { ChosenFile } from "../../platform/host.js";
import { api } from "../../services/api.js";
import { checkInQueue, type CheckInDoor, type WaitingCheckIn } from "../../services/check-in-queue.js";
import { checkInStore } from "../../services/check-in-store.js";
import { newKey } from "../../services/intention.js";
import { say } from "../../services/navigate.js";
import { placeNow } from "../../services/place.js";
import { useRemote } from "../../services/remote.js";
import { phoneNow } from "../../services/server-clock.js";

/** What a patroller may add to a tap. */
export interface Found {
  finding: Exclude<FindingLevel, "normal">;
  party: FindingParty;
  words: string;
}

const givesPlace = "desk.check-in.gives-place";
const placeKey = (id: string): string => `desk.check-in.place.${id}`;

/** The check-in page of one patroller: one tap, kept on the phone until the server has it. */
export function useCheckIn(id: () => string) {
  const remote = useRemote(async () => {
    const fresh = await api.patrolPlace(id());
    uni.setStorageSync(placeKey(id()), fresh);
    return fresh;
  });
  const userid = ref("");
  const waiting = shallowRef<WaitingCheckIn[]>([]);
  const photos = shallowRef<ChosenFile[]>([]);
  const said = reactive({ note: "", notInOrder: [] as string[], place: Boolean(uni.getStorageSync(givesPlace)) });
  const [busy, clock] = [ref(false), ref<string | null>(null)];

  const queue = () => checkInQueue(checkInStore(userid.value, id()));
  const door: CheckInDoor = {
    upload: (file) => api.uploadPhoto(id(), file, said.place, newKey()),
    // the check-in carries its own id; the moment of sending makes each request another
    send: (input) => api.checkIn(id(), input, newKey()),
  };

  /** What was seen last stands in where the network is gone. */
  function remember(): void {
    const kept: unknown = uni.getStorageSync(placeKey(id()));
    if (remote.latest.value === null && typeof kept === "object" && kept !== null) remote.latest.value = kept as PatrolPlace;
    userid.value ||= uni.getStorageSync<string>("desk.check-in.userid") || "";
    if (userid.value) waiting.value = queue().all();
  }

  async function refresh(): Promise<void> {
    remember();
    await api.me().then(
      ({ person }) => {
        userid.value = person.userid;
        uni.setStorageSync("desk.check-in.userid", person.userid);
      },
      () => undefined,
    );
    waiting.value = queue().all();
    await remote.refresh();
    await deliver();
  }

  let delivering = false;
  /** Sends what waits; called after each tap, and whenever the page is refreshed. */
  async function deliver(): Promise<void> {
    if (delivering) return;
    delivering = true;
    try {
      const answer = await queue().sendAll(door, phoneNow);
      if (answer) {
        remote.latest.value = answer.place;
        clock.value = answer.clock;
      }
    } finally {
      delivering = false;
      waiting.value = queue().all();
    }
  }

  async function tap(kind: CheckInInput["kind"], expected: ExpectedCheckInView | null, found: Found | null): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    const deviceAt = phoneNow().toISOString();
    const place: CoarsePlace | null = said.place ? await placeNow() : null;
    const { note, notInOrder } = said;
    const input = { clientId: newKey(), kind, expectedId: expected?.id ?? null, notInOrder: [...notInOrder], place, deviceAt };
    queue().add({ ...input, note: note.trim() || null, ...(found ?? {}) }, photos.value);
    waiting.value = queue().all();
    photos.value = [];
    said.note = "";
    void uni.vibrateShort({});
    await deliver();
    busy.value = false;
    say(waiting.value.length === 0 ? "已打卡" : "已存在手机上，联网后自动上传");
  }

  return {
    ...{ remote, refresh, waiting, photos, said, busy, clock, tap, deliver },
    current: computed(() => remote.latest.value),
    waitingIds: computed(() => new Set(waiting.value.flatMap(({ input, refusal }) => (refusal === null ? (input.expectedId ?? []) : [])))),
    drop(clientId: string): void {
      queue().drop(clientId);
      waiting.value = queue().all();
    },
    givePlace(gives: boolean): void {
      said.place = gives;
      uni.setStorageSync(givesPlace, gives ? "yes" : "");
    },
    toggle(item: string): void {
      said.notInOrder = said.notInOrder.includes(item) ? said.notInOrder.filter((each) => each !== item) : [...said.notInOrder, item];
    },
  };
}
