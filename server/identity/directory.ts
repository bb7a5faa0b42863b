import type { DataSource } from "typeorm";
import { Account } from "../../entities/account.js";
import { Appointment } from "../../entities/appointment.js";
import { OrganisationState } from "../../entities/organisation-state.js";
import { Person } from "../../entities/person.js";
import { Unit } from "../../entities/unit.js";
import { rowThere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";

/** Units, people, accounts and posts of one moment. Its rows are shared and frozen. */
export interface Directory {
  /** null: unknown */
  person(userid: string): Person | null;
  unit(id: string): Unit | null;
  account(id: string): Account | null;
  /** all units, by id */
  readonly units: readonly Unit[];
  /** the units that somebody heads or is the leader in charge of */
  unitsUnder(userid: string): readonly Unit[];
  /** the posts of one person, in the order of appointment */
  postsOf(userid: string): readonly Appointment[];
  /** the posts on an account, or the offices of `organisation`, in the order of appointment */
  postsOn(scopeId: string): readonly Appointment[];
}

const known = new WeakMap<DataSource, { mark: string; directory: Directory }>();

/**
 * The organisation as this transaction sees it. It is read whole and kept until its mark changes, which every writer's triggers see to: one small
 * read where each question had its own, and nothing that another process does not know.
 */
export const directoryOf = async (tx: Tx): Promise<Directory> => {
  const { mark } = await rowThere(tx, OrganisationState, { id: "now" });
  const kept = known.get(tx.dataSource);
  if (kept?.mark === mark) return kept.directory;
  const directory = await readDirectory(tx);
  known.set(tx.dataSource, { mark, directory });
  return directory;
};

const readDirectory = async (tx: Tx): Promise<Directory> => {
  const people = keyed(await tx.find(Person), (person) => person.userid);
  const units = keyed(await tx.find(Unit, { order: { id: "ASC" } }), (unit) => unit.id);
  const accounts = keyed(await tx.find(Account), (account) => account.id);
  const posts = (await tx.find(Appointment, { order: { position: "ASC", id: "ASC" } })).map((post) => Object.freeze(post));
  const [byHolder, byScope] = [grouped(posts, (post) => post.userid), grouped(posts, (post) => post.scopeId)];
  return {
    person: (userid) => people.get(userid) ?? null,
    unit: (id) => units.get(id) ?? null,
    account: (id) => accounts.get(id) ?? null,
    units: [...units.values()],
    unitsUnder: (userid) => [...units.values()].filter((unit) => unit.headUserid === userid || unit.leaderInChargeUserid === userid),
    postsOf: (userid) => byHolder.get(userid) ?? [],
    postsOn: (scopeId) => byScope.get(scopeId) ?? [],
  };
};

const keyed = <T>(rows: readonly T[], keyOf: (row: T) => string): ReadonlyMap<string, T> =>
  new Map(rows.map((row) => [keyOf(row), Object.freeze(row)]));

const grouped = <T>(rows: readonly T[], keyOf: (row: T) => string): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
};
