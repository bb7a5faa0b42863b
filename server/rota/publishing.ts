import { dayName } from "../kernel/local-time.js";
import { Between, In } from "typeorm";
import { Person } from "../../entities/person.js";
import { Shift, type Desk } from "../../entities/shift.js";
import type { Actor } from "../identity/actor.js";
import { hasLeft } from "../identity/qualification.js";
import { newId } from "../kernel/ids.js";
import { Refusal } from "../kernel/refusal.js";
import { rowsWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { currentDay, recordAct, type RotaDesk } from "./desk.js";
import { tell } from "./notices.js";
import { changedMeanwhile, refuse } from "./refusals.js";
import { DESK_NAMES } from "./words.js";
import type { Yearly } from "./yearly.js";

const BATCH = 200;
const DAYS_SHOWN = 4;

/** Which drafts are to be in force. */
export interface PublishWish {
  /** first and last day */
  from: string;
  to: string;
  desks: readonly Desk[];
}

/** Brings drafts into force: from then on a day changes only with a reason (R16-01). */
export class Publishing {
  constructor(
    private readonly desk: RotaDesk,
    private readonly yearly: Yearly,
  ) {}

  /** How many shifts were published. Refused where there is none, and where somebody on them has left by then, with a line for each. */
  async publish(actor: Actor, wish: PublishWish): Promise<number> {
    return this.desk.uow.run(async (tx) => {
      const from = wish.from < currentDay(this.desk) ? currentDay(this.desk) : wish.from;
      const drafts = await tx.find(Shift, {
        where: { day: Between(from, wish.to), desk: In([...wish.desks]), state: "draft" },
        order: { day: "ASC", desk: "ASC" },
      });
      if (drafts.length === 0) throw refuse("nothing-to-publish", "conflict", "这段时间没有待公布的草稿，请先导入或逐日安排。");
      await refuseLeavers(tx, drafts);
      await this.#bringIntoForce(tx, drafts);
      const [first = from, last = wish.to] = [drafts[0]?.day, drafts.at(-1)?.day];
      recordAct(this.desk, tx, actor, { type: "rota", id: first.slice(0, 7) }, "rota.published", {
        ...{ from: first, to: last, shifts: drafts.length, desks: wish.desks },
      });
      await this.#tell(tx, actor, drafts);
      await this.yearly.settle(tx, actor, new Set(drafts.map(({ day }) => day.slice(0, 4))));
      return drafts.length;
    });
  }

  async #bringIntoForce(tx: Tx, drafts: readonly Shift[]): Promise<void> {
    const publishedAt = this.desk.clock.now();
    for (let start = 0; start < drafts.length; start += BATCH) {
      const ids = drafts.slice(start, start + BATCH).map(({ id }) => id);
      const published = await tx.update(Shift, { id: In(ids), state: "draft" }, { state: "published", publishedAt });
      if (published.affected !== ids.length) throw changedMeanwhile();
    }
  }

  /** One card for each person, with their own days. */
  async #tell(tx: Tx, actor: Actor, shifts: readonly Shift[]): Promise<void> {
    const act = newId();
    const named = new Set(shifts.flatMap(({ userid, standInUserid }) => [userid, standInUserid]).filter((userid) => userid !== null));
    for (const userid of named) {
      if (userid === actor.userid) continue;
      const own = shifts.filter((shift) => shift.userid === userid);
      const standIns = shifts.filter((shift) => shift.standInUserid === userid);
      await tell(this.desk, tx, {
        key: `published:${act}:${userid}`,
        subject: { type: "rota", id: (shifts[0]?.day ?? "").slice(0, 7) },
        to: [userid],
        title: `值班安排已公布：您有 ${own.length} 个班次${standIns.length > 0 ? `，替班 ${standIns.length} 个` : ""}`,
        subtitle: `${dayName(shifts[0]?.day ?? "")}至 ${dayName(shifts.at(-1)?.day ?? "")}`,
        rows: [...own.slice(0, DAYS_SHOWN).map(row), ...(own.length > DAYS_SHOWN ? [more(own.length - DAYS_SHOWN)] : [])],
      });
    }
  }
}

const row = ({ day, desk }: Shift): [string, string] => [DESK_NAMES[desk].replace("大数据中心值班", "数据中心"), dayName(day)];
const more = (count: number): [string, string] => ["另有", `${count} 个，可订阅到手机日历`];

const refuseLeavers = async (tx: Tx, drafts: readonly Shift[]): Promise<void> => {
  const userids = [
    ...new Set(drafts.flatMap(({ userid, standInUserid }) => (standInUserid === null ? [userid] : [userid, standInUserid]))),
  ];
  const people = new Map((await rowsWhere(tx, Person, { userid: userids })).map((person) => [person.userid, person]));
  const fields = drafts.flatMap(({ day, desk, userid, standInUserid }) =>
    [userid, standInUserid].flatMap((each) => {
      const person = each === null ? undefined : people.get(each);
      if (each === null || (person && !hasLeft(person, day))) return [];
      return [{ path: `${day} ${DESK_NAMES[desk]}`, message: `${person?.name ?? each} 到这一天已经离职，请换人` }];
    }),
  );
  if (fields.length === 0) return;
  const detail = `有 ${fields.length} 个班次的人员已经离职，没有公布任何班次；请换人后再公布。`;
  throw new Refusal({ code: "rota.people-left", kind: "invalid", detail, article: "16", fields });
};
