import { Refusal } from "../kernel/refusal.js";
import { referenceFaultsOf } from "./rules/references.js";
import { shapeOf, type OrganisationFile } from "./schema.js";
import { jsonSource, type Place, type Source } from "./source.js";

/** One line for whoever keeps the file: where it is wrong, and what to do. */
export interface OrganisationError {
  path: string;
  message: string;
}

/** Judges what a file says: the file itself where nothing is wrong with it, else null and every error at once, in the file's order. */
export const readOrganisation = (source: Source): { file: OrganisationFile | null; errors: OrganisationError[] } => {
  const { file, remains, faults } = shapeOf(source.content);
  const told = new Set(source.struck.map((at) => JSON.stringify(at)));
  const judged = [...faults.filter(({ at }) => !told.has(JSON.stringify(at))), ...referenceFaultsOf(remains, source.wording)];
  const all = [...source.unread, ...judged.map(({ at, message }) => ({ place: source.place(at), message }))].sort(inOrder);
  return { file: all.length === 0 ? file : null, errors: all.map(({ place, message }) => ({ path: place.words, message })) };
};

const inOrder = (one: { place: Place }, other: { place: Place }): number => {
  for (const [index, number] of one.place.order.entries()) {
    const difference = number - (other.place.order[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
};

/** Everything that is wrong with parsed JSON as an organisation file, one line each; empty where it can be imported. */
export const errorsOf = (content: unknown): OrganisationError[] => readOrganisation(jsonSource(content)).errors;

/** Why an organisation file was not taken over, as lines for whoever keeps it. */
export const linesOf = (error: unknown): string[] => {
  if (error instanceof Refusal) return [error.detail, ...(error.fields ?? []).map(({ path, message }) => `${path}：${message}`)];
  return [error instanceof Error ? error.message : String(error)];
};
