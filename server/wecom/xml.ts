import { SaxesParser } from "saxes";

/** Text that is not the XML we take: broken, too deep, too large, with a DTD, or with two values where one is due. */
export class XmlRefused extends Error {
  constructor(reason: string) {
    super(`XML refused: ${reason}`);
    this.name = "XmlRefused";
  }
}

/** An element: its own text, and its children by name. One child and several are told apart by nothing but the list's length. */
export interface XmlElement {
  readonly name: string;
  readonly text: string;
  /** without prototype: an element may be called `constructor` */
  readonly children: Readonly<Record<string, readonly XmlElement[]>>;
}

export const XML_MAX_DEPTH = 16;
const XML_MAX_ELEMENTS = 2000;
export const XML_MAX_CHARACTERS = 65_536;

class Growing implements XmlElement {
  readonly children: Record<string, XmlElement[]> = Object.create(null) as Record<string, XmlElement[]>;
  #bare = "";
  #cdata: string | null = null;

  constructor(readonly name: string) {}

  /** Blank text round a CDATA section is layout, not content. */
  get text(): string {
    return this.#cdata !== null && this.#bare.trim() === "" ? this.#cdata : this.#bare + (this.#cdata ?? "");
  }

  addText(text: string): void {
    this.#bare += text;
  }

  addCdata(text: string): void {
    this.#cdata = (this.#cdata ?? "") + text;
  }
}

/** Parses strictly; throws `XmlRefused`. Only the five entities of XML itself and character numbers are known. */
export function parseXml(source: string): XmlElement {
  if (source.length > XML_MAX_CHARACTERS) throw new XmlRefused("too large");
  const parser = new SaxesParser();
  const open: Growing[] = [];
  let root: Growing | null = null;
  let elements = 0;
  parser.on("doctype", () => {
    throw new XmlRefused("doctype");
  });
  parser.on("processinginstruction", () => {
    throw new XmlRefused("processing instruction");
  });
  parser.on("opentag", (tag) => {
    if (open.length === XML_MAX_DEPTH) throw new XmlRefused("too deep");
    if (++elements > XML_MAX_ELEMENTS) throw new XmlRefused("too many elements");
    const element = new Growing(tag.name);
    const parent = open.at(-1);
    if (parent) (parent.children[tag.name] ??= []).push(element);
    else root = element;
    open.push(element);
  });
  parser.on("closetag", () => void open.pop());
  parser.on("text", (text) => open.at(-1)?.addText(text));
  parser.on("cdata", (text) => open.at(-1)?.addCdata(text));
  try {
    parser.write(source).close();
  } catch (error) {
    throw error instanceof XmlRefused ? error : new XmlRefused("not well-formed");
  }
  if (root === null) throw new XmlRefused("empty");
  return root;
}

/** The one child of that name, or null; two are refused, because which of them counts would be a guess. */
export function oneChild(parent: XmlElement, name: string): XmlElement | null {
  const found = parent.children[name] ?? [];
  if (found.length > 1) throw new XmlRefused("one value is due, several given");
  return found[0] ?? null;
}

/** All children of that name: none, one or many. */
export function allChildren(parent: XmlElement, name: string): readonly XmlElement[] {
  return parent.children[name] ?? [];
}

/** The text of an element that may hold nothing but text. */
export function leafText(element: XmlElement): string {
  if (Object.keys(element.children).length > 0) throw new XmlRefused("text is due, elements given");
  return element.text;
}

/** The text of the one child of that name, or null where there is none. */
export function oneText(parent: XmlElement, name: string): string | null {
  const child = oneChild(parent, name);
  return child === null ? null : leafText(child);
}

/** What the writer takes: a list is written as repeated elements, a number bare, a string as CDATA; undefined is left out. */
export type XmlTree = { readonly [name: string]: XmlValue };
export type XmlValue = string | number | undefined | XmlTree | readonly (string | number | XmlTree)[];

/** Everything outside XML 1.0's character range; lone halves of surrogate pairs too. */
const NOT_XML = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

function cdata(text: string): string {
  return `<![CDATA[${text.replace(NOT_XML, "").replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;
}

/** Writes `<name>…</name>`; names are ours and not escaped. */
export function writeXml(name: string, value: XmlValue): string {
  if (value === undefined) return "";
  if (Array.isArray(value)) return value.map((each: XmlValue) => writeXml(name, each)).join("");
  if (typeof value === "string") return `<${name}>${cdata(value)}</${name}>`;
  if (typeof value === "number") return `<${name}>${value}</${name}>`;
  const inside = Object.entries(value).map(([child, each]: [string, XmlValue]) => writeXml(child, each));
  return `<${name}>${inside.join("")}</${name}>`;
}
