import { Between, MoreThanOrEqual } from "typeorm";
import { Person } from "../../entities/person.js";
import { DESKS, RotaWarning, Shift } from "../../entities/shift.js";
import { holdersOf } from "../identity/offices.js";
import { hasLeft, trainingLapse } from "../identity/qualification.js";
import { addDays } from "../kernel/local-time.js";
import { changeRows, insertRows, rowsWhere, rowWhere } from "../kernel/rows.js";
import { isDuplicate, type Tx } from "../kernel/unit-of-work.js";
import { unreachableOf } from "./cover.js";
import { recordAct, today, type RotaDesk } from "./desk.js";
import { tell } from "./notices.js";
import { findingsOf, keysOf, untold, type Finding } from "./rules/findings.js";

/** A desk for which nothing was published for this long has no rota that could have gaps. */
const KEPT_DAYS = 31;
const ROWS = 6;
/** The row that says on which day publicity was last told. */
const TOLD = "told";

/** What is wrong with the days from today to `days` later: of a shift that began yesterday nothing can be planned any more. */
export const findingsAhead = async (desk: RotaDesk, tx: Tx, days: number): Promise<Finding[]> => {
  const from = today(desk);
  const to = addDays(from, days);
  const shifts = await tx.find(Shift, { where: { day: Between(from, to) }, order: { day: "ASC", desk: "ASC" } });
  const lately = await tx.findBy(Shift, { day: MoreThanOrEqual(addDays(from, -KEPT_DAYS)), state: "published" });
  const userids = [...new Set(shifts.flatMap((shift) => [shift.userid, ...(shift.standInUserid === null ? [] : [shift.standInUserid])]))];
  const people = new Map((await rowsWhere(tx, Person, { userid: userids })).map((person) => [person.userid, person]));
  return findingsOf({
    ...{ from, to, shifts, people, left: hasLeft },
    kept: DESKS.filter((which) => lately.some((shift) => shift.desk === which)),
    untrained: (person, day) => trainingLapse(person, day) !== null,
    unreachable: await unreachableOf(tx, userids),
  });
};

/** One card a day to 宣传部负责人 and the administrators, with what is new; nothing new: no card (R16-01). Safe to run twice. */
export const warnOnce = async (desk: RotaDesk, tx: Tx): Promise<void> => {
  const day = today(desk);
  if (!(await claimed(tx, day))) return;
  const findings = await findingsAhead(desk, tx, desk.settings.value("rota.warnDays"));
  const told = new Map((await tx.find(RotaWarning)).map((row) => [row.key, row]));
  const standing = new Set(findings.flatMap((finding) => keysOf(finding, day)));
  const fresh = untold(findings, day, new Set(told.keys()));
  for (const key of told.keys()) if (key !== TOLD && !standing.has(key)) await tx.delete(RotaWarning, { key });
  const rows = [...standing].filter((key) => !told.has(key)).map((key) => ({ key, toldOn: day }));
  await insertRows(tx, RotaWarning, rows);
  if (fresh.length === 0) return;
  const to = [...(await holdersOf(tx, "publicityHead", day)), ...(await holdersOf(tx, "administrator", day))];
  await tell(desk, tx, {
    key: `findings:${day}`,
    subject: { type: "rota", id: day.slice(0, 7) },
    to,
    title: `值班安排有 ${fresh.length} 项新问题`,
    subtitle: `今后 ${desk.settings.value("rota.warnDays")} 天，请打开值班页处理`,
    rows: listed(fresh),
  });
  recordAct(desk, tx, null, { type: "rota", id: day.slice(0, 7) }, "rota.warned", { findings: fresh.map(({ words }) => words), told: to });
};

/** True for the first who asks on this day. */
const claimed = async (tx: Tx, day: string): Promise<boolean> => {
  const row = await rowWhere(tx, RotaWarning, { key: TOLD });
  if (row) return row.toldOn < day && (await changeRows(tx, RotaWarning, { key: TOLD, toldOn: row.toldOn }, { toldOn: day })) === 1;
  try {
    await insertRows(tx, RotaWarning, [{ key: TOLD, toldOn: day }]);
    return true;
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return false;
  }
};

const LABELS: Readonly<Record<Finding["kind"], string>> = {
  gap: "空班",
  double: "重复",
  left: "离职",
  unreachable: "联系不上",
  untrained: "未培训",
};

const listed = (findings: readonly Finding[]): [string, string][] => {
  const rows = findings.map(({ kind, words }): [string, string] => [LABELS[kind], words]);
  return rows.length <= ROWS ? rows : [...rows.slice(0, ROWS - 1), ["另有", `${rows.length - ROWS + 1} 项，在值班页`]];
};
