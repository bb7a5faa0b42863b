import { Refusal } from "../kernel/refusal.js";
import { placeOf, type Fault } from "./rules/fault.js";
import { referenceFaultsOf } from "./rules/references.js";
import { shapeOf, type OrganisationFile } from "./schema.js";

/** One line for whoever keeps the file: where it is wrong, and what to do. */
export interface OrganisationError {
  path: string;
  message: string;
}

const SECTIONS = ["units", "people", "accounts", "offices"];

/** Unknown sections first, then the order of the file. */
const rank = (fault: Fault): [number, number] => [
  SECTIONS.indexOf(String(fault.at[0])),
  typeof fault.at[1] === "number" ? fault.at[1] : -1,
];

const inOrder = (one: Fault, other: Fault): number => {
  const [a, b] = [rank(one), rank(other)];
  return a[0] - b[0] || a[1] - b[1];
};

/** Reads parsed JSON as an organisation file: the file itself where nothing is wrong with it, else null and every error at once. */
export const readOrganisation = (input: unknown): { file: OrganisationFile | null; errors: OrganisationError[] } => {
  const { file, remains, faults } = shapeOf(input);
  const all = [...faults, ...referenceFaultsOf(remains)].sort(inOrder);
  return { file: all.length === 0 ? file : null, errors: all.map((fault) => ({ path: placeOf(input, fault.at), message: fault.message })) };
};

/** Everything that is wrong with an organisation file, one line each; empty where it can be imported. */
export const errorsOf = (input: unknown): OrganisationError[] => readOrganisation(input).errors;

/** Why an organisation file was not taken over, as lines for whoever keeps it. */
export const linesOf = (error: unknown): string[] => {
  if (error instanceof Refusal) return [error.detail, ...(error.fields ?? []).map(({ path, message }) => `${path}：${message}`)];
  return [error instanceof Error ? error.message : String(error)];
};
