import { Account } from "../../entities/account.js";
import { Appointment } from "../../entities/appointment.js";
import { Draft } from "../../entities/draft.js";
import { Permit } from "../../entities/permit.js";
import { Person } from "../../entities/person.js";
import { Reading } from "../../entities/reading.js";
import { Revision } from "../../entities/revision.js";
import { Unit } from "../../entities/unit.js";
import { Verdict } from "../../entities/verdict.js";
import { rowsWhere, rowThere, rowWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { Stage } from "../regulation/review-chain.js";
import type { SettingValues } from "../regulation/settings.js";
import type { ReviewDesk } from "./desk.js";
import { draftNotFound } from "./refusals.js";

/** Who holds which post on an account, in the order of appointment. */
export type Seats = Readonly<Record<"editor" | Stage, readonly string[]>>;

/** What the rules of Article 11 look at for one account. */
export interface AccountFacts {
  account: Account;
  unit: Unit;
  seats: Seats;
  /** everybody who holds a post on the account or wrote on the draft */
  people: ReadonlyMap<string, Person>;
  /** those in force */
  settings: SettingValues;
}

/** What facts are loaded by, besides the transaction. */
type Loader = Pick<ReviewDesk, "settings">;

/** Everything the rules look at for one draft, loaded at once. */
export interface DraftFacts extends AccountFacts {
  draft: Draft;
  /** the current version */
  revision: Revision;
  /** on all versions, oldest first */
  verdicts: readonly Verdict[];
  /** the standing permit; null: none, or void */
  permit: Permit | null;
  /** those who opened the full text of the current version */
  readers: ReadonlySet<string>;
}

const SEAT_ROLES = { editor: "editor", firstReviewer: "first", secondReviewer: "second", finalReviewer: "final" } as const;

const SEATED = Object.keys(SEAT_ROLES) as (keyof typeof SEAT_ROLES)[];

const seatsOf = async (tx: Tx, accountId: string): Promise<Seats> => {
  const rows = await rowsWhere(tx, Appointment, { scopeId: accountId, role: SEATED }, ["position"]);
  const seats: Record<"editor" | Stage, string[]> = { editor: [], first: [], second: [], final: [] };
  for (const row of rows) seats[SEAT_ROLES[row.role as keyof typeof SEAT_ROLES]].push(row.userid);
  return seats;
};

/** Register and posts do not change within one transaction of review, so each account is loaded once in it. */
const loaded = new WeakMap<Tx, Map<string, Promise<AccountFacts | null>>>();

/** The facts of an account; null where it is not in the register. `others`: people to load besides the post holders. */
export const loadAccount = async (
  loader: Loader,
  tx: Tx,
  accountId: string,
  others: readonly string[] = [],
): Promise<AccountFacts | null> => {
  const accounts = loaded.get(tx) ?? new Map<string, Promise<AccountFacts | null>>();
  loaded.set(tx, accounts);
  const known = accounts.get(accountId) ?? readAccount(loader, tx, accountId);
  accounts.set(accountId, known);
  const facts = await known;
  const strangers = facts ? others.filter((userid) => !facts.people.has(userid)) : [];
  if (!facts || strangers.length === 0) return facts;
  const more = await rowsWhere(tx, Person, { userid: [...new Set(strangers)] });
  return { ...facts, people: new Map([...facts.people, ...more.map((person) => [person.userid, person] as const)]) };
};

const readAccount = async ({ settings }: Loader, tx: Tx, accountId: string): Promise<AccountFacts | null> => {
  const account = await rowWhere(tx, Account, { id: accountId });
  if (!account) return null;
  const unit = await rowThere(tx, Unit, { id: account.unitId });
  const seats = await seatsOf(tx, accountId);
  const people = await rowsWhere(tx, Person, { userid: [...new Set(Object.values(seats).flat())] });
  return { account, unit, seats, people: new Map(people.map((person) => [person.userid, person])), settings };
};

/** The facts of a draft; throws the refusal `review.not-found` where there is none. */
export const loadDraft = async (loader: Loader, tx: Tx, draftId: string): Promise<DraftFacts> => {
  const draft = await rowWhere(tx, Draft, { id: draftId });
  if (!draft) throw draftNotFound();
  const revision = await rowThere(tx, Revision, { draftId, number: draft.revision });
  const account = await loadAccount(loader, tx, draft.accountId, [...revision.editors, draft.editorUserid]);
  if (!account) throw draftNotFound();
  const verdicts = await rowsWhere(tx, Verdict, { draftId }, ["at", "id"]);
  const permit = await rowWhere(tx, Permit, { standingKey: draftId });
  const readings = await rowsWhere(tx, Reading, { draftId, revision: draft.revision });
  return { ...account, draft, revision, verdicts, permit, readers: new Set(readings.map((reading) => reading.userid)) };
};
