import { writeWorkbook, type NewCell, type NewColumn, type NewSheet } from "../../spreadsheet/write.js";
import type { OrganisationFile } from "../schema.js";
import { folded } from "./cells.js";
import { EXPLANATIONS, TABLES, type ColumnLayout, type TableLayout } from "./layout.js";

const NOBODY: OrganisationFile = {
  units: [],
  people: [],
  accounts: [],
  offices: {
    ...{ topLeader: null, publicityHead: null, dataCentreHead: null },
    ...{ secretariat: [], publicityDuty: [], dataCentreDuty: [], generalOffice: [], discipline: [], administrators: [] },
  },
};

/** The workbook to fill in: all sheets and headings, lists to choose from, and a sheet that explains them. */
export const organisationTemplate = (): Promise<Buffer> => organisationWorkbook(NOBODY);

/** An organisation file as a workbook; reading it gives the same file. */
export const organisationWorkbook = (file: OrganisationFile): Promise<Buffer> => {
  const rows = rowsOf(file);
  const known = knownBy(file);
  const sheets = TABLES.map((layout): NewSheet => {
    const columns = layout.columns.map((column) => columnOf(column));
    return {
      name: layout.sheet,
      columns,
      rows: rows[layout.name].map((row) => layout.columns.map((column) => cellOf(column, row[column.field], known))),
    };
  });
  return writeWorkbook([explanations(), ...sheets]);
};

type Values = Readonly<Record<string, unknown>>;

const rowsOf = (file: OrganisationFile): Readonly<Record<TableLayout["name"], readonly Values[]>> => ({
  units: file.units,
  people: file.people,
  accounts: file.accounts,
  posts: file.accounts.flatMap(({ id, roles }) =>
    Object.entries(roles).flatMap(([post, who]) => listed(who).map((person) => ({ account: id, post, person }))),
  ),
  offices: Object.entries(file.offices).flatMap(([office, who]) => listed(who).map((person) => ({ office, person }))),
});

const listed = (who: string | readonly string[] | null): readonly string[] => (typeof who === "string" ? [who] : (who ?? []));

const cellOf = ({ kind }: ColumnLayout, value: unknown, known: KnownBy): NewCell => {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? "是" : "否";
  const text = value as string;
  if (kind.is === "day") return { day: text };
  if (kind.is === "choice") return kind.names[text] ?? text;
  return kind.is === "reference" ? (known[kind.to].get(text) ?? text) : text;
};

type Section = "units" | "people" | "accounts";
type KnownBy = Readonly<Record<Section, ReadonlyMap<string, string>>>;

/** What people know everything by: its name, or its number where another bears the name or is numbered so. */
const knownBy = (file: OrganisationFile): KnownBy => ({
  units: namesOf(file.units),
  people: namesOf(file.people.map(({ userid, name }) => ({ id: userid, name }))),
  accounts: namesOf(file.accounts),
});

const namesOf = (rows: readonly { id: string; name: string }[]): ReadonlyMap<string, string> => {
  const bearers = new Map<string, Set<string>>();
  for (const { id, name } of rows)
    for (const word of [id, name]) bearers.set(folded(word), (bearers.get(folded(word)) ?? new Set<string>()).add(id));
  return new Map(rows.map(({ id, name }) => [id, bearers.get(folded(name))?.size === 1 ? name : id]));
};

const NAME_COLUMNS = { units: 1, people: 1, accounts: 2 } as const;

const columnOf = ({ heading, width, hint, kind, required }: ColumnLayout): NewColumn => ({
  heading,
  width,
  hint: `${required ? "必填。" : "可留空。"}${hint}`,
  ...(kind.is === "choice" ? { choices: Object.values(kind.names) } : {}),
  ...(kind.is === "yesNo" ? { choices: ["是", "否"] } : {}),
  ...(kind.is === "reference"
    ? { offers: { sheet: TABLES.find(({ name }) => name === kind.to)?.sheet ?? "", column: NAME_COLUMNS[kind.to] } }
    : {}),
});

const explanations = (): NewSheet => ({
  name: EXPLANATIONS,
  columns: [
    { heading: "工作表", width: 10 },
    { heading: "列", width: 20 },
    { heading: "必填", width: 8 },
    { heading: "怎样填写", width: 90 },
  ],
  rows: [
    ["全部", null, null, "依次填写单位、人员、账号、岗位、职务五个工作表；标题行和列不要改名、删除或隐藏，不要合并单元格，不要用公式。"],
    ["全部", null, null, "导入时先列出将要发生的新增、变更和停用，确认后才写入；有一处错误就一条不写。"],
    ["全部", null, null, "表中没有的单位、人员和账号保持不变；表中列出的账号，其岗位以本表为准；全部职务以本表为准。"],
    ...TABLES.flatMap(({ sheet, about, columns }): (readonly NewCell[])[] => [
      [sheet, null, null, `${about}。`],
      ...columns.map(({ heading, required, hint }): readonly NewCell[] => [sheet, heading, required ? "是" : "否", hint]),
    ]),
  ],
});
