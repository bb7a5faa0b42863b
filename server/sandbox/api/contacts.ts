import type { Corp } from "../corp.js";
import type { SandboxPerson } from "../options.js";
import type { Answer, ApiCall } from "./call.js";
import { Refused } from "./errors.js";

const ROOT = 1;

function departmentsOf(corp: Corp): { id: number; name: string; parentid: number; order: number }[] {
  const given = corp.options.departments;
  const root = given.some((department) => department.id === ROOT) ? [] : [{ id: ROOT, name: "企业" }];
  const last = 100_000_000;
  return [...root, ...given].map(({ id, name }, index) => ({ id, name, parentid: id === ROOT ? 0 : ROOT, order: last - index }));
}

const inRange = (corp: Corp, person: SandboxPerson | undefined): person is SandboxPerson =>
  person !== undefined && corp.isReachable(person.userid);

/** `GET user/get` [90196]: 60111 when unknown or outside the visible range; avatar, mobile and mail are withheld as since 2022-06-20. */
export function getUser(corp: Corp, { query }: ApiCall): Answer {
  if (!query.userid) throw new Refused(41009);
  const person = corp.person(query.userid);
  if (!inRange(corp, person)) throw new Refused(60111);
  const { userid, name, post, departmentId } = person;
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
    status: 1,
  };
}

/** `GET user/simplelist` [90200]: members of that one department, not of those below it. */
export function listUsers(corp: Corp, { query }: ApiCall): Answer {
  const id = Number(query.department_id);
  if (!departmentsOf(corp).some((department) => department.id === id)) throw new Refused(60123);
  const members = corp.options.people.filter((person) => person.departmentId === id && inRange(corp, person));
  return { userlist: members.map(({ userid, name }) => ({ userid, name, department: [id] })) };
}

/** `GET department/list` [90208]: the department and all below it; without id all of them. */
export function listDepartments(corp: Corp, { query }: ApiCall): Answer {
  const all = departmentsOf(corp);
  const id = query.id ? Number(query.id) : ROOT;
  if (!all.some((department) => department.id === id)) throw new Refused(60123);
  const chosen = id === ROOT ? all : all.filter((department) => department.id === id);
  return { department: chosen.map((department) => ({ ...department, department_leader: [] })) };
}

/** `GET getcallbackip` and `get_api_domain_ip` [92521] [92520]: the sandbox calls from this machine only. */
export function listAddresses(): Answer {
  return { ip_list: ["127.0.0.1", "::1"] };
}
