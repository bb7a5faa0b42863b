import type { UnitOfWork } from "../kernel/unit-of-work.js";
import { directoryOf } from "../identity/directory.js";
import type { DepartmentsOutcome, MemberOutcome, MembersOutcome } from "../wecom/contacts.js";
import type { Known, Shown } from "./rules.js";

/** WeCom's address book as far as the app may read it [§6]. */
export interface ContactsReader {
  departments(): Promise<DepartmentsOutcome>;
  membersOf(departmentId: number): Promise<MembersOutcome>;
  member(userid: string): Promise<MemberOutcome>;
}

/** Whom WeCom shows, or why not all questions were answered. */
export type Showing = { people: Map<string, Shown> } | { reason: string };

/**
 * Reads the visible range: every department's list, and one by one those who are in none (they may be visible by themselves) or who hold a post
 * (the lists do not tell whether an account is disabled). One question without answer, and nothing is concluded.
 */
export class AddressBook {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly reader: ContactsReader,
  ) {}

  async showing(known: readonly Known[]): Promise<Showing> {
    const people = new Map<string, Shown>();
    const departments = await this.reader.departments();
    if (departments.kind !== "departments") return { reason: departments.reason };
    for (const id of departments.ids) {
      const listed = await this.reader.membersOf(id);
      if (listed.kind !== "members") return { reason: listed.reason };
      for (const { userid, name } of listed.members) people.set(userid, { name, active: true });
    }
    for (const userid of await this.#toAsk(known, people)) {
      const member = await this.reader.member(userid);
      if (member.kind === "absent") people.delete(userid);
      else if (member.kind === "member") people.set(userid, { name: member.name, active: member.active });
      else return { reason: member.reason };
    }
    return { people };
  }

  /** Whether WeCom shows somebody as active at this very moment; null: it does not say. */
  async isActive(userid: string): Promise<boolean | null> {
    const member = await this.reader.member(userid);
    if (member.kind === "member") return member.active;
    return member.kind === "absent" ? false : null;
  }

  #toAsk(known: readonly Known[], listed: ReadonlyMap<string, Shown>): Promise<string[]> {
    return this.uow.read(async (tx) => {
      const directory = await directoryOf(tx);
      const posted = (userid: string): boolean => directory.postsOf(userid).length + directory.unitsUnder(userid).length > 0;
      const unsure = ({ userid, left }: Known): boolean => (left ? listed.has(userid) : !listed.has(userid) || posted(userid));
      return known.filter(unsure).map(({ userid }) => userid);
    });
  }
}
