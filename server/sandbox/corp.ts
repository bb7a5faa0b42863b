import { EventEmitter } from "node:events";
import { Calls } from "./calls.js";
import type { Receiver } from "./callbacks.js";
import { type FaultSettings, healthy, patchFaults } from "./faults.js";
import { Groups } from "./groups.js";
import { Journal, type JournalEntry } from "./journal.js";
import { GroupLimits, SendLimits } from "./limits.js";
import { Livings } from "./livings.js";
import { Logins } from "./logins.js";
import { MediaStore } from "./media.js";
import { type Member, Members } from "./members.js";
import type { SandboxOptions } from "./options.js";
import { Networks } from "./phone-network.js";
import { SandboxState } from "./state.js";
import type { StateFile } from "./state-file.js";
import { Tokens } from "./tokens.js";
import { machineWall, type Wall } from "./wall.js";

const ACCOUNTS = 200;

/** What a listener (the page, waitFor) hears about. */
export interface CorpEvents {
  chat: [userid: string];
  phone: [userid: string];
  people: [];
  journal: [entry: JournalEntry];
  faults: [];
  clock: [];
}

/** The enterprise as WeCom holds it: its people, the app's chats, tokens, codes and present faults. */
export class Corp {
  readonly wall: Wall;
  readonly events = new EventEmitter<CorpEvents>();
  readonly journal = new Journal((entry) => this.events.emit("journal", entry));
  readonly tokens: Tokens;
  readonly logins: Logins;
  readonly state: SandboxState;
  readonly members: Members;
  readonly media: MediaStore;
  readonly livings: Livings;
  readonly networks: Networks;
  readonly groups: Groups;
  readonly calls: Calls;
  readonly groupLimits = new GroupLimits();
  readonly sendLimits: SendLimits;
  #faults = healthy();

  constructor(
    readonly options: SandboxOptions,
    private readonly file: StateFile,
    saved: unknown,
  ) {
    this.wall = options.wall ?? machineWall;
    this.tokens = new Tokens(this.wall);
    this.logins = new Logins(this.wall);
    const snapshot = (saved ?? {}) as Record<string, unknown>;
    this.tokens.restore(snapshot.tokens);
    this.state = new SandboxState((userid) => this.#changed(userid), snapshot.state);
    this.members = new Members(options.people, snapshot.members);
    this.sendLimits = new SendLimits(options.accounts ?? ACCOUNTS);
    this.media = new MediaStore(options.stateFile && `${options.stateFile}.media`, snapshot.media);
    this.groups = new Groups((userids) => userids.forEach((userid) => this.#changed(userid)), snapshot.groups);
    this.livings = new Livings((userid) => this.#phoneChanged(userid), snapshot.livings);
    this.networks = new Networks(options.host, options.appUrl, snapshot.networks);
    this.calls = new Calls((userid) => this.#phoneChanged(userid), snapshot.calls);
    this.events.setMaxListeners(0);
  }

  get faults(): Readonly<FaultSettings> {
    return this.#faults;
  }

  /** Changes some faults; throws RangeError on an unknown name or value. */
  setFaults(patch: Record<string, unknown>): void {
    this.#faults = patchFaults(this.#faults, patch);
    if (patch.token !== undefined) this.tokens.spoil(this.#faults.token);
    this.events.emit("faults");
  }

  /** The app's callback; without an address where none is configured. */
  get app(): Receiver {
    const { callbackUrl, token, aesKey, corpId, agentId } = this.options;
    const url = this.#faults.noCallback ? "" : callbackUrl;
    return { url, keys: { token, aesKey, receiveId: corpId }, agentId };
  }

  /** The callback of the contacts-sync assistant; null where none is configured. */
  get contacts(): Receiver | null {
    const { contacts, corpId } = this.options;
    if (!contacts) return null;
    const { callbackUrl, token, aesKey } = contacts;
    return { url: callbackUrl, keys: { token, aesKey, receiveId: corpId }, agentId: null };
  }

  nowMs(): number {
    return this.options.now().getTime();
  }

  /** Domain time in RFC 3339, as journal and chats carry it. */
  nowText(): string {
    return this.options.now().toISOString();
  }

  /** A member by userid, which WeCom compares without case. */
  person(userid: string): Member | undefined {
    return this.members.find(userid);
  }

  /** Host and port that logins may come back to (可信域名). */
  get trustedDomain(): string {
    return this.#faults.foreignDomain ? "other.example.com" : new URL(this.options.appUrl).host;
  }

  /** In the app's visible range: taken out by an administrator, or by the fault of that name. */
  isInRange(userid: string): boolean {
    const isLost = this.#faults.unreachable.some((entry) => entry.toLowerCase() === userid.toLowerCase());
    return !isLost && this.members.find(userid)?.inRange === true;
  }

  /** In range and not disabled: gets messages and calls. */
  isReachable(userid: string): boolean {
    return this.isInRange(userid) && this.members.find(userid)?.status === 1;
  }

  /** Cuts a phone's network or joins it again. */
  async setNetwork(userid: string, isCut: boolean): Promise<void> {
    await this.networks.set(userid, isCut);
    this.#phoneChanged(userid);
  }

  /** To be called after every change of a member. */
  membersChanged(): void {
    this.saveSoon();
    this.events.emit("people");
  }

  isLicensed(userid: string): boolean {
    return !this.#faults.unlicensed.some((entry) => entry.toLowerCase() === userid.toLowerCase());
  }

  saveSoon(): void {
    this.file.writeSoon(() => this.#snapshot());
  }

  async flush(): Promise<void> {
    await this.file.flush(() => this.#snapshot());
  }

  #snapshot(): unknown {
    const { state, tokens, groups, calls, members, media, livings, networks } = this;
    const parts = { state, tokens, groups, calls, members, media, livings, networks };
    return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.snapshot()]));
  }

  #changed(userid: string | null): void {
    this.saveSoon();
    if (userid !== null) this.events.emit("chat", userid);
  }

  /** Something about a phone beside its chats is new: a call, its state, its network, a live. */
  #phoneChanged(userid: string): void {
    this.saveSoon();
    this.events.emit("phone", userid);
  }
}
