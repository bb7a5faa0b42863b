import { h, isWebAddress } from "./dom.js";

const INLINE = /(\*\*[^*]+\*\*|`[^`]+`|\[[^\]]+\]\([^)\s]+\)|<font color="(?:info|comment|warning)">.*?<\/font>)/;

function inline(text, open) {
  return text.split(INLINE).map((part, index) => {
    if (index % 2 === 0) return part;
    if (part.startsWith("**")) return h("b", {}, ...inline(part.slice(2, -2), open));
    if (part.startsWith("`")) return h("code", {}, part.slice(1, -1));
    const font = /^<font color="(\w+)">(.*)<\/font>$/.exec(part);
    if (font) return h(`span.${font[1]}`, {}, ...inline(font[2], open));
    const [, words, url] = /^\[([^\]]+)\]\(([^)\s]+)\)$/.exec(part) ?? [];
    if (!isWebAddress(url)) return part;
    return h("a", { href: url, onclick: (event) => (event.preventDefault(), open(url)) }, words);
  });
}

/** WeCom's subset of markdown [90236]: headings, bold, links, code, quotes and three font colours. */
export function drawMarkdown(text, open) {
  return text.split("\n").map((line) => {
    const heading = /^(#{1,6})\s+(.*)$/.exec(line);
    if (heading) return h(`p.h${heading[1].length}`, {}, ...inline(heading[2], open));
    if (line.startsWith(">")) return h("blockquote", {}, ...inline(line.slice(1).trim(), open));
    return h("p", {}, ...(line ? inline(line, open) : ["\u00a0"]));
  });
}
