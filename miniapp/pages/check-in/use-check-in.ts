import { computed, reactive, ref, shallowRef, watch } from "vue";
import type { CheckInInput, ExpectedCheckInView, FindingLevel, FindingParty, PatrolPlace } from "../../../server/http/contract.js";
import type { ChosenFile } from "../../platform/host.js";
import { api } from "../../services/api.js";
import { isLoose, isUnsent, type WaitingCheckIn } from "../../services/check-in-queue.js";
import { deliver, lastPatroller, momentOnPhone, queueOf, rememberPatroller } from "../../services/check-in-sending.js";
import { checkInChanges, outOfRoom } from "../../services/check-in-store.js";
import { newKey } from "../../services/intention.js";
import { say } from "../../services/navigate.js";
import { placeNow } from "../../services/place.js";
import { useRemote } from "../../services/remote.js";
import { carried, itemsIn, listOf, restInOrder, saidOf, toggled, untouched, type List, type Ticks } from "../../words/checklist.js";
import { keepIfRoom } from "../../services/room.js";
import { serverNow } from "../../services/server-clock.js";

/** What a patroller may add to a tap. */
export interface Found {
  finding: Exclude<FindingLevel, "normal">;
  party: FindingParty;
  words: string;
}

/** So long a tap waits to be told whose it is; then it is of whoever checked in on this phone last. */
const TOLD_WITHIN_MS = 3_000;
const givesPlaceKey = (userid: string): string => `desk.check-in.gives-place.${userid}`;
const ticksKey = (userid: string, id: string, list: List): string => `desk.check-in.ticks.${userid}.${id}.${list}`;
const placeKey = (userid: string, id: string): string => `desk.check-in.place.${userid}.${id}`;

/** The check-in page of one patroller: one tap, kept on the phone until the server has it. */
export function useCheckIn(id: () => string) {
  const remote = useRemote(async () => {
    const fresh = await api.patrolPlace(id());
    keepIfRoom(placeKey(userid.value, id()), fresh);
    return fresh;
  });
  const userid = ref("");
  const waiting = shallowRef<WaitingCheckIn[]>([]);
  const photos = shallowRef<ChosenFile[]>([]);
  const said = reactive({ note: "", place: false });
  const [busy, clock] = [ref(false), ref<string | null>(null)];

  const queue = () => queueOf(userid.value, id());
  /** each list as far as it was gone through, and whose lists they are */
  const lists = reactive<Record<List, Ticks>>({ arrival: untouched(), onAir: untouched() });
  let whose = "";
  const itemsFor = (list: List) => itemsIn(list, remote.latest.value?.checklist ?? []);

  /** What this person agreed to, saw and went through last on this phone; of somebody else's nothing stays. */
  function recall(): void {
    if (userid.value === whose) return;
    if (whose !== "") remote.latest.value = null;
    whose = userid.value;
    said.place = Boolean(uni.getStorageSync(givesPlaceKey(whose)));
    const seen: unknown = uni.getStorageSync(placeKey(whose, id()));
    if (remote.latest.value === null && typeof seen === "object" && seen !== null) remote.latest.value = seen as PatrolPlace;
    for (const list of ["arrival", "onAir"] as const) {
      const kept: unknown = uni.getStorageSync(ticksKey(whose, id(), list));
      lists[list] = typeof kept === "object" && kept !== null ? (kept as Ticks) : untouched();
    }
  }
  function look(): void {
    waiting.value = userid.value ? queue().all() : [];
    recall();
  }
  watch(checkInChanges, look);

  /** What was seen last stands in where the network is gone. */
  function remember(): void {
    userid.value ||= lastPatroller();
    look();
  }

  let told: Promise<void> = Promise.resolve();
  async function refresh(): Promise<void> {
    remember();
    told = api.me().then(
      ({ person }) => {
        userid.value = person.userid;
        rememberPatroller(person.userid);
      },
      () => undefined,
    );
    await told;
    look();
    await remote.refresh();
    await send();
  }

  /** Sends what waits; called after each tap, and whenever the page is refreshed. */
  async function send(): Promise<void> {
    const answer = await deliver(userid.value, id());
    if (!answer) return;
    remote.latest.value = answer.place;
    clock.value = answer.clock;
  }

  async function tap(kind: CheckInInput["kind"], expected: ExpectedCheckInView | null, found: Found | null): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    const deviceAt = momentOnPhone().toISOString();
    const known = Promise.race([told, new Promise((resolve) => setTimeout(resolve, TOLD_WITHIN_MS))]);
    const [place] = await Promise.all([said.place ? placeNow() : null, known]);
    const { note } = said;
    const list = listOf(kind);
    const looked = saidOf(lists[list], itemsFor(list));
    lists[list] = carried(lists[list], itemsFor(list), new Date(serverNow()).toISOString());
    keepIfRoom(ticksKey(userid.value, id(), list), lists[list]);
    const input = { clientId: newKey(), kind, expectedId: expected?.id ?? null, ...looked, place, deviceAt };
    const lying = queue().add({ ...input, note: note.trim() || null, ...(found ?? {}) }, photos.value, said.place);
    photos.value = [];
    said.note = "";
    void uni.vibrateShort({});
    await lying;
    await send();
    busy.value = false;
    const mine = waiting.value.find((each) => each.input.clientId === input.clientId);
    if (!mine || mine.sent) say("已打卡");
    else say(mine.refusal ? "没有收下，请看上面的原因" : "已存在手机上，联网后自动上传");
  }

  return {
    ...{ remote, refresh, waiting, photos, said, busy, clock, tap, send },
    current: computed(() => remote.latest.value),
    waitingIds: computed(() => new Set(waiting.value.filter(isUnsent).flatMap(({ input }) => input.expectedId ?? []))),
    roomless: computed(() => waiting.value.length > 0 && (outOfRoom() || waiting.value.some(isLoose))),
    drop: (clientId: string): void => queue().drop(clientId),
    givePlace(gives: boolean): void {
      said.place = gives;
      keepIfRoom(givesPlaceKey(userid.value), gives ? "yes" : "");
    },
    ...{ lists, itemsFor },
    toggle: (list: List, key: string): void => void (lists[list] = toggled(lists[list], key)),
    rest: (list: List): void => void (lists[list] = restInOrder(lists[list], itemsFor(list))),
    anew: (list: List): void => void (lists[list] = untouched()),
  };
}
