/** Something wrong in an organisation file: where, as steps into the file, and what to do about it, in Chinese. */
export interface Fault {
  at: readonly (string | number)[];
  message: string;
}

/** What stands in the place of a value that could not be read, so that nothing is concluded from it. Never a valid value itself. */
export const UNREADABLE = "";

/** A row of the file as far as it could be read. */
export type Row = Readonly<Record<string, unknown>>;

const isRow = (value: unknown): value is Row => typeof value === "object" && value !== null && !Array.isArray(value);

/** The value as a row; an empty one where it is none. */
export const rowOf = (value: unknown): Row => (isRow(value) ? value : {});

/** The rows of one section; null where the section itself could not be read, so that references into it cannot be judged. */
export const rowsOf = (file: unknown, section: string): readonly Row[] | null => {
  const value = rowOf(file)[section];
  return Array.isArray(value) ? value.map(rowOf) : null;
};

/** The value as text; null where it is absent or could not be read. */
export const textOf = (value: unknown): string | null => (typeof value === "string" && value !== UNREADABLE ? value : null);

/** A WeCom userid as it is stored: WeCom itself compares them without regard to case [90196]. */
export const useridOf = (text: string): string => text.trim().toLowerCase();

const SECTIONS: Readonly<Record<string, string>> = {
  units: "单位",
  people: "人员",
  accounts: "账号",
};

/** Characters of a name in a message. */
const NAME_SHOWN = 40;

const stepsOf = (steps: readonly (string | number)[]): string =>
  steps.map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`)).join("");

/**
 * The place in people's words: 账号「微博·学校部」roles.editors[0]. A row without a name, or with one that others bear too, is counted from 1:
 * 第 3 个账号.
 */
export const placeOf = (file: unknown, at: Fault["at"]): string => {
  const [section, index, ...rest] = at;
  const word = typeof section === "string" ? SECTIONS[section] : undefined;
  if (word === undefined || typeof index !== "number") return at.length === 0 ? "整个文件" : stepsOf(at);
  const names = (rowsOf(file, section as string) ?? []).map((row) => textOf(row.name)?.trim().slice(0, NAME_SHOWN) ?? "");
  const name = names[index] ?? "";
  const count = `第 ${index + 1} 个${word}`;
  const alone = name !== "" && names.indexOf(name) === names.lastIndexOf(name);
  const label = alone ? `${word}「${name}」` : name === "" ? count : `${count}「${name}」`;
  return rest.length === 0 ? label : `${label} ${stepsOf(rest)}`;
};
