import type { FileView, Instant } from "../../server/http/contract.js";

/** One thing that is asked for before something is done. `optional` may stay empty. */
interface Asked {
  key: string;
  label: string;
  optional?: true;
  /** asked for only while another field has this value, or one of these */
  only?: { key: string; is: string | readonly string[] };
}
export interface Option {
  key: string;
  text: string;
  /** what it means, e.g. the article's criteria */
  hint?: string;
}
export type ActField =
  | (Asked & { kind: "words"; placeholder: string; most: number; phrases?: readonly string[] })
  | (Asked & { kind: "line"; placeholder: string; most: number })
  | (Asked & { kind: "choice"; options: readonly Option[] })
  | (Asked & { kind: "pick"; options: readonly Option[] })
  | (Asked & { kind: "moment" })
  | (Asked & { kind: "files" });

/** What was filled in, by field. */
export interface ActValues {
  texts: Record<string, string>;
  files: Record<string, FileView[]>;
}

/** Something a person can do: how its button reads, what is asked first, and what is sent. */
export interface Act {
  key: string;
  /** on the button that leads to it */
  button: string;
  title: string;
  hint: string;
  fields: readonly ActField[];
  /** what the fields hold at first */
  given?: Readonly<Record<string, string>>;
  /** the files that its fields hold at first */
  attached?: Readonly<Record<string, FileView[]>>;
  /** on the button that sends it */
  send: string;
  /** the words of the rule that it rests on */
  quote?: { article: string; text: string };
  /** below the address of its subject */
  path: string;
  body(values: ActValues): unknown;
  /** said once it is done */
  done: string;
}

/** The form of an act as it opens. */
export const valuesOf = ({ given, attached }: Pick<Act, "given" | "attached">): ActValues => ({
  texts: { ...given },
  files: { ...attached },
});

/** The fields that are asked for with these values. */
export const shownFields = (fields: readonly ActField[], values: ActValues): ActField[] =>
  fields.filter(({ only }) => only === undefined || [only.is].flat().includes(values.texts[only.key] ?? ""));

/** The text of a field, trimmed; undefined where it is empty. */
export const text = (values: ActValues, key: string): string | undefined => values.texts[key]?.trim() || undefined;
/** The moment of a field; undefined: now. */
export const moment = (values: ActValues, key: string): Instant | undefined => text(values, key);
/** The ids of the files of a field. */
export const fileIds = (values: ActValues, key: string): string[] => (values.files[key] ?? []).map(({ id }) => id);

/** What is still missing, in Chinese; null: it can be sent. */
export function actObstacle(fields: readonly ActField[], values: ActValues): string | null {
  for (const field of shownFields(fields, values)) {
    const value = text(values, field.key);
    if ((field.kind === "words" || field.kind === "line") && value !== undefined && value.length > field.most)
      return `${field.label}最多 ${field.most} 个字，现有 ${value.length} 个字，请删短，更长的内容请用附件`;
    if (field.optional || field.kind === "moment" || field.kind === "files" || value !== undefined) continue;
    return field.kind === "choice" || field.kind === "pick" ? `请选择${field.label}` : `请填写${field.label}`;
  }
  return null;
}
