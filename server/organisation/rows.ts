import type { Account } from "../../entities/account.js";
import type { AccountRole, Appointment, OfficeRole } from "../../entities/appointment.js";
import type { Person } from "../../entities/person.js";
import type { Unit } from "../../entities/unit.js";
import type { OrganisationFile } from "./schema.js";

/** One post as it is to be stored; its id is made when it is new. */
export type Post = Omit<Appointment, "id">;

/** An organisation file as rows. `leftAt` is not among them: who is active is WeCom's to say. */
export interface FileRows {
  units: Unit[];
  people: Omit<Person, "leftAt">[];
  accounts: Account[];
  posts: Post[];
  /** the scopes whose posts the file states completely */
  scopeIds: string[];
}

/** Scope of the offices of the whole organisation. */
const ORGANISATION = "organisation";

type Holders = string | null | readonly string[];

const listOf = (holders: Holders): readonly string[] => (typeof holders === "string" ? [holders] : (holders ?? []));

const postsOf = (scopeId: string, holders: Partial<Record<AccountRole | OfficeRole, Holders>>): Post[] =>
  (Object.entries(holders) as [AccountRole | OfficeRole, Holders][]).flatMap(([role, who]) =>
    listOf(who).map((userid, position) => ({ role, scopeId, userid, position })),
  );

const accountPosts = ({ id, roles }: OrganisationFile["accounts"][number]): Post[] => {
  const { editors, firstReviewers, secondReviewers, finalReviewer, custodian } = roles;
  return postsOf(id, { editor: editors, firstReviewer: firstReviewers, secondReviewer: secondReviewers, finalReviewer, custodian });
};

/** The rows that a valid file stands for. */
export const rowsOfFile = (file: OrganisationFile): FileRows => {
  const { administrators, ...offices } = file.offices;
  return {
    units: file.units.map(({ head, leaderInCharge, ...unit }) => ({ ...unit, headUserid: head, leaderInChargeUserid: leaderInCharge })),
    people: file.people.map(({ unit, ...person }) => ({ ...person, unitId: unit })),
    accounts: file.accounts.map(({ unit, roles: _roles, ...account }) => ({ ...account, unitId: unit })),
    posts: [...file.accounts.flatMap(accountPosts), ...postsOf(ORGANISATION, { ...offices, administrator: administrators })],
    scopeIds: [...file.accounts.map((account) => account.id), ORGANISATION],
  };
};
