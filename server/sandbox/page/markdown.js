import { h, isWebAddress } from "./dom.js";
import { withNames } from "./mentions.js";

const INLINE = /(\*\*[^*]+\*\*|`[^`]+`|\[[^\]]+\]\([^)\s]+\)|<font color="(?:info|comment|warning)">.*?<\/font>)/;

function inline(text, me, open) {
  return text.split(INLINE).flatMap((part, index) => {
    if (index % 2 === 0) return withNames(part, me, open);
    if (part.startsWith("**")) return h("b", {}, ...inline(part.slice(2, -2), me, open));
    if (part.startsWith("`")) return h("code", {}, part.slice(1, -1));
    const font = /^<font color="(\w+)">(.*)<\/font>$/.exec(part);
    if (font) return h(`span.${font[1]}`, {}, ...inline(font[2], me, open));
    const [, words, url] = /^\[([^\]]+)\]\(([^)\s]+)\)$/.exec(part) ?? [];
    if (!isWebAddress(url)) return part;
    return h("a", { href: url, onclick: (event) => (event.preventDefault(), open(url)) }, words);
  });
}

/** WeCom's subset of markdown [90236]: headings, bold, links, code, quotes and three font colours; in a group also names. */
export function drawMarkdown(text, me, open) {
  return text.split("\n").map((line) => {
    const heading = /^(#{1,6})\s+(.*)$/.exec(line);
    if (heading) return h(`p.h${heading[1].length}`, {}, ...inline(heading[2], me, open));
    if (line.startsWith(">")) return h("blockquote", {}, ...inline(line.slice(1).trim(), me, open));
    return h("p", {}, ...(line ? inline(line, me, open) : ["\u00a0"]));
  });
}
