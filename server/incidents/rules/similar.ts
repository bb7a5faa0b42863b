/** Titles this much alike are shown to whoever is on duty as perhaps the same incident; nothing is put together by itself. */
const ALIKE = 0.6;

/** What of a title says something: no blanks, no punctuation, one width. */
const plain = (title: string): string =>
  title
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");

const pairsOf = (title: string): string[] => {
  const characters = [...plain(title)];
  return characters.slice(1).map((character, index) => `${characters[index] ?? ""}${character}`);
};

/** How alike two titles are, 0 to 1: the share of neighbouring characters that both have (Dice). */
export const likeness = (one: string, other: string): number => {
  const [first, second] = [pairsOf(one), pairsOf(other)];
  if (first.length === 0 || second.length === 0) return plain(one) !== "" && plain(one) === plain(other) ? 1 : 0;
  const left = [...second];
  const common = first.filter((pair) => {
    const at = left.indexOf(pair);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  }).length;
  return (2 * common) / (first.length + second.length);
};

/** The one whose title is most like this one, if any is alike enough. */
export const mostAlike = <T extends { title: string }>(title: string, among: readonly T[]): T | null => {
  let best: T | null = null;
  let most = ALIKE;
  for (const each of among) {
    const alike = likeness(title, each.title);
    if (alike >= most && (best === null || alike > most)) [best, most] = [each, alike];
  }
  return best;
};
