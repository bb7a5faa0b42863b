/** Cuts to so many bytes of UTF-8 on a character border, ending in an ellipsis (3 bytes). */
export function cutBytes(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text;
  let bytes = Buffer.byteLength("…");
  let cut = "";
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > most) break;
    cut += character;
  }
  return `${cut}…`;
}

/** One line for a card: control characters and line breaks become blanks, and blanks are joined. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, " ").trim();
}

/** WeCom draws `<a href>` in text messages as a link; words that somebody typed must not become one. */
export function withoutLinks(text: string): string {
  return text.replace(/<(?=\s*\/?\s*a\b)/gi, "＜");
}
