import { dayOfSerial } from "./formats.js";
import { unreadable } from "./unreadable.js";
import { addressOf, type Cell, type CellValue, type Merge, type Row, type Sheet } from "./workbook.js";
import { walkXml } from "./xml.js";

/** What the cells of all sheets of one workbook share. */
export interface Shared {
  readonly strings: readonly string[];
  /** by style: true where a number is shown as a day */
  readonly dayStyles: readonly boolean[];
  readonly from1904: boolean;
}

const MOST_ROWS = 20_000;
const MOST_COLUMNS = 200;
const MOST_MERGES = 2000;

interface Open {
  column: number;
  attributes: Readonly<Record<string, string>>;
  value: string | null;
  formula: boolean;
  inline: string;
}

/** Reads the cells of one sheet; `source` is its part of the workbook. Throws the refusal `spreadsheet.unreadable` where it holds too much. */
export class SheetReader {
  readonly #rows: Row[] = [];
  readonly #hiddenColumns = new Set<number>();
  readonly #merges: Merge[] = [];
  #number = 0;
  #hidden = false;
  #cells = new Map<number, Cell>();
  #column = -1;
  #open: Open | null = null;

  constructor(
    private readonly name: string,
    private readonly shared: Shared,
  ) {}

  read(source: string, hidden: boolean): Sheet {
    walkXml(source, {
      open: (name, attributes) => this.#opened(name, attributes),
      close: (name, text, parents) => this.#closed(name, text, parents),
    });
    return { name: this.name, hidden, rows: this.#rows, hiddenColumns: this.#hiddenColumns, merges: this.#merges };
  }

  #opened(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === "row") {
      this.#number = Number(attributes.r ?? this.#number + 1);
      this.#hidden = isTrue(attributes.hidden);
      this.#cells = new Map();
      this.#column = -1;
    } else if (name === "c") {
      this.#column = addressOf(attributes.r ?? "")?.column ?? this.#column + 1;
      this.#open = { column: this.#column, attributes, value: null, formula: false, inline: "" };
    } else if (name === "f" && this.#open) {
      this.#open.formula = true;
    } else if (name === "col" && isTrue(attributes.hidden)) {
      for (let column = Number(attributes.min); column <= Math.min(Number(attributes.max), MOST_COLUMNS); column += 1)
        this.#hiddenColumns.add(column - 1);
    } else if (name === "mergeCell") {
      this.#merge(attributes.ref ?? "");
    }
  }

  #closed(name: string, text: string, parents: readonly string[]): void {
    if (name === "row") this.#endRow();
    const open = this.#open;
    if (!open) return;
    if (name === "v") open.value = text;
    if (name === "t" && parents.includes("is") && !parents.includes("rPh")) open.inline += text;
    if (name !== "c") return;
    this.#endCell(open);
    this.#open = null;
  }

  #endCell(open: Open): void {
    const error = open.attributes.t === "e" ? (open.value ?? "#VALUE!") : null;
    const value = error === null ? this.#value(open) : null;
    if (value === null && error === null && !open.formula) return;
    if (open.column >= MOST_COLUMNS) throw unreadable(`工作表「${this.name}」的列太多，请删除表格右侧多余的内容后再导入。`);
    this.#cells.set(open.column, { value, formula: open.formula, error });
  }

  #endRow(): void {
    if (this.#cells.size === 0) return;
    if (this.#rows.length === MOST_ROWS) throw unreadable(`工作表「${this.name}」超过 ${MOST_ROWS} 行，请删除多余的行后再导入。`);
    this.#rows.push({ number: this.#number, hidden: this.#hidden, cells: this.#cells });
  }

  #value({ attributes, value, inline }: Open): CellValue | null {
    switch (attributes.t) {
      case "inlineStr":
        return inline === "" ? null : inline;
      case "s":
        return this.shared.strings[Number(value)] || null;
      case "str":
        return value || null;
      case "b":
        return value === null ? null : value === "1";
      case "d":
        return value ? { day: value.slice(0, 10) } : null;
      default:
        return this.#counted(value, attributes.s);
    }
  }

  #counted(text: string | null, style: string | undefined): CellValue | null {
    if (text === null || text.trim() === "" || !Number.isFinite(Number(text))) return null;
    const day = this.shared.dayStyles[Number(style ?? 0)] ? dayOfSerial(Number(text), this.shared.from1904) : null;
    return day === null ? Number(text) : { day };
  }

  #merge(reference: string): void {
    const [first, last] = reference.split(":").map(addressOf);
    if (this.#merges.length === MOST_MERGES) throw unreadable(`工作表「${this.name}」的合并单元格太多，请取消合并后再导入。`);
    if (first && last) this.#merges.push({ rows: [first.row, last.row], columns: [first.column, last.column] });
  }
}

const isTrue = (text: string | undefined): boolean => text === "1" || text === "true";
