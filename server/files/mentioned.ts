import { Raw, type EntityTarget, type FindOptionsWhere, type ObjectLiteral } from "typeorm";
import type { Tx } from "../kernel/unit-of-work.js";

/** Ids in one question. */
const AT_ONCE = 40;

/** Of these stored files those that the rows of a table, all or those that are `such`, name in a JSON column. */
export const mentioned = async <T extends ObjectLiteral>(
  tx: Tx,
  entity: EntityTarget<T>,
  column: keyof T & string,
  ids: readonly string[],
  such: FindOptionsWhere<T> = {},
): Promise<string[]> => {
  const found: string[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE);
    const naming = some.map((id, index) => Raw((name) => `${name} LIKE :of${index}`, { [`of${index}`]: `%${id}%` }));
    const rows = await tx.find(entity, { where: naming.map((names) => ({ ...such, [column]: names })) });
    const texts = rows.map((row) => JSON.stringify(row[column]));
    found.push(...some.filter((id) => texts.some((text) => text.includes(id))));
  }
  return found;
};
