import type { Corp } from "../corp.js";

/** One API call after its transport checks: query, JSON body and the body's very bytes. */
export interface ApiCall {
  query: Record<string, string>;
  body: Record<string, unknown>;
  rawBody: string;
  /** Remarks for the journal: what WeCom does without telling the app. */
  notes: string[];
}

/** The fields of a successful answer beside errcode and errmsg. */
export type Answer = Record<string, unknown>;

/** One API method; throws Refused. */
export type ApiMethod = (corp: Corp, call: ApiCall) => Answer;
