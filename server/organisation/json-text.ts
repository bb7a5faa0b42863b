/** Where a text stops being JSON, counted from 1, and what to do about it, in Chinese. */
export interface JsonFault {
  line: number;
  column: number;
  message: string;
}

const TOKEN =
  /[{}[\],:]|"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const SPACE = /[ \t\r\n]*/y;
const DEPTH = 50;

class Stop extends Error {
  constructor(
    readonly index: number,
    message: string,
  ) {
    super(message);
  }
}

/** Walks the tokens of a text by JSON's grammar; throws Stop at the first that does not fit. */
class Walk {
  #index = 0;

  constructor(private readonly text: string) {}

  whole(): void {
    this.#value(0);
    const { token, index } = this.#peek();
    if (token !== "") throw new Stop(index, "文件在此之前已经结束，请删除后面多余的内容");
  }

  #peek(): { token: string; index: number; end: number } {
    SPACE.lastIndex = this.#index;
    const index = this.#index + (SPACE.exec(this.text)?.[0].length ?? 0);
    if (index === this.text.length) return { token: "", index, end: index };
    TOKEN.lastIndex = index;
    const token = TOKEN.exec(this.text)?.[0];
    if (token === undefined) throw new Stop(index, strangeWords(this.text.slice(index, index + 20)));
    return { token, index, end: index + token.length };
  }

  #take(): { token: string; index: number } {
    const { token, index, end } = this.#peek();
    this.#index = end;
    return { token, index };
  }

  #value(depth: number): void {
    const { token, index } = this.#take();
    if (depth > DEPTH) throw new Stop(index, "嵌套太深");
    if (token === "{") this.#members(depth, "}", new Set());
    else if (token === "[") this.#members(depth, "]", null);
    else if (token === "") throw new Stop(index, "文件没有写完，可能缺少结尾的 } 或 ]");
    else if (/^[}\],:]/.test(token)) throw new Stop(index, `此处应有一个值，却是「${token}」（可能多了或少了逗号）`);
  }

  /** What stands between brackets; `names` collects the keys of an object and is null for a list. */
  #members(depth: number, closing: "}" | "]", names: Set<string> | null): void {
    if (this.#peek().token === closing) {
      this.#take();
      return;
    }
    for (;;) {
      if (names) this.#name(names);
      this.#value(depth + 1);
      const { token, index } = this.#take();
      if (token === closing) return;
      if (token === "") throw new Stop(index, `文件没有写完，缺少「${closing}」`);
      if (token !== ",") throw new Stop(index, `此处缺少「,」或「${closing}」`);
    }
  }

  #name(names: Set<string>): void {
    const { token, index } = this.#take();
    if (!token.startsWith('"')) throw new Stop(index, token === "}" ? "「}」前面多了一个逗号" : "此处应为带英文双引号的字段名");
    if (names.has(token)) throw new Stop(index, `字段 ${token} 写了两次，请删除一个`);
    names.add(token);
    const colon = this.#take();
    if (colon.token !== ":") throw new Stop(colon.index, "字段名后面缺少「:」");
  }
}

const strangeWords = (rest: string): string => {
  const first = [...rest][0] ?? "";
  if (/[，：；“”‘’【】｛｝、]/.test(first)) return `此处是中文标点「${first}」，请改为英文标点`;
  if (first === '"') return "这段文字的引号没有配对，或其中有换行、制表符、单独的反斜杠";
  if (first === "/" || first === "#") return "JSON 不能写注释，请删除";
  return `无法识别「${first}」（文字须用英文双引号括起来）`;
};

/** The first place where a text is not JSON, or names a field twice in one object (of which JSON.parse would keep the last); null: it is sound. */
export const jsonFaultOf = (text: string): JsonFault | null => {
  try {
    new Walk(text).whole();
    return null;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    const before = text.slice(0, error.index).split("\n");
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, message: error.message };
  }
};
