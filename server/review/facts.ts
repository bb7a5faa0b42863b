import type { Account } from "../../entities/account.js";
import type { Appointment, Role } from "../../entities/appointment.js";
import { Draft } from "../../entities/draft.js";
import { Permit } from "../../entities/permit.js";
import type { Person } from "../../entities/person.js";
import { Reading } from "../../entities/reading.js";
import { Revision } from "../../entities/revision.js";
import type { Unit } from "../../entities/unit.js";
import { Verdict } from "../../entities/verdict.js";
import { directoryOf } from "../identity/directory.js";
import { writesTo } from "../kernel/read-once.js";
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

const SEAT_ROLES: Readonly<Partial<Record<Role, "editor" | Stage>>> = {
  editor: "editor",
  firstReviewer: "first",
  secondReviewer: "second",
  finalReviewer: "final",
};

const seatsOf = (posts: readonly Appointment[]): Seats => {
  const seats: Record<"editor" | Stage, string[]> = { editor: [], first: [], second: [], final: [] };
  for (const { role, userid } of posts) {
    const seat = SEAT_ROLES[role];
    if (seat) seats[seat].push(userid);
  }
  return seats;
};

/** The facts of an account; null where it is not in the register. `others`: people of interest besides the post holders. */
export const loadAccount = async (
  { settings }: Loader,
  tx: Tx,
  accountId: string,
  others: readonly string[] = [],
): Promise<AccountFacts | null> => {
  const directory = await directoryOf(tx);
  const account = directory.account(accountId);
  const unit = account && directory.unit(account.unitId);
  if (!account || !unit) return null;
  const seats = seatsOf(directory.postsOn(accountId));
  const people = new Map<string, Person>();
  for (const userid of [...Object.values(seats).flat(), ...others]) {
    const person = directory.person(userid);
    if (person) people.set(userid, person);
  }
  return { account, unit, seats, people, settings };
};

/** What a draft's facts are read from. */
const TABLES = ["draft", "revision", "verdict", "permit", "reading", "unit", "person", "account", "appointment"];

const left = new WeakMap<Tx, { facts: DraftFacts; writes: number }>();

/** Hands on the facts as a decision has just left them, so that whoever draws the answer need not read them again; any further write undoes it. */
export const leaveFacts = (tx: Tx, facts: DraftFacts): void => {
  left.set(tx, { facts, writes: writesTo(tx.queryRunner, TABLES) });
};

/** A draft that is still written or reviewed has none: whatever sends it back there voids the permit (R11-15). */
const MAY_HAVE_PERMIT: ReadonlySet<Draft["status"]> = new Set(["approved", "published", "withdrawn", "takenDown"]);

/** The facts of a draft; throws the refusal `review.not-found` where there is none. */
export const loadDraft = async (loader: Loader, tx: Tx, draftId: string): Promise<DraftFacts> => {
  const known = left.get(tx);
  if (known?.facts.draft.id === draftId && known.writes === writesTo(tx.queryRunner, TABLES)) return known.facts;
  const draft = await rowWhere(tx, Draft, { id: draftId });
  if (!draft) throw draftNotFound();
  const revision = await rowThere(tx, Revision, { draftId, number: draft.revision });
  const account = await loadAccount(loader, tx, draft.accountId, [...revision.editors, draft.editorUserid]);
  if (!account) throw draftNotFound();
  const verdicts = await rowsWhere(tx, Verdict, { draftId }, ["at", "id"]);
  const permit = MAY_HAVE_PERMIT.has(draft.status) ? await rowWhere(tx, Permit, { standingKey: draftId }) : null;
  const readings = await rowsWhere(tx, Reading, { draftId, revision: draft.revision });
  return { ...account, draft, revision, verdicts, permit, readers: new Set(readings.map((reading) => reading.userid)) };
};
