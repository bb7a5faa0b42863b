import type { Corp } from "../corp.js";
import type { Member } from "../members.js";
import type { Answer, ApiCall } from "./call.js";
import { Refused } from "./errors.js";

const ROOT = 1;
const FIRST_ORDER = 100_000_000;

interface Department {
  id: number;
  name: string;
  parentid: number;
  order: number;
}

/** The root and all departments below it; with a narrow range only those in which the app sees somebody, and no root [95350]. */
function departmentsOf(corp: Corp): Department[] {
  const given = corp.options.departments;
  const root = given.some((department) => department.id === ROOT) ? [] : [{ id: ROOT, name: "企业" }];
  const all = [...root, ...given].map(({ id, name }, index) => ({
    id,
    name,
    parentid: id === ROOT ? 0 : ROOT,
    order: FIRST_ORDER - index,
  }));
  if (!corp.faults.narrowRange) return all;
  return all.filter(({ id }) => corp.members.all().some((member) => member.departmentId === id && corp.isInRange(member.userid)));
}

/** The department of a query and those below it; without id all of them. 60123 for one that the app does not see. */
function below(corp: Corp, id: string | undefined): Department[] {
  const all = departmentsOf(corp);
  const wanted = id ? Number(id) : null;
  if (wanted === null) return all;
  if (!all.some((department) => department.id === wanted)) throw new Refused(60123);
  return wanted === ROOT ? all : all.filter((department) => department.id === wanted);
}

/** What a self-built app reads of a member: avatar, mobile and mail are withheld as since 2022-06-20. */
function detailsOf({ userid, name, post, departmentId, status }: Member): Answer {
  return {
    userid,
    name,
    department: [departmentId],
    order: [0],
    position: post ?? "",
    is_leader_in_dept: [0],
    direct_leader: [],
    main_department: departmentId,
    alias: "",
    telephone: "",
    extattr: { attrs: [] },
    status,
  };
}

/** The visible members of one department, not of those below it. */
function directMembers(corp: Corp, query: Record<string, string>): Member[] {
  const id = Number(query.department_id);
  if (!departmentsOf(corp).some((department) => department.id === id)) throw new Refused(60123);
  return corp.members.all().filter((member) => member.departmentId === id && corp.isInRange(member.userid));
}

/** `GET user/get` [90196]: 60111 when unknown or outside the visible range. A disabled member is still found, with status 2. */
export function getUser(corp: Corp, { query }: ApiCall): Answer {
  if (!query.userid) throw new Refused(41009);
  const member = corp.members.find(query.userid);
  if (!member || !corp.isInRange(member.userid)) throw new Refused(60111);
  return detailsOf(member);
}

/** `GET user/simplelist` [90200]. */
export function listUsers(corp: Corp, { query }: ApiCall): Answer {
  const members = directMembers(corp, query);
  return { userlist: members.map(({ userid, name, departmentId }) => ({ userid, name, department: [departmentId] })) };
}

/** `GET user/list` [90201]. */
export function listUserDetails(corp: Corp, { query }: ApiCall): Answer {
  return { userlist: directMembers(corp, query).map(detailsOf) };
}

/** `GET department/list` [90208]. */
export function listDepartments(corp: Corp, { query }: ApiCall): Answer {
  return { department: below(corp, query.id).map((department) => ({ ...department, department_leader: [] })) };
}

/** `GET department/simplelist` [95350]: ids only. */
export function listDepartmentIds(corp: Corp, { query }: ApiCall): Answer {
  return { department_id: below(corp, query.id).map(({ id, parentid, order }) => ({ id, parentid, order })) };
}

/** `GET department/get` [95351]. */
export function getDepartment(corp: Corp, { query }: ApiCall): Answer {
  const [department] = query.id ? below(corp, query.id) : [];
  if (!department) throw new Refused(60123);
  return { department: { ...department, department_leader: [] } };
}

/** `GET tag/get` [90213]: the sandbox's enterprise has no tags. */
export function getTag(): Answer {
  throw new Refused(40068);
}

/** `POST user/list_id` [96067]: for the contacts-sync secret alone. */
export function listUserIds(): Answer {
  throw new Refused(48002, "only the contacts-sync secret may list ids");
}

/** `GET getcallbackip` and `get_api_domain_ip` [92521] [92520]: the sandbox calls from this machine only. */
export function listAddresses(): Answer {
  return { ip_list: ["127.0.0.1", "::1"] };
}
