import { rowOf, rowsOf, textOf, UNREADABLE, useridOf, type Fault, type Row } from "./fault.js";
import type { Wording } from "./wording.js";
import { ACCOUNT_POST_NAMES, OFFICE_NAMES_IN_FILE } from "./words.js";

/** A scope of posts is named after an account or after the organisation; no account may bear the latter's name. */
const RESERVED_ID = "organisation";

interface Known {
  /** null: the section could not be read */
  units: ReadonlyMap<string, Row> | null;
  people: ReadonlyMap<string, Row> | null;
  wording: Wording;
}

const keyed = (rows: readonly Row[] | null, keyOf: (row: Row) => string | null): ReadonlyMap<string, Row> | null =>
  rows && new Map(rows.flatMap((row) => ((key) => (key === null ? [] : [[key, row] as const]))(keyOf(row))));

const foldedUserid = (value: unknown): string | null => {
  const text = textOf(value);
  return text === null ? null : useridOf(text);
};

/**
 * Everything in a file that does not fit together: ids given twice, references to nobody, a final reviewer who does not head the account's
 * unit (第11条), a custodian who is not 在编 (第18条). Judges only what could be read.
 */
export const referenceFaultsOf = (file: unknown, wording: Wording): Fault[] => {
  const sections = { units: rowsOf(file, "units"), people: rowsOf(file, "people"), accounts: rowsOf(file, "accounts") };
  const known: Known = {
    units: keyed(sections.units, (row) => textOf(row.id)),
    people: keyed(sections.people, (row) => foldedUserid(row.userid)),
    wording,
  };
  const repeated = (section: keyof typeof sections, field: string, keyOf: (row: Row) => string | null, what: string): Fault[] =>
    repeatedIn(section, sections[section] ?? [], field, keyOf, what, wording);
  return [
    ...repeated("units", "id", (row) => textOf(row.id), "单位编号"),
    ...repeated("people", "userid", (row) => foldedUserid(row.userid), `${wording.userid}（不分大小写）`),
    ...repeated("accounts", "id", (row) => textOf(row.id), "账号编号"),
    ...repeated("accounts", "name", platformAndName, "同一平台上的账号名称"),
    ...(sections.units ?? []).flatMap((row, index) =>
      ["head", "leaderInCharge"].flatMap((field) => unknownPerson(row[field], ["units", index, field], known)),
    ),
    ...(sections.people ?? []).flatMap((row, index) => unknownUnit(row.unit, ["people", index, "unit"], known)),
    ...(sections.accounts ?? []).flatMap((row, index) => accountFaults(row, index, known)),
    ...Object.keys(OFFICE_NAMES_IN_FILE).flatMap((office) => postFaults(rowOf(rowOf(file).offices)[office], ["offices", office], known)),
  ];
};

const platformAndName = (row: Row): string | null => {
  const [platform, name] = [textOf(row.platform), textOf(row.name)?.trim()];
  return platform === null || !name ? null : `${platform}\n${name}`;
};

const repeatedIn = (
  section: string,
  rows: readonly Row[],
  field: string,
  keyOf: (row: Row) => string | null,
  what: string,
  wording: Wording,
): Fault[] => {
  const first = new Map<string, number>();
  return rows.flatMap((row, index) => {
    const key = keyOf(row);
    if (key === null) return [];
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, index);
      return [];
    }
    return [
      {
        at: [section, index, field],
        message: `${what}与${wording.row(section, earlier)}重复，请删除一个或改用别的${what.replace(/（.*）/, "")}`,
      },
    ];
  });
};

const unknownPerson = (value: unknown, at: Fault["at"], known: Known): Fault[] => {
  const userid = foldedUserid(value);
  if (userid === null || known.people === null || known.people.has(userid)) return [];
  return [{ at, message: `${known.wording.people}中没有「${userid}」，请补充此人或改正 ${known.wording.userid}` }];
};

const unknownUnit = (value: unknown, at: Fault["at"], known: Known): Fault[] => {
  const id = textOf(value);
  if (id === null || known.units === null || known.units.has(id)) return [];
  return [{ at, message: `${known.wording.units}中没有「${id}」，请补充此单位或改正编号` }];
};

/** Who holds one post: every one known, nobody named twice. */
const postFaults = (value: unknown, at: Fault["at"], known: Known): Fault[] => {
  if (!Array.isArray(value)) return unknownPerson(value, at, known);
  const userids = value.map(foldedUserid);
  return userids.flatMap((userid, index) => {
    const place = [...at, index];
    if (userid !== null && userids.indexOf(userid) < index)
      return [{ at: place, message: `「${userid}」在同一岗位上写了两次，请删除一个` }];
    return unknownPerson(userid, place, known);
  });
};

const accountFaults = (row: Row, index: number, known: Known): Fault[] => {
  const roles = rowOf(row.roles);
  const at = (...steps: string[]): Fault["at"] => ["accounts", index, ...steps];
  const reserved = row.id === RESERVED_ID ? [{ at: at("id"), message: `「${RESERVED_ID}」是系统保留的编号，请改用别的账号编号` }] : [];
  return [
    ...reserved,
    ...unknownUnit(row.unit, at("unit"), known),
    ...Object.keys(ACCOUNT_POST_NAMES).flatMap((post) => postFaults(roles[post], at("roles", post), known)),
    ...finalReviewerFaults(row, at("roles", "finalReviewer"), known),
    ...custodianFaults(roles.custodian, at("roles", "custodian"), known),
  ];
};

const finalReviewerFaults = (row: Row, at: Fault["at"], known: Known): Fault[] => {
  const userid = foldedUserid(rowOf(row.roles).finalReviewer);
  const unit = known.units?.get(textOf(row.unit) ?? "");
  if (userid === null || !known.people?.has(userid) || !unit || unit.head === UNREADABLE) return [];
  const head = foldedUserid(unit.head);
  const unitName = textOf(unit.name)?.trim() ?? textOf(unit.id);
  if (head === userid) return [];
  const message =
    head === null
      ? `终审责任人须是运营部门主要负责同志（第11条），而单位「${unitName}」没有填写${known.wording.head.trimEnd()}，请先填写`
      : `终审责任人须是运营部门主要负责同志（第11条）：单位「${unitName}」的${known.wording.head}是「${head}」，请改正其中一处`;
  return [{ at, message }];
};

const custodianFaults = (value: unknown, at: Fault["at"], known: Known): Fault[] => {
  const userid = foldedUserid(value);
  if (userid === null || known.people?.get(userid)?.established !== false) return [];
  return [{ at, message: `密码须由在编干部职工管理（第18条），「${userid}」不在编，请改为在编人员` }];
};
