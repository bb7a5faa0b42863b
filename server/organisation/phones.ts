import { Person } from "../../entities/person.js";
import { Unit } from "../../entities/unit.js";
import type { Services } from "../compose.js";
import { loadActor } from "../identity/actor.js";

/** The organisation as WeCom's address book would have it: active people with their posts, by department. For the sandbox only. */
export const listPeople = ({ uow }: Pick<Services, "uow">) =>
  uow.read(async (tx) => {
    const units = await tx.find(Unit, { order: { id: "ASC" } });
    const departments = units.map((unit, index) => ({ id: unit.wecomDepartmentId ?? 1000 + index, name: unit.name, unitId: unit.id }));
    const departmentOf = new Map(departments.map((department) => [department.unitId, department.id]));
    const people = [];
    for (const person of await tx.find(Person, { order: { unitId: "ASC", userid: "ASC" } })) {
      const actor = await loadActor(tx, person.userid, "page");
      if (!actor) continue;
      people.push({ userid: person.userid, name: person.name, post: actor.post, departmentId: departmentOf.get(person.unitId) ?? 1 });
    }
    return { people, departments: departments.map(({ id, name }) => ({ id, name })) };
  });
