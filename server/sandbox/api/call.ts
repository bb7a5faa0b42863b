import type { Corp } from "../corp.js";
import type { Refused } from "./errors.js";
import type { Uploaded } from "./uploaded.js";

/** One API call after its transport checks: query, JSON body and the body's very bytes. */
export interface ApiCall {
  query: Record<string, string>;
  body: Record<string, unknown>;
  rawBody: string;
  /** What an upload brought, or why it cannot be taken. */
  file?: Uploaded | Refused;
  /** Remarks for the journal: what WeCom does without telling the app. */
  notes: string[];
}

/** The fields of a successful answer beside errcode and errmsg. */
export type Answer = Record<string, unknown>;

/** A file instead of JSON. */
export class Download {
  constructor(
    readonly name: string,
    readonly content: Buffer,
  ) {}
}

/** One API method; throws Refused. */
export type ApiMethod = (corp: Corp, call: ApiCall) => Answer | Download;
