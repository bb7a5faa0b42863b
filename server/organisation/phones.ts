import type { Organisation } from "./service.js";

/** Ids for units that WeCom does not know; far above those of the demonstration. */
const UNLINKED_FROM = 1000;

/**
 * The organisation as WeCom's address book has it at first: people with their posts, by department. For the sandbox only, which knows by itself who
 * went out of range or was deleted since.
 */
export const listPhones = async (organisation: Organisation) => {
  const everybody = await organisation.people();
  const units = [...new Map(everybody.map(({ unit }) => [unit.id, unit])).values()];
  const departments = units.map((unit, index) => ({
    id: unit.wecomDepartmentId ?? UNLINKED_FROM + index,
    name: unit.name,
    unitId: unit.id,
  }));
  const departmentOf = new Map(departments.map((department) => [department.unitId, department.id]));
  const people = everybody.map(({ userid, name, posts, unit }) => ({
    userid,
    name,
    post: posts.join("、"),
    departmentId: departmentOf.get(unit.id) ?? UNLINKED_FROM,
  }));
  return { people, departments: departments.map(({ id, name }) => ({ id, name })) };
};
