import type { Organisation } from "./service.js";

/** Ids for units that WeCom does not know; far above those of the demonstration. */
const UNLINKED_FROM = 1000;

/** The organisation as WeCom's address book would have it: active people with their posts, by department. For the sandbox only. */
export const listPhones = async (organisation: Organisation) => {
  const present = (await organisation.people()).filter((person) => !person.left);
  const units = [...new Map(present.map(({ unit }) => [unit.id, unit])).values()];
  const departments = units.map((unit, index) => ({
    id: unit.wecomDepartmentId ?? UNLINKED_FROM + index,
    name: unit.name,
    unitId: unit.id,
  }));
  const departmentOf = new Map(departments.map((department) => [department.unitId, department.id]));
  const people = present.map(({ userid, name, posts, unit }) => ({
    userid,
    name,
    post: posts.join("、"),
    departmentId: departmentOf.get(unit.id) ?? UNLINKED_FROM,
  }));
  return { people, departments: departments.map(({ id, name }) => ({ id, name })) };
};
