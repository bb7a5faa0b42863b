import { errorEntry } from "./errors.js";
import { failure, type GivenUp, type Retry, word } from "./outcome.js";
import type { Wire } from "./wire.js";

/** A member as far as this product takes notice of them: of all that WeCom tells, nothing more is read. */
export interface Member {
  /** lower-cased */
  userid: string;
  name: string;
}

export type DepartmentsOutcome = { kind: "departments"; ids: number[] } | Retry | GivenUp;
export type MembersOutcome = { kind: "members"; members: Member[] } | Retry | GivenUp;
/** `active` is false for a disabled account (2) and one that left the corp (5). `absent`: unknown, or outside the visible range. */
export type MemberOutcome = { kind: "member"; name: string; active: boolean; activated: boolean } | { kind: "absent" } | Retry | GivenUp;

const GONE_STATUS: readonly unknown[] = [2, 5];
/** never signed in to WeCom */
const NOT_ACTIVATED = 4;

/** The departments that the app sees [90208]. */
export async function listDepartments(wire: Wire): Promise<DepartmentsOutcome> {
  const answer = await wire.call({ path: "department/list" });
  if (answer.kind === "unanswered" || answer.errcode !== 0) return failure(answer);
  const ids = listOf(answer.fields.department).map(({ id }) => id);
  return { kind: "departments", ids: ids.filter((id) => typeof id === "number") };
}

/** The visible members of one department, not of those below it; disabled ones are listed too [90200]. */
export async function listMembers(wire: Wire, departmentId: number): Promise<MembersOutcome> {
  const answer = await wire.call({ path: "user/simplelist", query: { department_id: String(departmentId) } });
  if (answer.kind === "unanswered" || answer.errcode !== 0) return failure(answer);
  const members = listOf(answer.fields.userlist).flatMap(({ userid, name }) => {
    const [id, called] = [word(userid), word(name)];
    return id === null ? [] : [{ userid: id.trim().toLowerCase(), name: called?.trim() ?? id }];
  });
  return { kind: "members", members };
}

/** One member's name and whether their account is in use [90196]. */
export async function readMember(wire: Wire, userid: string): Promise<MemberOutcome> {
  const answer = await wire.call({ path: "user/get", query: { userid } });
  if (answer.kind === "unanswered") return failure(answer);
  if (answer.errcode !== 0) return errorEntry(answer.errcode).action === "dropRecipient" ? { kind: "absent" } : failure(answer);
  const { name, status } = answer.fields;
  return { kind: "member", name: word(name)?.trim() ?? userid, active: !GONE_STATUS.includes(status), activated: status !== NOT_ACTIVATED };
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter((each): each is Record<string, unknown> => typeof each === "object" && each !== null) : [];
}
