import type { Sheet } from "../../spreadsheet/workbook.js";
import { UNREADABLE, type Fault } from "../rules/fault.js";
import type { Wording } from "../rules/wording.js";
import type { Place, Source, Unread } from "../source.js";
import { folded } from "./cells.js";
import { EXPLANATIONS, SINGLE, TABLES, type ColumnLayout, type TableLayout, type TableName } from "./layout.js";
import { finder, type Find } from "./references.js";
import { readTable, type Entry, type Spot, type Table } from "./table.js";

/** Reads the sheets of a workbook as an organisation file; every place in it is named by sheet, row and column. */
export const workbookSource = (sheets: readonly Sheet[]): Source => new WorkbookReading(sheets).source();

const EMPTY: Table = { readable: false, entries: [], troubles: [], columns: new Map() };
const SHEET_NAMES = TABLES.map((layout) => layout.sheet).join("、");

class WorkbookReading {
  readonly #tables = new Map<TableName, Table>();
  readonly #unread: Unread[] = [];
  readonly #struck: Fault["at"][] = [];
  readonly #places = new Map<string, () => Place>();
  readonly #find: Readonly<Record<"units" | "people" | "accounts", Find>>;

  constructor(private readonly sheets: readonly Sheet[]) {
    this.#refuseStrangers();
    for (const layout of TABLES) this.#readSheet(layout);
    const nothing = TABLES.every(({ name }) => this.#table(name).readable && this.#entries(name).length === 0);
    if (nothing) this.#tell({ words: "整个文件", order: [-1] }, "各工作表都还没有填写内容");
    this.#find = {
      units: finder(this.#table("units"), "id", "单位", "单位编号"),
      people: finder(this.#table("people"), "userid", "人员", "成员账号"),
      accounts: finder(this.#table("accounts"), "id", "账号", "账号编号"),
    };
  }

  source(): Source {
    const content = {
      units: this.#rows("units"),
      people: this.#rows("people"),
      accounts: this.#rows("accounts").map((row) => ({ ...row, roles: {} })),
      offices: {} as Holders,
    };
    this.#appoint("posts", "post", (entry) => this.#accountOf(entry, content.accounts));
    this.#appoint("offices", "office", () => ({ holders: content.offices, at: ["offices"] }));
    return { content, unread: this.#unread, struck: this.#struck, place: (at) => this.#placeOf(at), wording: this.#wording() };
  }

  #refuseStrangers(): void {
    for (const sheet of this.sheets) {
      const known = [EXPLANATIONS, ...TABLES.map((layout) => layout.sheet)].some((name) => folded(name) === folded(sheet.name));
      if (known || sheet.rows.length === 0) continue;
      this.#tell(place(sheet.name, TABLES.length, null, null), `没有这个工作表，请删除（可用：${SHEET_NAMES}）`);
    }
  }

  #readSheet(layout: TableLayout): void {
    const found = this.sheets.filter((sheet) => folded(sheet.name) === folded(layout.sheet));
    const whole = this.#spot(layout.name, { row: null, column: null });
    const [sheet] = found;
    this.#tables.set(layout.name, EMPTY);
    if (!sheet) return this.#tell(whole, "缺少这个工作表；没有内容也请保留工作表和标题");
    if (found.length > 1) return this.#tell(whole, "有两个同名的工作表，请删除一个");
    if (sheet.hidden) return this.#tell(whole, "工作表被隐藏，请取消隐藏后再导入");
    const table = readTable(sheet, layout);
    this.#tables.set(layout.name, table);
    for (const trouble of table.troubles) this.#tell(this.#spot(layout.name, trouble), trouble.message);
  }

  /** The rows of one of the three lists, with references found; what could not be read stands as such, so that nothing is concluded from it. */
  #rows(name: "units" | "people" | "accounts"): Record<string, unknown>[] {
    return this.#entries(name).map((entry, index) => {
      this.#places.set(keyOf([name, index]), () => this.#spot(name, { row: entry.row, column: null }));
      const values = layoutOf(name).columns.map((column): [string, unknown] => {
        const at = [name, index, column.field];
        this.#places.set(keyOf(at), () => this.#cell(name, entry, column.field));
        return [column.field, this.#valueOf(name, entry, column, at)];
      });
      return Object.fromEntries(values);
    });
  }

  #valueOf(name: TableName, entry: Entry, column: ColumnLayout, at: Fault["at"]): unknown {
    const value = entry.values.get(column.field);
    const found = column.kind.is === "reference" && typeof value === "string" ? this.#find[column.kind.to](value) : { key: value };
    if ("problem" in found) this.#tell(this.#cell(name, entry, column.field), found.problem);
    const read = "key" in found && entry.values.has(column.field);
    if (!read || column.kind.is === "reference") this.#struck.push(at);
    return read ? found.key : UNREADABLE;
  }

  /** Puts every row of 岗位 or 职务 where it belongs. */
  #appoint(name: "posts" | "offices", field: string, scopeOf: (entry: Entry) => Scope | null): void {
    for (const entry of this.#entries(name)) {
      const scope = scopeOf(entry);
      const post = entry.values.get(field);
      const who = entry.values.get("person");
      const person = typeof who === "string" ? this.#find.people(who) : null;
      if (person && "problem" in person) this.#tell(this.#cell(name, entry, "person"), person.problem);
      if (!scope || typeof post !== "string" || !person || "problem" in person) continue;
      this.#hold(scope, post, person.key, this.#cell(name, entry, "person"));
    }
  }

  #hold({ holders, at }: Scope, post: string, userid: string, spot: Place): void {
    const held = holders[post];
    if (SINGLE.has(post)) {
      if (held !== undefined) return this.#tell(spot, "这个岗位只能有一个人，前面已经填过，请删除一行");
      holders[post] = userid;
      return this.#held([...at, post], spot);
    }
    const all = Array.isArray(held) ? held : [];
    holders[post] = [...all, userid];
    this.#held([...at, post, all.length], spot);
  }

  /** Whoever is wrong about a person is told where the person is listed, not at every post. */
  #held(at: Fault["at"], spot: Place): void {
    this.#places.set(keyOf(at), () => spot);
    this.#struck.push(at);
  }

  #accountOf(entry: Entry, accounts: readonly { id?: unknown; roles: Holders }[]): Scope | null {
    const text = entry.values.get("account");
    if (typeof text !== "string") return null;
    const found = this.#find.accounts(text);
    if ("problem" in found) {
      this.#tell(this.#cell("posts", entry, "account"), found.problem);
      return null;
    }
    const index = accounts.findIndex((account) => account.id === found.key);
    const account = accounts[index];
    return account ? { holders: account.roles, at: ["accounts", index, "roles"] } : null;
  }

  #table(name: TableName): Table {
    return this.#tables.get(name) ?? EMPTY;
  }

  #entries(name: TableName): readonly Entry[] {
    return this.#table(name).entries;
  }

  #cell(name: TableName, entry: Entry, field: string): Place {
    return this.#spot(name, { row: entry.row, column: this.#table(name).columns.get(field) ?? null });
  }

  #spot(name: TableName, { row, column }: Spot): Place {
    const index = TABLES.findIndex((layout) => layout.name === name);
    const columns = [...this.#table(name).columns];
    const field = columns.find(([, its]) => its === column)?.[0];
    const heading = TABLES[index]?.columns.find((each) => each.field === field)?.heading;
    return place(TABLES[index]?.sheet ?? "", index, row, column, heading);
  }

  #tell(where: Place, message: string | null): void {
    if (message !== null) this.#unread.push({ place: where, message });
  }

  /** The nearest known place: the cell, else its row, else the sheet. */
  #placeOf(at: Fault["at"]): Place {
    for (let length = at.length; length > 0; length -= 1) {
      const known = this.#places.get(keyOf(at.slice(0, length)));
      if (known) return known();
    }
    const layout = TABLES.find(({ name }) => name === at[0]);
    return layout ? this.#spot(layout.name, { row: null, column: null }) : { words: "整个文件", order: [-1] };
  }

  #wording(): Wording {
    return {
      row: (section, index) => `第 ${this.#entries(section as TableName)[index]?.row ?? index + 1} 行`,
      people: "「人员」表",
      units: "「单位」表",
      head: "「主要负责同志」",
      userid: "成员账号",
    };
  }
}

type Holders = Record<string, string | string[]>;

/** Where posts are held: an account, or the organisation. */
interface Scope {
  holders: Holders;
  at: Fault["at"];
}

const keyOf = (at: Fault["at"]): string => JSON.stringify(at);

const layoutOf = (name: TableName): TableLayout => TABLES.find((layout) => layout.name === name) as TableLayout;

/** «人员»第 7 行「出生日期」 */
const place = (sheet: string, index: number, row: number | null, column: number | null, heading?: string): Place => ({
  words: `«${sheet}»${row === null ? "" : `第 ${row} 行`}${heading === undefined ? "" : `「${heading}」`}`,
  order: [index, row ?? 0, column ?? -1],
});
