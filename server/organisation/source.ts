import { placeOf, type Fault } from "./rules/fault.js";
import { JSON_WORDING, type Wording } from "./rules/wording.js";

/** A place in a file in people's words, and where it comes in the file. */
export interface Place {
  words: string;
  /** places sort by these numbers, one after the other */
  order: readonly number[];
}

/** Something that could not even be read. */
export interface Unread {
  place: Place;
  message: string;
}

/** An organisation file of whatever kind: what it says as parsed JSON would, what could not be read, and how it names its places. */
export interface Source {
  content: unknown;
  unread: readonly Unread[];
  /** what has been told of already, or is told of elsewhere, so that its shape is not judged again */
  struck: readonly Fault["at"][];
  place(at: Fault["at"]): Place;
  wording: Wording;
}

const SECTIONS = ["units", "people", "accounts", "offices"];

/** Parsed JSON; unknown sections come first, then the order of the file. */
export const jsonSource = (content: unknown): Source => ({
  content,
  unread: [],
  struck: [],
  place: (at) => ({
    words: placeOf(content, at),
    order: [SECTIONS.indexOf(String(at[0])), typeof at[1] === "number" ? at[1] : -1],
  }),
  wording: JSON_WORDING,
});
