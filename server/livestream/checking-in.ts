import { CheckIn, ExpectedCheckIn, type FindingLevel, type Party, type CheckInKind } from "../../entities/patrol.js";
import { closing } from "../deadlines/closing.js";
import type { Actor } from "../identity/actor.js";
import { directoryOf } from "../identity/directory.js";
import { trainingLapse } from "../identity/qualification.js";
import { newId, sha256 } from "../kernel/ids.js";
import { changeRows, insertRows, rowsWhere, rowWhere } from "../kernel/rows.js";
import { isDuplicate, type Tx } from "../kernel/unit-of-work.js";
import { loadPlaced, type CheckInDesk, type LivestreamVerbs, type Placed } from "./check-in-desk.js";
import { recordAct, today } from "./desk.js";
import { EXPECTED } from "./expecting.js";
import { loadLivestream, type LivestreamFacts } from "./facts.js";
import { isOvertaken, refuse } from "./refusals.js";
import { checkInRefusal, counts, metBy, momentOf, targetOf } from "./rules/check-in.js";
import { CHECKLIST_ITEMS, itemsOf } from "./rules/checklist.js";

/** Of those who tap at the same instant one is first, and everybody else sees it with the next try; the rest is for writes of others. */
const TRIES = 4;

/** What a patroller's phone says. */
export interface SaidCheckIn {
  clientId: string;
  kind: CheckInKind;
  expectedId: string | null;
  finding: FindingLevel;
  /** null: nothing was found */
  found: { party: Party; words: string } | null;
  notInOrder: readonly string[];
  /** items that were not looked at */
  unchecked: readonly string[];
  /** 沿用上次 */
  carriedOver: boolean;
  note: string | null;
  files: readonly string[];
  place: CheckIn["place"];
  deviceAt: Date;
  sentAt: Date;
}

/** What follows a check-in that found a problem. */
type Found = (tx: Tx, actor: Actor, facts: LivestreamFacts, checkIn: CheckIn, found: { party: Party; words: string }) => Promise<void>;

/** 打卡 (R14-08): one tap is one check-in however often it is sent, in whatever order it comes. */
export class CheckingIn {
  constructor(
    private readonly desk: CheckInDesk,
    private readonly verbs: LivestreamVerbs,
    private readonly found: Found,
  ) {}

  /** Takes a check-in and returns what `answer` makes of its id; the same one again changes nothing. Throws where it cannot be. */
  async checkIn<T>(actor: Actor, livestreamId: string, said: SaidCheckIn, answer: (tx: Tx, id: string) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.desk.uow.run(async (tx) => answer(tx, await this.#take(tx, actor, livestreamId, said)));
      } catch (error) {
        // the same tap came twice at the same instant: the other is stored, and is the answer; or somebody else's 开播 or 结束 came first, and is seen now
        if (tries >= TRIES || !(isDuplicate(error) || isOvertaken(error))) throw error;
      }
    }
  }

  async #take(tx: Tx, actor: Actor, livestreamId: string, said: SaidCheckIn): Promise<string> {
    const saidHash = hashOf(livestreamId, said);
    const known = await rowWhere(tx, CheckIn, { userid: actor.userid, clientId: said.clientId });
    if (known && known.saidHash !== saidHash) throw anotherOfThatId();
    if (known) return known.id;
    const placed = await loadPlaced(tx, livestreamId, actor.userid);
    const receivedAt = this.desk.clock.now();
    const moment = momentOf(said, receivedAt);
    const met = await this.#met(tx, actor, placed, said, moment.at);
    await this.#ownPhotos(tx, actor, said.files);
    const missed = met.some(({ missedAt }) => missedAt !== null);
    const checkIn: CheckIn = {
      ...{ id: newId(), livestreamId, userid: actor.userid, clientId: said.clientId, kind: said.kind, expectedId: met[0]?.id ?? null },
      ...{ finding: said.finding, note: said.note, files: [...said.files], place: said.place, deviceAt: said.deviceAt },
      ...{ checklist: checklistOf(said), carriedOver: said.carriedOver },
      ...{ receivedAt, madeAt: moment.at, madeUp: moment.queued || missed, saidHash },
    };
    await insertRows(tx, CheckIn, [checkIn]);
    for (const row of met) await this.#meet(tx, actor, row, checkIn);
    const { kind, finding, madeUp, madeAt } = checkIn;
    recordAct(this.desk, tx, actor, placed.livestream, "livestream.checked-in", {
      ...{ kind, round: met[0]?.round ?? 0, finding, madeUp, madeAt, ...(said.note === null ? {} : { comment: said.note }) },
    });
    const facts = said.found && (await loadLivestream(this.desk, tx, livestreamId));
    await this.#carry(tx, actor, placed, checkIn);
    // after it: what was found at the end is asked all the same
    if (facts && said.found) await this.found(tx, actor, facts, checkIn, said.found);
    return checkIn.id;
  }

  /** Throws where a photo was never uploaded, or by somebody else, or is cleared; until the unit ends none of them is. */
  async #ownPhotos(tx: Tx, actor: Actor, files: readonly string[]): Promise<void> {
    const id = [...new Set(files)];
    if ((await this.desk.files.hold(tx, { id, uploadedBy: actor.userid })) !== id.length)
      throw refuse("photo-unknown", "invalid", "有照片没有上传成功，请重新拍摄或选择后再打卡。", "formPatrol");
  }

  /** The expected check-ins that it meets; throws where it cannot be taken. */
  async #met(tx: Tx, actor: Actor, placed: Placed, said: SaidCheckIn, madeAt: Date): Promise<ExpectedCheckIn[]> {
    const livestreamId = placed.livestream.id;
    const { userid } = actor;
    const rows = await rowsWhere(tx, ExpectedCheckIn, { livestreamId, userid }, ["dueAt", "id"]);
    const named = said.expectedId === null ? null : await rowWhere(tx, ExpectedCheckIn, { id: said.expectedId });
    const made = { userid, kind: said.kind, expectedId: said.expectedId, madeAt };
    const roundMinutes = this.desk.settings.value("livestream.roundMinutes");
    const asked = { ...placed, lapse: await lapseOf(tx, userid, today(this.desk)) };
    const refusal = checkInRefusal(
      { ...asked, named, target: targetOf(rows, made, roundMinutes) },
      { ...said, livestreamId, userid },
      madeAt,
    );
    if (refusal) throw refusal;
    return metBy(rows, made, roundMinutes);
  }

  /** The earliest made counts; what was told of as missed stays so. */
  async #meet(tx: Tx, actor: Actor, row: ExpectedCheckIn, checkIn: CheckIn): Promise<void> {
    const other = row.checkInId === null ? null : await rowWhere(tx, CheckIn, { id: row.checkInId });
    if (other && !counts(checkIn, other)) return;
    const met = { checkInId: checkIn.id };
    if ((await changeRows(tx, ExpectedCheckIn, { id: row.id, state: "expected" }, { ...met, state: "done" })) === 0)
      await changeRows(tx, ExpectedCheckIn, { id: row.id }, met);
    for (const task of await this.desk.deadlines.openOn(tx, { type: EXPECTED, id: row.id }))
      await this.desk.deadlines.discharge(tx, task, closing(actor, "livestream.checked-in"));
  }

  /** 开播 and 结束 are the livestream's own as well; who comes second, or late, changes nothing any more. */
  async #carry(tx: Tx, actor: Actor, { livestream }: Placed, { kind, madeAt }: CheckIn): Promise<void> {
    if (kind === "start") await this.verbs.startIn(tx, actor, livestream.id, madeAt);
    if (kind !== "end" && kind !== "offAir") return;
    const refusal = await this.verbs.endIn(tx, actor, livestream.id, { at: madeAt, note: null, interrupted: false });
    if (refusal) throw refusal;
  }
}

/** What was looked at, and whether it is in order; what is not in order was looked at. */
const checklistOf = ({ kind, notInOrder, unchecked }: SaidCheckIn): Record<string, boolean> =>
  Object.fromEntries(
    CHECKLIST_ITEMS.filter((item) => notInOrder.includes(item) || (itemsOf(kind).includes(item) && !unchecked.includes(item))).map(
      (item) => [item, !notInOrder.includes(item)],
    ),
  );

/** What the id stands for. The moment of sending is another each time. */
const hashOf = (livestreamId: string, said: SaidCheckIn): string => {
  const { kind, expectedId, finding, found, notInOrder, unchecked, carriedOver, note, files, place, deviceAt } = said;
  const looked = [notInOrder, unchecked, carriedOver];
  return sha256(JSON.stringify([livestreamId, kind, expectedId, finding, found, looked, note, files, place, deviceAt]));
};

const anotherOfThatId = () =>
  refuse("client-id-reused", "conflict", "这个打卡编号已用于另一次打卡，本次没有记录。请在打卡页重新打一次。", "formPatrol");

/** Why the certificate of training does not count today (Article 17), in Chinese; null: it does. */
export const lapseOf = async (tx: Tx, userid: string, day: string): Promise<string | null> => {
  const person = (await directoryOf(tx)).person(userid);
  const lapse = person && trainingLapse(person, day);
  return lapse ? { never: "没有登记", ended: "已到期" }[lapse] : null;
};
