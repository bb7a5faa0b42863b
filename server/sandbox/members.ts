import type { SandboxPerson } from "./options.js";

/** As user/get writes it: 1 active (已激活), 2 disabled (已禁用), 4 not yet active (未激活) [90196]; only active members get messages. */
export type MemberStatus = 1 | 2 | 4;

/** A member as the enterprise has him now. */
export interface Member extends SandboxPerson {
  /** In the app's visible range (可见范围). */
  inRange: boolean;
  status: MemberStatus;
}

/** What an administrator can change about a member. */
export type MemberChange = Partial<Pick<Member, "inRange" | "status" | "name" | "departmentId">>;

interface Remembered {
  change?: MemberChange;
  joined?: SandboxPerson;
  left?: true;
}

/** The enterprise's members: those it began with, and what administrators have changed since. */
export class Members {
  readonly #people = new Map<string, Member>();
  readonly #remembered = new Map<string, Remembered>();

  constructor(people: readonly SandboxPerson[], snapshot?: unknown) {
    for (const person of people) this.#people.set(person.userid.toLowerCase(), { ...person, inRange: true, status: 1 });
    for (const [userid, { change, joined, left }] of Object.entries((snapshot ?? {}) as Record<string, Remembered>)) {
      if (joined) this.add(joined);
      if (change) this.change(userid, change);
      if (left) this.remove(userid);
    }
  }

  snapshot(): Record<string, Remembered> {
    return Object.fromEntries(this.#remembered);
  }

  all(): Member[] {
    return [...this.#people.values()];
  }

  /** WeCom compares userids without case. */
  find(userid: string): Member | undefined {
    return this.#people.get(userid.toLowerCase());
  }

  add(person: SandboxPerson): void {
    this.#people.set(person.userid.toLowerCase(), { ...person, inRange: true, status: 1 });
    this.#remembered.set(person.userid, { joined: person });
  }

  change(userid: string, change: MemberChange): void {
    const member = this.find(userid);
    if (!member) return;
    Object.assign(member, change);
    const before = this.#remembered.get(member.userid);
    this.#remembered.set(member.userid, { ...before, change: { ...before?.change, ...change } });
  }

  remove(userid: string): void {
    const member = this.find(userid);
    if (!member) return;
    this.#people.delete(userid.toLowerCase());
    this.#remembered.set(member.userid, { left: true });
  }
}
