import { Person } from "../../entities/person.js";
import type { AuditRecord, RecordedActor } from "../audit/record.js";
import type { Clock } from "../kernel/clock.js";
import { localDay } from "../kernel/local-time.js";
import type { UnitOfWork } from "../kernel/unit-of-work.js";
import type { SettingValues } from "../regulation/settings.js";
import { factsOf } from "./facts.js";
import { Importing } from "./importing.js";
import { listingsOf, type PersonListing } from "./listings.js";
import { Overview } from "./overview.js";
import { fileOfFacts } from "./present.js";
import { gapsOf, type Gap } from "./rules/gaps.js";
import type { OrganisationFile } from "./schema.js";
import { jsonSource } from "./source.js";

export type { Gap } from "./rules/gaps.js";

/** What an import took over: how many of each the file lists, and what would still block work. */
export interface Imported {
  units: number;
  people: number;
  accounts: number;
  gaps: readonly Gap[];
}

/** Who sits where: units, people, accounts and their posts, as the organisation file brings them. */
export class Organisation {
  readonly importing: Importing;
  readonly overview: Overview;

  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: AuditRecord,
    private readonly clock: Clock,
    private readonly settings: SettingValues,
  ) {
    this.importing = new Importing(uow, audit, clock, settings);
    this.overview = new Overview(uow, clock, settings);
  }

  /** Takes over parsed JSON as a whole; see `Importing.take`. */
  async importFile(content: unknown, actor: RecordedActor, via: "command" | "system" = "command"): Promise<Imported> {
    const { listed, gaps } = await this.importing.take(jsonSource(content), { actor, via });
    return { ...listed, gaps };
  }

  /** The present state as an organisation file; that it was taken out goes on record, since it holds personal data (第19条). */
  export(actor: RecordedActor, via: "command" | "page"): Promise<OrganisationFile> {
    return this.uow.run(async (tx) => {
      const file = fileOfFacts(await factsOf(tx, this.settings));
      const facts = { units: file.units.length, people: file.people.length, accounts: file.accounts.length };
      const subject = { type: "organisation", id: "organisation" };
      this.audit.record(tx, { action: "organisation.exported", subject, actor, via, article: "19", facts });
      return file;
    });
  }

  /** True while nobody has been imported yet. */
  isEmpty(): Promise<boolean> {
    return this.uow.read(async (tx) => !(await tx.exists(Person)));
  }

  /** Everything that would stop or disturb work today. */
  check(): Promise<Gap[]> {
    return this.uow.read(async (tx) => gapsOf(await factsOf(tx, this.settings), this.#today()));
  }

  /** Everybody with unit and posts, unit by unit. */
  people(): Promise<PersonListing[]> {
    return this.uow.read(async (tx) => listingsOf(await factsOf(tx, this.settings)));
  }

  #today(): string {
    return localDay(this.clock.now());
  }
}
