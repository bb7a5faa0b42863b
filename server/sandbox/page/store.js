import { server } from "./server.js";

const SLOTS_KEY = "sandbox.slots";
const MOST_SLOTS = 5;
const listeners = new Map();

/** What the page knows: organisation, unread counts, faults, the shared time and which phones stand in view. */
export const store = {
  people: [],
  departments: [],
  chats: new Map(),
  /** How each phone takes calls, and the call it is in. */
  phones: new Map(),
  faults: {},
  appUrl: "",
  /** Difference between the shared time and performance.now(), in milliseconds. */
  clockOffset: 0,
  slots: [],
  visible: 1,
  openJournal: false,
  openFaults: false,
};

export function on(name, listener) {
  listeners.set(name, [...(listeners.get(name) ?? []), listener]);
}

export function tell(name, value) {
  for (const listener of listeners.get(name) ?? []) listener(value);
}

export const nowMs = () => performance.now() + store.clockOffset;
export const personOf = (userid) => store.people.find((person) => person.userid === userid);
export const shownPhones = () => store.slots.slice(0, store.visible);
export const unreadOf = (userid) => store.chats.get(userid)?.unread ?? 0;

export function takeClock(now) {
  store.clockOffset = Date.parse(now) - performance.now();
  tell("clock");
}

function remembered() {
  try {
    const saved = JSON.parse(localStorage.getItem(SLOTS_KEY) ?? "[]");
    return Array.isArray(saved) ? saved.filter((userid) => personOf(userid)) : [];
  } catch {
    return [];
  }
}

function remember() {
  try {
    localStorage.setItem(SLOTS_KEY, JSON.stringify(store.slots));
  } catch {
    // A browser without storage only forgets the choice of phones.
  }
}

/** The phones to begin with: those chosen before, those with unread and then any messages, then the path of a draft. */
function firstPhones() {
  const withMessages = store.people.filter(({ userid }) => (store.chats.get(userid)?.count ?? 0) > 0);
  const unread = withMessages.filter(({ userid }) => unreadOf(userid) > 0);
  const path = ["责任编辑", "初审", "二审", "终审"].map((post) => store.people.find(({ name }) => name.includes(post)));
  const all = [...unread, ...withMessages, ...path.filter(Boolean), ...store.people].map(({ userid }) => userid);
  return [...new Set([...remembered(), ...all])].slice(0, MOST_SLOTS);
}

/** Loads everything anew; also after a lost connection. */
export async function load() {
  const overview = await server.overview();
  const known = new Map(store.people.map((person) => [person.userid, person]));
  store.people = overview.people.map((person) => Object.assign(known.get(person.userid) ?? {}, person));
  store.departments = overview.departments;
  store.appUrl = overview.appUrl;
  store.faults = overview.faults;
  store.chats = new Map(overview.chats.map((chat) => [chat.userid, chat]));
  store.phones = new Map(overview.phones.map((phone) => [phone.userid, phone]));
  store.slots = [...new Set([...store.slots.filter((userid) => personOf(userid)), ...firstPhones()])].slice(0, MOST_SLOTS);
  takeClock(overview.now);
  for (const name of ["people", "slots", "chats", "phones", "faults"]) tell(name);
}

const lastUsed = new Map();
let uses = 0;

/** Marks a phone as in use, so that the next one to be opened takes another's place. */
export function use(userid) {
  lastUsed.set(userid, ++uses);
}

/** Brings a phone into view: in the given place, else in that of the phone unused for longest. */
export function openPhone(userid, place) {
  const at = store.slots.indexOf(userid);
  const isInView = at >= 0 && at < store.visible;
  if (isInView && place === undefined) tell("point", userid);
  else {
    const oldest = shownPhones().reduce(
      (best, other, index, all) => ((lastUsed.get(other) ?? 0) < (lastUsed.get(all[best]) ?? 0) ? index : best),
      0,
    );
    const target = place ?? oldest;
    const before = store.slots[target];
    if (at >= 0) store.slots[at] = before;
    store.slots[target] = userid;
  }
  use(userid);
  remember();
  tell("slots");
  tell("chats");
}
