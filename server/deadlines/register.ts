import { DUTIES, type DutyRule } from "../regulation/duties.js";
import type { DutyPart } from "./duty-part.js";

/** What one domain brings to the mechanism. */
export interface DutyDomain {
  /** Rows of its own, by name; absent: the rule's data holds all its duties. */
  readonly rows?: Readonly<Record<string, DutyRule>>;
  /** How each of its duties is shown, pressed and listed, by the row's name. */
  readonly parts: Readonly<Record<string, DutyPart>>;
}

/** The duties that this program runs: the rule's rows and those that domains add, each with the part that serves it. */
export class DutyRegister {
  readonly #rows = new Map<string, DutyRule>(Object.entries(DUTIES));
  readonly #parts = new Map<string, DutyPart>();

  /** Takes in what a domain brings. Throws where a name is taken, or a row has no part or a part no row: such a program must not start. */
  add({ rows = {}, parts }: DutyDomain): void {
    for (const [duty, rule] of Object.entries(rows)) {
      if (this.#rows.has(duty)) throw new Error(`the duty ${duty} has a row already`);
      if (!Object.hasOwn(parts, duty)) throw new Error(`the duty ${duty} has no part`);
      this.#rows.set(duty, rule);
    }
    for (const [duty, part] of Object.entries(parts)) {
      if (!this.#rows.has(duty)) throw new Error(`the duty ${duty} has no row`);
      if (this.#parts.has(duty)) throw new Error(`two domains serve the duty ${duty}`);
      this.#parts.set(duty, part);
    }
  }

  /** The row of a stored name; undefined for one that no longer exists. */
  row(duty: string): DutyRule | undefined {
    return this.#rows.get(duty);
  }

  /** The domain's part of a duty; undefined where nobody serves it. */
  part(duty: string): DutyPart | undefined {
    return this.#parts.get(duty);
  }

  /** The names of all duties that are served. */
  get served(): readonly string[] {
    return [...this.#parts.keys()];
  }

  /** The duties that rest on one article, the rule's own first. */
  ofArticle(article: string): readonly (readonly [name: string, rule: DutyRule])[] {
    return [...this.#rows].filter(([, rule]) => rule.article === article);
  }
}
