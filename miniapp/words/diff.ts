import type { DiffPart } from "../../server/http/contract.js";

const kept = 60;

export interface ShownPart extends DiffPart {
  /** how many characters of unchanged text were left out in front of this part */
  skipped: number;
}

/** A difference with long unchanged stretches folded to their ends, so that a change is seen at once. */
export function foldDiff(parts: readonly DiffPart[]): ShownPart[] {
  return parts.flatMap((part, index): ShownPart[] => {
    const text = [...part.text];
    const isFirst = index === 0;
    const isLast = index === parts.length - 1;
    if (part.kind !== "same" || text.length <= kept * 2 + 20) return [{ ...part, skipped: 0 }];
    if (parts.length === 1) return [{ ...part, text: text.slice(0, kept).join(""), skipped: 0 }];
    const head = isFirst ? [] : text.slice(0, kept);
    const tail = isLast ? [] : text.slice(-kept);
    const skipped = text.length - head.length - tail.length;
    const shown: ShownPart[] = [];
    if (head.length > 0) shown.push({ kind: "same", text: head.join(""), skipped: 0 });
    shown.push({ kind: "same", text: tail.join(""), skipped });
    return shown;
  });
}

/** True when the difference holds anything that was added or removed. */
export const hasChange = (parts: readonly DiffPart[]): boolean => parts.some((part) => part.kind !== "same");
