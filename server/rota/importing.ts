import { dayName } from "../kernel/local-time.js";
import { In } from "typeorm";
import { Person } from "../../entities/person.js";
import { Shift, type Desk } from "../../entities/shift.js";
import type { Actor } from "../identity/actor.js";
import { hasLeft } from "../identity/qualification.js";
import { newId } from "../kernel/ids.js";
import { changeRows, insertRows } from "../kernel/rows.js";
import { isDuplicate, type Tx } from "../kernel/unit-of-work.js";
import { faultyTable, type LineFault, type SheetRow } from "../spreadsheet/table.js";
import { currentDay, recordAct, type RotaDesk } from "./desk.js";
import { changedMeanwhile } from "./refusals.js";
import { directoryOf } from "./rules/people.js";
import { planLines, type PlanLine } from "./rules/sheet.js";
import { DESK_NAMES } from "./words.js";

const BATCH = 100;

/** One desk on one day, with the people found. */
interface Planned {
  line: number;
  desk: Desk;
  day: string;
  userid: string;
  standInUserid: string | null;
}

/** What an import took over. */
export interface Imported {
  added: number;
  changed: number;
  /** already as listed */
  unchanged: number;
  from: string;
  to: string;
}

/** Takes a table of shifts over as a draft: everything or nothing, and nothing new the second time (R16-01). */
export class Importing {
  constructor(private readonly desk: RotaDesk) {}

  /** Throws one refusal with a line per fault; then nothing was written. What is published already is not touched: it changes day by day, with a reason. */
  async take(actor: Actor, rows: readonly SheetRow[]): Promise<Imported> {
    const { lines, faults } = planLines(rows);
    return this.desk.uow.run(async (tx) => {
      const { planned, present, wrong } = await this.#checked(tx, lines);
      const all = [...faults, ...wrong].sort((one, other) => one.line - other.line);
      if (all.length > 0) throw faultyTable(all, { code: "rota.import-faulty", article: "16" });
      return this.#store(tx, actor, planned, present);
    });
  }

  async #checked(tx: Tx, lines: readonly PlanLine[]): Promise<{ planned: Planned[]; present: Map<string, Shift>; wrong: LineFault[] }> {
    const named = directoryOf(await tx.find(Person));
    const days = [...new Set(lines.map((line) => line.day))];
    const present = new Map((await tx.findBy(Shift, { day: In(days) })).map((shift) => [keyOf(shift), shift]));
    const current = currentDay(this.desk);
    const planned: Planned[] = [];
    const wrong: LineFault[] = [];
    for (const line of lines) {
      const messages: string[] = [];
      const find = (text: string): string | null => {
        const found = named(text);
        if ("fault" in found) messages.push(found.fault);
        else if (hasLeft(found.person, line.day)) messages.push(`「${text}」在这一天已经离职，请换人`);
        else return found.person.userid;
        return null;
      };
      if (line.day < current) messages.push(`${line.day} 已经过去，请删去这一行`);
      const userid = find(line.who);
      const standInUserid = line.standIn === null ? null : find(line.standIn);
      if (userid !== null && userid === standInUserid) messages.push("值班人和替班人是同一人，请换一个替班人");
      const before = present.get(keyOf(line));
      if (before?.state === "published" && userid !== null && differs(before, { userid, standInUserid }))
        messages.push(`${dayName(line.day)}${DESK_NAMES[line.desk]}已经公布，请在值班页改这一天并写明原因`);
      wrong.push(...messages.map((message) => ({ line: line.line, message })));
      if (userid !== null && messages.length === 0) planned.push({ ...line, userid, standInUserid });
    }
    return { planned, present, wrong };
  }

  async #store(tx: Tx, actor: Actor, planned: readonly Planned[], present: ReadonlyMap<string, Shift>): Promise<Imported> {
    const fresh = planned.filter((each) => !present.has(keyOf(each)));
    const changed = planned.filter((each) => {
      const before = present.get(keyOf(each));
      return before !== undefined && differs(before, each);
    });
    const rows = fresh.map(({ desk, day, userid, standInUserid }) => ({
      ...{ id: newId(), desk, day, userid, standInUserid },
      ...{ state: "draft" as const, version: 1 },
    }));
    for (let start = 0; start < rows.length; start += BATCH)
      await insertRows(tx, Shift, rows.slice(start, start + BATCH)).catch((error: unknown) => {
        throw isDuplicate(error) ? changedMeanwhile() : error;
      });
    for (const each of changed) {
      const { id, version } = present.get(keyOf(each)) as Shift;
      const draft = { userid: each.userid, standInUserid: each.standInUserid, version: version + 1 };
      if ((await changeRows(tx, Shift, { id, version, state: "draft" }, draft)) !== 1) throw changedMeanwhile();
    }
    const days = planned.map(({ day }) => day).sort();
    const [from = "", to = ""] = [days[0], days.at(-1)];
    const counts = { added: fresh.length, changed: changed.length, unchanged: planned.length - fresh.length - changed.length };
    recordAct(this.desk, tx, actor, { type: "rota", id: from.slice(0, 7) }, "rota.imported", { ...counts, from, to });
    return { ...counts, from, to };
  }
}

const keyOf = ({ desk, day }: { desk: Desk; day: string }): string => `${desk} ${day}`;

const differs = (before: Shift, after: { userid: string; standInUserid: string | null }): boolean =>
  before.userid !== after.userid || before.standInUserid !== after.standInUserid;
