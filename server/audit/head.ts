/** A link of the record as somebody can know it without the record: its number and its hash, or the first digits of it. */
export interface Head {
  seq: number;
  hash: string;
}

/** Digits of a hash that stand in messages. To find another record with the same ones is out of reach. */
const SHOWN_DIGITS = 16;
const READ = /^(\d{1,10})[:：]([0-9a-f]{16,64})$/;

/** A head as messages and commands write it, e.g. 10342:a1b2c3d4e5f67890. */
export const headWords = ({ seq, hash }: Head): string => `${seq}:${hash.slice(0, SHOWN_DIGITS)}`;

/** Reads what `headWords` wrote, also with more digits; null where it is nothing of the kind. */
export const readHead = (text: string): Head | null => {
  const [, seq, hash] = READ.exec(text.replace(/\s+/g, "").toLowerCase()) ?? [];
  return seq === undefined || hash === undefined || Number(seq) < 1 ? null : { seq: Number(seq), hash };
};
