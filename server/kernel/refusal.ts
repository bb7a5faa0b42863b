/** Why something is refused, in the words HTTP later turns into a status; the domain itself knows no status. */
export type RefusalKind = "unauthenticated" | "forbidden" | "notFound" | "conflict" | "invalid" | "tooLarge" | "tooMany" | "busy";

export interface RefusalFacts {
  /** stable and dotted, states what is so: `review.not-your-stage` */
  code: string;
  kind: RefusalKind;
  /** Chinese; says what to do */
  detail: string;
  /** article of the rule it rests on */
  article?: string;
  /** the article's words */
  text?: string;
  fields?: { path: string; message: string }[];
}

/** A named no. Rules return it, services record it where it matters, and only the shells (HTTP, callback) turn it into an answer. */
export class Refusal extends Error {
  readonly code: string;
  readonly kind: RefusalKind;
  readonly detail: string;
  readonly article: string | undefined;
  readonly text: string | undefined;
  readonly fields: { path: string; message: string }[] | undefined;

  constructor(facts: RefusalFacts) {
    super(`${facts.code}: ${facts.detail}`);
    this.name = "Refusal";
    this.code = facts.code;
    this.kind = facts.kind;
    this.detail = facts.detail;
    this.article = facts.article;
    this.text = facts.text;
    this.fields = facts.fields;
  }
}
