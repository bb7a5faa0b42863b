import { VenueReport } from "../../entities/livestream.js";
import { closing } from "../deadlines/closing.js";
import type { Actor } from "../identity/actor.js";
import type { Refusal } from "../kernel/refusal.js";
import { changeRows } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { HOUR_MS, recordAct, type LivestreamDesk } from "./desk.js";
import { loadLivestream, type LivestreamFacts } from "./facts.js";
import { others, tell } from "./notices.js";
import { changedMeanwhile, refuse } from "./refusals.js";
import { isPublicity } from "./rules/standing.js";
import { openTask, stillAhead } from "./tasks.js";
import { venueWords } from "./words.js";

export type VenueAnswer = "register" | "adjust";

const EVE_MS = 24 * HOUR_MS;

/** 报备 of a livestream outside the office area or on other equipment (R14-03): 宣传部 registers it, or wants it different. */
export class Venue {
  constructor(
    private readonly desk: LivestreamDesk,
    /** what follows of a livestream that lacks one thing less */
    private readonly settled: (tx: Tx, livestreamId: string) => Promise<void>,
  ) {}

  /** Asks 宣传部, or the applicant where 宣传部 wants it different. Open a day before the start, both sides are reminded. */
  async ask(tx: Tx, facts: LivestreamFacts): Promise<void> {
    const { startAt } = facts.livestream;
    const due = stillAhead(this.desk, new Date(startAt.getTime() - EVE_MS), "开播前 1 天登记完毕", startAt);
    const holders = facts.venue?.state === "adjust" ? [facts.livestream.applicantUserid] : facts.people.publicity;
    await openTask(this.desk, tx, facts, { duty: "streamFromOffice", holders, due });
  }

  /** The verb for the page. */
  async answer(actor: Actor, livestreamId: string, answer: VenueAnswer, note: string | null): Promise<void> {
    const refusal = await this.desk.uow.run((tx) => this.answerIn(tx, actor, livestreamId, answer, note));
    if (refusal) throw refusal;
  }

  async answerIn(tx: Tx, actor: Actor, livestreamId: string, answer: VenueAnswer, note: string | null): Promise<Refusal | null> {
    const facts = await loadLivestream(this.desk, tx, livestreamId);
    const { venue, livestream } = facts;
    if (!isPublicity(facts, actor.userid))
      return refuse("not-publicity", "forbidden", "报备由宣传部值班或宣传部负责人登记。", "streamFromOffice");
    if (!venue || venue.state === "registered" || livestream.status === "cancelled")
      return refuse("no-venue-report", "conflict", "没有待登记的场地设备报备，可能已经登记或场地已改。", "streamFromOffice");
    const state = answer === "register" ? ("registered" as const) : ("adjust" as const);
    if (venue.state === state) return null;
    const answered = { state, note, answeredAt: this.desk.clock.now(), answeredByUserid: actor.userid };
    if ((await changeRows(tx, VenueReport, { id: venue.id, state: venue.state }, answered)) !== 1) return changedMeanwhile();
    const how = answer === "register" ? "livestream.venue-registered" : "livestream.venue-adjust";
    recordAct(this.desk, tx, actor, livestream, how, { venue: venueWords(venue), ...(note === null ? {} : { comment: note }) });
    const task = await this.desk.deadlines.openOne(tx, "streamFromOffice", livestream.id);
    // what is to be changed is the applicant's now; it stays open until it is
    if (task && answer === "register") await this.desk.deadlines.discharge(tx, task, closing(actor, how));
    else if (task) await this.desk.deadlines.reassign(tx, task, [livestream.applicantUserid]);
    if (answer === "register") {
      await this.#tellRegistered(tx, actor, facts);
      await this.settled(tx, livestream.id);
    }
    return null;
  }

  #tellRegistered(tx: Tx, actor: Actor, facts: LivestreamFacts): Promise<void> {
    const { livestream, venue } = facts;
    return tell(this.desk, tx, facts, {
      key: `venue:${venue?.id ?? ""}`,
      to: others([livestream.applicantUserid, livestream.onSiteUserid], actor),
      title: "场地设备报备已登记",
      rows: [
        ["报备内容", venueWords(livestream)],
        ["登记人", actor.name],
      ],
      duty: "streamFromOffice",
    });
  }
}
