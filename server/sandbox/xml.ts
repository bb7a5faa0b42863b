import { SaxesParser } from "saxes";

/** An element of a small XML document; `text` is its own character data. */
export interface XmlElement {
  name: string;
  text: string;
  children: XmlElement[];
}

const MOST_DEPTH = 16;

/** Parses a small XML document; throws on anything malformed, on a DTD and on depth over 16. */
export function parseXml(source: string): XmlElement {
  const parser = new SaxesParser();
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  const append = (text: string) => {
    const top = open.at(-1);
    if (top) top.text += text;
  };
  parser.on("doctype", () => parser.fail("a DTD is refused"));
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", (tag) => {
    if (open.length >= MOST_DEPTH) throw new Error("XML nested too deep");
    const element: XmlElement = { name: tag.name, text: "", children: [] };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on("text", append);
  parser.on("cdata", append);
  parser.on("closetag", () => {
    open.pop();
  });
  parser.write(source).close();
  if (!root) throw new Error("empty XML");
  return root;
}

/** The first child of that name, or undefined. */
export const childOf = (parent: XmlElement, name: string): XmlElement | undefined => parent.children.find((child) => child.name === name);

/** The trimmed text of the first child of that name, or an empty string. */
export const textOf = (parent: XmlElement, name: string): string => (childOf(parent, name)?.text ?? "").trim();

/** `<name><![CDATA[value]]></name>`, safe for any value. */
export const cdata = (name: string, value: string): string =>
  `<${name}><![CDATA[${value.replaceAll("]]>", "]]]]><![CDATA[>")}]]></${name}>`;

/** `<name>1</name>`: WeCom writes numbers bare. */
export const bare = (name: string, value: number | string): string => `<${name}>${value}</${name}>`;

/** An element as plain JSON for the journal: repeated names become lists. */
export function xmlToJson(element: XmlElement): unknown {
  if (element.children.length === 0) return element.text.trim();
  const result = Object.create(null) as Record<string, unknown>;
  for (const child of element.children) {
    const value = xmlToJson(child);
    const before = result[child.name];
    result[child.name] = before === undefined ? value : Array.isArray(before) ? [...(before as unknown[]), value] : [before, value];
  }
  return result;
}
