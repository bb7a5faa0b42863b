import { In, type EntityTarget, type ObjectLiteral } from "typeorm";
import { Appointment } from "../../entities/appointment.js";
import { newId } from "../kernel/ids.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { Post } from "./rows.js";

/** Rows in one statement: well under the parameter limits of both engines. */
const BATCH = 300;

/** What became of the listed rows; those that were already as listed are in neither number. */
export interface Stored {
  added: number;
  changed: number;
}

const insertAll = async <E extends ObjectLiteral>(tx: Tx, entity: EntityTarget<E>, rows: readonly object[]): Promise<void> => {
  for (let start = 0; start < rows.length; start += BATCH) await tx.insert(entity, rows.slice(start, start + BATCH));
};

/** Inserts rows with a new key and updates those that differ in a listed column; columns that are not listed keep their value. */
export const storeRows = async <E extends ObjectLiteral>(
  tx: Tx,
  entity: EntityTarget<E>,
  key: keyof E & string,
  rows: readonly object[],
): Promise<Stored> => {
  const present = new Map((await tx.find(entity)).map((row) => [row[key] as string, row as Record<string, unknown>]));
  const keyOf = (row: object): string => (row as Record<string, string>)[key] as string;
  const fresh = rows.filter((row) => !present.has(keyOf(row)));
  const changed = rows.filter((row) => {
    const before = present.get(keyOf(row));
    return before !== undefined && Object.entries(row).some(([column, value]) => before[column] !== value);
  });
  await insertAll(tx, entity, fresh);
  for (const row of changed) await tx.update(entity, { [key]: keyOf(row) }, row);
  return { added: fresh.length, changed: changed.length };
};

const postKey = (post: Post): string => `${post.role}\n${post.scopeId}\n${post.userid}`;

/** Makes the posts of the given scopes exactly those listed; a post that stays keeps its row. */
export const storeAppointments = async (
  tx: Tx,
  scopeIds: readonly string[],
  posts: readonly Post[],
): Promise<Stored & { ended: number }> => {
  const listed = new Map(posts.map((post) => [postKey(post), post]));
  const scopes = new Set(scopeIds);
  const present = (await tx.find(Appointment)).filter((post) => scopes.has(post.scopeId));
  const ended = present.filter((post) => !listed.has(postKey(post)));
  const moved = present.filter((post) => listed.has(postKey(post)) && listed.get(postKey(post))?.position !== post.position);
  const held = new Set(present.map(postKey));
  const fresh = posts.filter((post) => !held.has(postKey(post)));
  for (let start = 0; start < ended.length; start += BATCH) {
    await tx.delete(Appointment, { id: In(ended.slice(start, start + BATCH).map((post) => post.id)) });
  }
  for (const post of moved) await tx.update(Appointment, { id: post.id }, { position: listed.get(postKey(post))?.position ?? 0 });
  await insertAll(
    tx,
    Appointment,
    fresh.map((post) => ({ id: newId(), ...post })),
  );
  return { added: fresh.length, changed: moved.length, ended: ended.length };
};
