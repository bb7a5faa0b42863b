import { type CallStatus, type PhoneState, statusOf } from "./calls.js";
import { verifyUrl, type Verification } from "./callbacks.js";
import type { Corp } from "./corp.js";
import type { FaultSettings } from "./faults.js";
import { formGroup, type GroupWish } from "./group-life.js";
import type { Group } from "./groups.js";
import type { JournalEntry } from "./journal.js";
import { beginLiving, endLiving } from "./living-life.js";
import type { Living } from "./livings.js";
import { addMember, changeMember, raiseContact, removeMember } from "./member-life.js";
import type { Member, MemberChange } from "./members.js";
import type { SandboxPerson } from "./options.js";
import { answerCall, hangUpCall, NotPossible, type Outcome, press, raise, type RawTap, say, type Selected, tap } from "./phone.js";
import type { ChatMessage } from "./state.js";

/** A voice call as it stands at the moment of asking. */
export interface CallView extends CallStatus {
  callid: string;
  /** The phone made a sound: false when it was off, out of coverage, in another call or called too often. */
  rings: boolean;
}

/** A running sandbox, with the same acts in-process that its page offers to people. */
export interface Sandbox {
  /** Base address of WeCom's API, OAuth and the page, without a slash at the end. */
  url: string;
  /** This person's chat with the app, oldest first; copies, so that a later update does not change them. */
  chat(userid: string): ChatMessage[];
  /** Presses a callback button as shown now; rejects with NotPossible when the phone shows no such button. */
  press(userid: string, taskId: string, key: string, selected?: Selected): Promise<Outcome>;
  /** Sends a hand-made card event, also for a button that the phone no longer shows. */
  raw(event: RawTap): Promise<Outcome>;
  /** Sends any other event of the app, e.g. `raise("a", { Event: "enter_agent", EventKey: "" })`. */
  raise(userid: string, fields: Record<string, string | number>): Promise<Outcome>;
  say(userid: string, text: string): Promise<Outcome>;
  /** This person has looked at the chat with the app; with a group's id, at that group. */
  read(userid: string, group?: string): void;
  /** All groups with all their lines, oldest first; copies. */
  groups(): Group[];
  /** People form a group themselves, by wish with a robot: returns its id, and the robot's webhook address. */
  formGroup(wish: GroupWish): { id: string; webhook: string | null };
  /** People disband a group (49008), or take its robot out (93000). */
  disband(group: string): void;
  removeRobot(group: string): void;
  /** The voice calls to this person, oldest first, as they stand now. */
  calls(userid: string): CallView[];
  /** What becomes of voice calls to this phone from now on; `byHand` at first. */
  setPhone(userid: string, state: PhoneState): void;
  /** Answers the ringing phone, or refuses it or ends the talk; rejects with NotPossible when there is nothing to. */
  answer(userid: string): void;
  hangUp(userid: string): void;
  /** Cuts a phone's network: it takes nothing in, sends nothing, and its pages reach nothing; calls still ring. */
  setNetwork(userid: string, isCut: boolean): Promise<void>;
  /** Where this phone's pages reach the app, over its own network. */
  appUrlOf(userid: string): Promise<string>;
  /** The lives that the app has made; copies. */
  livings(): Living[];
  /** The anchor begins or ends a live; resolves once the app was told. */
  beginLiving(id: string): Promise<void>;
  endLiving(id: string): Promise<void>;
  /** The enterprise's members as they are now. */
  members(): Member[];
  /** Changes a member as an administrator does; resolves once the app and the contacts callback were told what WeCom tells them. */
  changeMember(userid: string, change: MemberChange): Promise<void>;
  addMember(person: SandboxPerson): Promise<void>;
  removeMember(userid: string): Promise<void>;
  /** Sends any other contact event to the contacts callback, e.g. `{ ChangeType: "delete_party", Id: "17" }`. */
  raiseContact(fields: Record<string, string>): Promise<void>;
  /** A login code of that person for OAuth, desktop login or jscode2session: single use, five minutes. */
  code(userid: string): string;
  /** Presses 保存 on the callback's settings: GET verification within one second. */
  verifyUrl(): Promise<Verification>;
  /** The same on the contacts-sync assistant's settings; rejects with NotPossible where no such callback is configured. */
  verifyContactsUrl(): Promise<Verification>;
  /** How often each callback is delivered; short for `faults.deliveries`. */
  deliveries: number;
  /** Present faults; assign single fields, or a patch to the whole. */
  get faults(): FaultSettings;
  set faults(patch: Partial<FaultSettings>);
  readonly journal: readonly JournalEntry[];
  clearJournal(): void;
  /** Resolves with the first truthy value of the predicate, asked every 25 ms; rejects after that many milliseconds. */
  waitFor<T>(predicate: () => T | Promise<T>, timeoutMs?: number): Promise<NonNullable<T>>;
  close(): Promise<void>;
}

const POLL_MS = 25;
const WAIT_MS = 3000;

async function waitFor<T>(predicate: () => T | Promise<T>, timeoutMs: number): Promise<NonNullable<T>> {
  for (let waited = 0; ; waited += POLL_MS) {
    const value = await predicate();
    if (value) return value;
    if (waited >= timeoutMs) throw new Error(`still not so after ${timeoutMs} ms: ${predicate.toString().slice(0, 200)}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function liveFaults(corp: Corp): FaultSettings {
  return new Proxy({} as FaultSettings, {
    get: (_target, name) => corp.faults[name as keyof FaultSettings],
    set: (_target, name, value) => {
      corp.setFaults({ [String(name)]: value as unknown });
      return true;
    },
    ownKeys: () => Object.keys(corp.faults),
    getOwnPropertyDescriptor: (_target, name) => ({
      configurable: true,
      enumerable: true,
      value: corp.faults[name as keyof FaultSettings],
    }),
  });
}

type Known = (userid: string) => string;

/** Groups, robots and what people do with them. */
const groupHooks = (corp: Corp, url: string) => ({
  groups: () => structuredClone([...corp.groups.all()]),
  formGroup: (wish: GroupWish) => {
    const { id, robot } = formGroup(corp, wish);
    return { id, webhook: robot && `${url}/cgi-bin/webhook/send?key=${robot.key}` };
  },
  disband: (group: string) => corp.groups.change(group, { disbanded: true }),
  removeRobot: (group: string) => corp.groups.change(group, { robot: null }),
});

/** What a phone does beside its chats. */
const phoneHooks = (corp: Corp, url: string, known: Known) => ({
  calls: (userid: string) =>
    corp.calls.of(known(userid)).map((call) => ({ callid: call.id, rings: call.rings, ...statusOf(call, corp.nowMs()) })),
  setPhone: (userid: string, state: PhoneState) => corp.calls.setState(known(userid), state),
  answer: (userid: string) => answerCall(corp, known(userid)),
  hangUp: (userid: string) => hangUpCall(corp, known(userid)),
  setNetwork: async (userid: string, isCut: boolean) => corp.setNetwork(known(userid), isCut),
  appUrlOf: async (userid: string) => `http://${new URL(url).hostname}:${await corp.networks.port(known(userid))}`,
  livings: () => structuredClone(corp.livings.all()),
  beginLiving: async (id: string) => beginLiving(corp, id),
  endLiving: async (id: string) => endLiving(corp, id),
});

/** What an administrator does in the console. */
const consoleHooks = (corp: Corp) => ({
  members: () => structuredClone(corp.members.all()),
  changeMember: async (userid: string, change: MemberChange) => changeMember(corp, userid, change),
  addMember: async (person: SandboxPerson) => addMember(corp, person),
  removeMember: async (userid: string) => removeMember(corp, userid),
  raiseContact: async (fields: Record<string, string>) => raiseContact(corp, fields),
  verifyUrl: async () => verifyUrl(corp),
  verifyContactsUrl: async () => {
    if (!corp.contacts) throw new NotPossible("没有配置通讯录回调");
    return verifyUrl(corp, corp.contacts);
  },
});

/** The in-process side of a running sandbox. */
export function hooksOf(corp: Corp, url: string, close: () => Promise<void>): Sandbox {
  const known: Known = (userid) => {
    const person = corp.person(userid);
    if (!person) throw new Error(`沙箱中没有这个成员：${userid}`);
    return person.userid;
  };
  return {
    url,
    close,
    ...groupHooks(corp, url),
    ...phoneHooks(corp, url, known),
    ...consoleHooks(corp),
    chat: (userid) => structuredClone([...corp.state.chat(known(userid))]),
    press: async (userid, taskId, key, selected) => press(corp, known(userid), taskId, key, selected),
    raw: async (event) => tap(corp, event),
    raise: async (userid, fields) => raise(corp, userid, fields),
    say: async (userid, text) => say(corp, known(userid), text),
    read: (userid, group) => (group === undefined ? corp.state.markRead(known(userid)) : corp.groups.markRead(group, known(userid))),
    code: (userid) => corp.logins.issue(known(userid)),
    get deliveries() {
      return corp.faults.deliveries;
    },
    set deliveries(count: number) {
      corp.setFaults({ deliveries: count });
    },
    get faults(): FaultSettings {
      return liveFaults(corp);
    },
    set faults(patch: Partial<FaultSettings>) {
      corp.setFaults({ ...patch });
    },
    get journal() {
      return corp.journal.entries;
    },
    clearJournal: () => corp.journal.clear(),
    waitFor: async (predicate, timeoutMs = WAIT_MS) => waitFor(predicate, timeoutMs),
  };
}
