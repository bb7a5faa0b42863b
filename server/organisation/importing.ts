import { Account } from "../../entities/account.js";
import { Counter } from "../../entities/housekeeping.js";
import { Person } from "../../entities/person.js";
import { Unit } from "../../entities/unit.js";
import type { AuditRecord, RecordedActor } from "../audit/record.js";
import type { Clock } from "../kernel/clock.js";
import { sha256 } from "../kernel/ids.js";
import { localDay } from "../kernel/local-time.js";
import { nextNumber } from "../kernel/numbers.js";
import { Refusal } from "../kernel/refusal.js";
import { insertRows } from "../kernel/rows.js";
import type { Tx, UnitOfWork } from "../kernel/unit-of-work.js";
import type { SettingValues } from "../regulation/settings.js";
import { afterImport, factsOf, notListed } from "./facts.js";
import { readOrganisation } from "./file.js";
import { refuseFormer } from "./former.js";
import { rowsOfFile, type FileRows } from "./rows.js";
import { changesBetween, type Change } from "./rules/changes.js";
import { gapsOf, type Gap, type OrganisationFacts } from "./rules/gaps.js";
import type { OrganisationFile } from "./schema.js";
import type { Source } from "./source.js";
import { storeAppointments, storeRows } from "./storage.js";

/** What an import would do, or has done. */
export interface Plan {
  /** over what the file says and what it changes: the same hash is the same import of the same file into the same state */
  hash: string;
  changes: readonly Change[];
  /** how many the file lists */
  listed: { units: number; people: number; accounts: number };
  /** how many are stored that the file does not list; they stay as they are */
  untouched: { units: number; people: number; accounts: number };
  /** what would still stop or disturb work afterwards */
  gaps: readonly Gap[];
}

/** How an import is ordered: by whom, which way, and (from a page) what they had been shown. */
export interface ImportOrder {
  actor: RecordedActor;
  via: "command" | "system" | "page";
  /** hash of the plan that was confirmed; absent: nothing was shown before */
  shown?: string;
}

/** The row that one of several programs gets to write which start together on an empty database. */
const FIRST_IMPORT = "organisation.first-import";

const SUBJECT = { type: "organisation", id: "organisation" };
/** Who is registered at all (第2条); who may review, is trained, holds a password (第11、17、18条) is kept apart. */
const REGISTER = "2";
const NAMED: readonly string[] = ["11", "17", "18"];
/** Lines of one act on record. */
const LINES = 100;

/** Takes over organisation files: everything or nothing, and nothing new the second time. */
export class Importing {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: AuditRecord,
    private readonly clock: Clock,
    private readonly settings: SettingValues,
  ) {}

  /** What an import of this file would change; nothing is written. Throws the refusal `organisation.invalid` with a line per error. */
  preview(source: Source): Promise<Plan> {
    const file = soundFile(source);
    return this.uow.read(async (tx) => {
      await refuseFormer(tx, source, file);
      return this.#plan(await factsOf(tx, this.settings), file, rowsOfFile(file));
    });
  }

  /**
   * Imports a file. Who is missing from it stays; posts of listed accounts and all offices are afterwards exactly as listed. Throws
   * `organisation.invalid` with a line per error, and `organisation.changed-since` where it would do something else than what was shown. Confirming
   * what has been done already does nothing and says so. `system`: the first start, which happens once per database; a second one throws
   * (`isDuplicate`).
   */
  take(source: Source, order: ImportOrder): Promise<Plan> {
    const file = soundFile(source);
    const rows = rowsOfFile(file);
    return this.uow.run(async (tx) => {
      await nextNumber(tx, "organisation.imports");
      await refuseFormer(tx, source, file);
      if (order.via === "system") await insertRows(tx, Counter, [{ name: FIRST_IMPORT, value: 1 }]);
      const plan = this.#plan(await factsOf(tx, this.settings), file, rows);
      if (order.via === "page") refuseWithoutAdministrator(file);
      if (order.shown !== undefined && order.shown !== plan.hash && plan.changes.length > 0) throw changedSince();
      if (order.shown === undefined || plan.changes.length > 0) await this.#store(tx, order, file, rows, plan.changes);
      return plan;
    });
  }

  #plan(before: OrganisationFacts, file: OrganisationFile, rows: FileRows): Plan {
    const after = afterImport(before, rows);
    const changes = changesBetween(before, after);
    return {
      hash: sha256(JSON.stringify([file, changes])),
      changes,
      listed: { units: file.units.length, people: file.people.length, accounts: file.accounts.length },
      untouched: {
        units: notListed(before.units, rows.units, (unit) => unit.id).length,
        people: notListed<{ userid: string }>(before.people, rows.people, (person) => person.userid).length,
        accounts: notListed(before.accounts, rows.accounts, (account) => account.id).length,
      },
      gaps: gapsOf(after, localDay(this.clock.now())),
    };
  }

  async #store(tx: Tx, { actor, via }: ImportOrder, file: OrganisationFile, rows: FileRows, changes: readonly Change[]): Promise<void> {
    const facts = {
      units: await storeRows(tx, Unit, "id", rows.units),
      people: await storeRows(tx, Person, "userid", rows.people),
      accounts: await storeRows(tx, Account, "id", rows.accounts),
      appointments: await storeAppointments(tx, rows.scopeIds, rows.posts),
    };
    const act = { action: "organisation.imported", subject: SUBJECT, actor, via, contentHash: sha256(JSON.stringify(file)) };
    const [registered, ...rest] = linesOnRecord(changes);
    this.audit.record(tx, { ...act, article: REGISTER, facts: { ...facts, lines: registered?.lines ?? [] } });
    for (const { article, lines } of rest) this.audit.record(tx, { ...act, action: "organisation.changed", article, facts: { lines } });
  }
}

const soundFile = (source: Source): OrganisationFile => {
  const { file, errors } = readOrganisation(source);
  if (file !== null) return file;
  const detail = `组织信息有 ${errors.length} 处错误，没有写入任何内容；请逐条改正后重新导入。`;
  throw new Refusal({ code: "organisation.invalid", kind: "invalid", detail, fields: errors });
};

const changedSince = (): Refusal =>
  new Refusal({
    code: "organisation.changed-since",
    kind: "conflict",
    detail: "文件或组织信息在预览之后有了变化，没有写入任何内容。请重新预览，看过变更后再确认。",
  });

/** On a page nobody may shut everybody out; the command line still can. */
const refuseWithoutAdministrator = (file: OrganisationFile): void => {
  if (file.offices.administrators.length > 0) return;
  throw new Refusal({
    code: "organisation.no-administrator",
    kind: "invalid",
    detail: "文件中没有系统管理员，导入后将无人可以维护组织信息。请在职务中至少填写一名系统管理员。",
  });
};

/** What changes by article, in portions that fit an act; the register's comes first, also where it is empty. */
const linesOnRecord = (changes: readonly Change[]): { article: string; lines: string[] }[] =>
  [REGISTER, ...NAMED].flatMap((article) => {
    const mine = changes.filter((change) => article === (NAMED.includes(change.article) ? change.article : REGISTER));
    const lines = mine.map(({ about, words, onRecord }) => `${about} ${onRecord ?? words}`);
    const portions = Math.ceil(lines.length / LINES) || (article === REGISTER ? 1 : 0);
    return Array.from({ length: portions }, (_portion, index) => ({ article, lines: lines.slice(index * LINES, (index + 1) * LINES) }));
  });
