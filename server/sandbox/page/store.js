import { server } from "./server.js";

const SLOTS_KEY = "sandbox.slots";
const MOST_SLOTS = 5;
const PROBE_MS = 2000;
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
  /** Each phone's pages have a port of their own, so that its network can be cut. */
  hasGates: false,
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

const gates = new Map();

/** The port of a phone's own network, asked for once. */
function gateOf(userid) {
  if (!gates.has(userid)) gates.set(userid, server.gate(userid));
  return gates.get(userid);
}

/** Where a phone's pages reach the app at the given address: over the phone's own port, where this browser gets through to it. */
export async function addressFor(userid, address) {
  const url = new URL(address);
  if (!store.hasGates) return url.toString();
  return `http://${window.location.hostname}:${await gateOf(userid)}${url.pathname}${url.search}${url.hash}`;
}

export const isCut = (userid) => store.phones.get(userid)?.isCut === true;

let probed = false;

/** Asks once whether the phones' ports can be reached: in a container they may not be published, and then all phones use the app's own address. */
async function probe() {
  const [first] = store.slots;
  if (probed || !first || window.location.protocol !== "http:") return;
  probed = true;
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), PROBE_MS);
  try {
    await fetch(`http://${window.location.hostname}:${await gateOf(first)}/.phone`, { mode: "no-cors", signal: abort.signal });
    store.hasGates = true;
  } catch {
    // The app's own address serves all phones.
  } finally {
    clearTimeout(timer);
  }
}

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

/** The phones to begin with: those chosen before, those with unread messages, most first, and then with any, each along the path of a draft first. */
function firstPhones() {
  const withMessages = store.people.filter(({ userid }) => (store.chats.get(userid)?.count ?? 0) > 0);
  const unread = withMessages
    .filter(({ userid }) => unreadOf(userid) > 0)
    .sort((one, other) => unreadOf(other.userid) - unreadOf(one.userid));
  const all = [unread, withMessages, store.people].flatMap((people) => [...pathAmong(people), ...people]).map(({ userid }) => userid);
  return [...new Set([...remembered(), ...all])].slice(0, MOST_SLOTS);
}

/** Of these people the first of each post on the path of a draft. */
const pathAmong = (people) => ["责任编辑", "初审", "二审", "终审"].flatMap((post) => people.find(({ name }) => name.includes(post)) ?? []);

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
  await probe();
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
