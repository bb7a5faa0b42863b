import { Account } from "../../entities/account.js";
import { Appointment } from "../../entities/appointment.js";
import { Counter } from "../../entities/housekeeping.js";
import { Person } from "../../entities/person.js";
import { Unit } from "../../entities/unit.js";
import type { AuditRecord, RecordedActor } from "../audit/record.js";
import { ROLE_NAMES } from "../identity/roles.js";
import type { Clock } from "../kernel/clock.js";
import { sha256 } from "../kernel/ids.js";
import { localDay } from "../kernel/local-time.js";
import { Refusal } from "../kernel/refusal.js";
import { insertRows } from "../kernel/rows.js";
import type { Tx, UnitOfWork } from "../kernel/unit-of-work.js";
import type { SettingValues } from "../regulation/settings.js";
import { readOrganisation } from "./file.js";
import { rowsOfFile } from "./rows.js";
import { gapsOf, type Gap, type OrganisationFacts } from "./rules/gaps.js";
import { storeAppointments, storeRows } from "./storage.js";

export type { Gap } from "./rules/gaps.js";

/** The row that one of several programs gets to write which start together on an empty database. */
const FIRST_IMPORT = "organisation.first-import";

/** What an import took over: how many of each the file lists, and what would still block work. */
export interface Imported {
  units: number;
  people: number;
  accounts: number;
  gaps: Gap[];
}

/** A person as lists show them. */
export interface PersonListing {
  userid: string;
  name: string;
  unit: { id: string; name: string; wecomDepartmentId: number | null };
  /** Chinese words of the posts held, each once */
  posts: string[];
  /** nothing is open to them any more */
  left: boolean;
}

/** Who sits where: units, people, accounts and their posts, as the organisation file brings them. */
export class Organisation {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: AuditRecord,
    private readonly clock: Clock,
    private readonly settings: SettingValues,
  ) {}

  /**
   * Takes over an organisation file (parsed JSON): everything or nothing, and nothing new the second time. Who is missing from it stays;
   * posts of listed accounts and all offices are afterwards exactly as listed. Throws the refusal `organisation.invalid` with a line per error.
   * `system`: the first start, which happens once per database; a second one throws (`isDuplicate`).
   */
  async importFile(input: unknown, actor: RecordedActor, via: "command" | "system" = "command"): Promise<Imported> {
    const { file, errors } = readOrganisation(input);
    if (file === null) {
      const detail = `组织信息有 ${errors.length} 处错误，没有写入任何内容；请逐条改正后重新导入。`;
      throw new Refusal({ code: "organisation.invalid", kind: "invalid", detail, fields: errors });
    }
    const rows = rowsOfFile(file);
    return this.uow.run(async (tx) => {
      if (via === "system") await insertRows(tx, Counter, [{ name: FIRST_IMPORT, value: 1 }]);
      const facts = {
        units: await storeRows(tx, Unit, "id", rows.units),
        people: await storeRows(tx, Person, "userid", rows.people),
        accounts: await storeRows(tx, Account, "id", rows.accounts),
        appointments: await storeAppointments(tx, rows.scopeIds, rows.posts),
      };
      const subject = { type: "organisation", id: "organisation" };
      this.audit.record(tx, { action: "organisation.imported", subject, actor, via, contentHash: sha256(JSON.stringify(file)), facts });
      const counts = { units: file.units.length, people: file.people.length, accounts: file.accounts.length };
      return { ...counts, gaps: gapsOf(await this.#facts(tx), this.#today()) };
    });
  }

  /** True while nobody has been imported yet. */
  isEmpty(): Promise<boolean> {
    return this.uow.read(async (tx) => !(await tx.exists(Person)));
  }

  /** Everything that would stop or disturb work today. */
  check(): Promise<Gap[]> {
    return this.uow.read(async (tx) => gapsOf(await this.#facts(tx), this.#today()));
  }

  /** Everybody with unit and posts, unit by unit. */
  people(): Promise<PersonListing[]> {
    return this.uow.read(async (tx) => listingsOf(await this.#facts(tx)));
  }

  #today(): string {
    return localDay(this.clock.now());
  }

  async #facts(tx: Tx): Promise<OrganisationFacts> {
    return {
      units: await tx.find(Unit, { order: { id: "ASC" } }),
      people: await tx.find(Person, { order: { unitId: "ASC", userid: "ASC" } }),
      accounts: await tx.find(Account, { order: { id: "ASC" } }),
      appointments: await tx.find(Appointment, { order: { role: "ASC", scopeId: "ASC", position: "ASC" } }),
      leagueAgeLimit: this.settings.value("people.leagueAgeLimit"),
    };
  }
}

const listingsOf = (facts: OrganisationFacts): PersonListing[] => {
  const units = new Map(facts.units.map((unit) => [unit.id, unit]));
  const held = new Map<string, Set<string>>();
  const add = (userid: string, post: string): unknown => held.set(userid, (held.get(userid) ?? new Set()).add(post));
  for (const unit of facts.units) if (unit.headUserid !== null) add(unit.headUserid, `${unit.name}主要负责同志`);
  for (const post of facts.appointments) add(post.userid, ROLE_NAMES[post.role]);
  return facts.people.map((person) => {
    const unit = units.get(person.unitId);
    return {
      userid: person.userid,
      name: person.name,
      unit: { id: person.unitId, name: unit?.name ?? person.unitId, wecomDepartmentId: unit?.wecomDepartmentId ?? null },
      posts: [...(held.get(person.userid) ?? [])],
      left: person.leftAt !== null,
    };
  });
};
