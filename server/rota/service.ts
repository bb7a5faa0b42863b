import type { OfficeRole } from "../../entities/appointment.js";
import { Person } from "../../entities/person.js";
import { Shift, ShiftSwap, type Desk } from "../../entities/shift.js";
import { Unit } from "../../entities/unit.js";
import type { RotaMonth, RotaPeople, RotaToday, ShiftStory } from "../http/contract.js";
import type { Actor } from "../identity/actor.js";
import { hasLeft, trainingLapse } from "../identity/qualification.js";
import { rowWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { Arriving } from "./arriving.js";
import { coverAt, officesOnShift } from "./cover.js";
import { aboutShift, today, type RotaDesk } from "./desk.js";
import { HandingOver } from "./handing-over.js";
import { Importing } from "./importing.js";
import { rotaMonth } from "./month.js";
import { Planning } from "./planning.js";
import { Publishing } from "./publishing.js";
import { shiftNotFound } from "./refusals.js";
import { Rounds } from "./rounds.js";
import { Swapping } from "./swapping.js";
import { TakingOver } from "./taking-over.js";
import { rotaToday } from "./today.js";
import { Views } from "./views.js";
import { Yearly } from "./yearly.js";

/** Article 16 for those who ask: who has which desk. A shift belongs to the rota; a duty is an obligation of the rule. Each verb is a class of its own. */
export class Rota {
  readonly arriving: Arriving;
  readonly handingOver: HandingOver;
  readonly takingOver: TakingOver;
  readonly swapping: Swapping;
  readonly importing: Importing;
  readonly planning: Planning;
  readonly publishing: Publishing;
  readonly rounds: Rounds;

  constructor(private readonly desk: RotaDesk) {
    const yearly = new Yearly(desk);
    this.arriving = new Arriving(desk);
    this.handingOver = new HandingOver(desk);
    this.takingOver = new TakingOver(desk, this.arriving);
    this.swapping = new Swapping(desk);
    this.importing = new Importing(desk);
    this.planning = new Planning(desk, this.arriving, this.takingOver, this.swapping);
    this.publishing = new Publishing(desk, yearly);
    this.rounds = new Rounds(desk, { ...this.#verbs(), yearly });
  }

  /**
   * Who answers at a desk at this moment, the one responsible first: until the desk is taken over whoever had it before, then the person of the shift,
   * the stand-in where the person is away or cannot be reached. Where the rota has nobody: the holders of the office (宣传部值班, 大数据中心值班).
   */
  onDuty(tx: Tx, desk: Desk, at: Date): Promise<string[]> {
    return coverAt(tx, desk, at, this.desk.settings);
  }

  /** The offices (宣传部值班, 大数据中心值班) that somebody has now by the rota, whoever is appointed to them. */
  officesOf(tx: Tx, userid: string): Promise<OfficeRole[]> {
    return officesOnShift(tx, userid, this.desk.clock.now(), this.desk.settings);
  }

  /** 值班 as this person sees it now. */
  today(actor: Actor): Promise<RotaToday> {
    return this.desk.uow.read((tx) => rotaToday(this.desk, tx, actor));
  }

  /** One month; null: this one. */
  month(actor: Actor, month: string | null): Promise<RotaMonth> {
    return this.desk.uow.read((tx) => rotaMonth(this.desk, tx, actor, month));
  }

  /** Everybody who can be put on a shift, with whether they are trained today. */
  people(): Promise<RotaPeople> {
    return this.desk.uow.read(async (tx) => {
      const units = new Map((await tx.find(Unit)).map((unit) => [unit.id, unit.name]));
      const people = await tx.find(Person, { order: { unitId: "ASC", name: "ASC" } });
      const here = people.filter((person) => !hasLeft(person, today(this.desk)));
      const items = here.map((person) => ({
        ...{ userid: person.userid, name: person.name, unit: units.get(person.unitId) ?? "" },
        trained: trainingLapse(person, today(this.desk)) === null,
      }));
      return { items };
    });
  }

  /** What happened to a shift, oldest first. */
  story(actor: Actor, shiftId: string): Promise<ShiftStory> {
    return this.desk.uow.read(async (tx) => {
      const shift = await rowWhere(tx, Shift, { id: shiftId });
      if (!shift) throw shiftNotFound();
      const views = await Views.of(this.desk, tx, actor, [shift]);
      const { entries } = await this.desk.story.of(tx, aboutShift(shift));
      return { shift: views.shift(shift), entries };
    });
  }

  /** The swaps that somebody asked for and that wait for an answer, for 我发起的. */
  readonly startedBy = async (tx: Tx, userid: string): Promise<string[]> => {
    const swaps = await tx.findBy(ShiftSwap, { askedBy: userid, state: "asked" });
    return swaps.map((swap) => swap.id);
  };

  #verbs() {
    return { arriving: this.arriving, handingOver: this.handingOver, takingOver: this.takingOver, swapping: this.swapping };
  }
}
