import type { Tx } from "../kernel/unit-of-work.js";
import { Agreeing } from "./agreeing.js";
import { Applying } from "./applying.js";
import { Broadcasting } from "./broadcasting.js";
import { Cancelling } from "./cancelling.js";
import { Changing } from "./changing.js";
import type { LivestreamDesk } from "./desk.js";
import { Drawing } from "./drawing.js";
import { Expecting } from "./expecting.js";
import type { LivestreamFacts } from "./facts.js";
import { Filing } from "./filing.js";
import { Inviting } from "./inviting.js";
import { Reading } from "./reading.js";
import { reviewReadiness } from "./readiness.js";
import { Replacing } from "./replacing.js";
import { LivestreamRounds } from "./rounds.js";
import { Running } from "./running.js";
import { SummingUp } from "./summing-up.js";
import { Training } from "./training.js";
import { Venue } from "./venue.js";

/** Article 14 for those who ask: livestreams, from the application to the summary. Each verb is a class of its own. */
export class Livestreams {
  readonly reading: Reading;
  readonly venue: Venue;
  readonly filing: Filing;
  readonly agreeing: Agreeing;
  readonly applying: Applying;
  readonly changing: Changing;
  readonly cancelling: Cancelling;
  readonly expecting: Expecting;
  readonly training: Training;
  readonly inviting: Inviting;
  readonly drawing: Drawing;
  readonly replacing: Replacing;
  readonly broadcasting: Broadcasting;
  readonly running: Running;
  readonly summingUp: SummingUp;
  readonly rounds: LivestreamRounds;

  constructor(desk: LivestreamDesk) {
    this.expecting = new Expecting(desk);
    this.training = new Training(desk);
    this.inviting = new Inviting(desk, (tx, id) => this.drawing.settle(tx, id));
    this.drawing = new Drawing(desk, this.inviting, (tx, id) => this.#follow(desk, tx, id));
    this.replacing = new Replacing(desk, this.inviting, {
      changed: (tx, id) => this.drawing.settle(tx, id),
      completed: (tx, id) => this.drawing.ask(tx, id),
    });
    const lacksLess = (tx: Tx, id: string): Promise<void> => this.#filed(desk, tx, id);
    this.reading = new Reading(desk, this.drawing);
    this.venue = new Venue(desk, lacksLess);
    this.filing = new Filing(desk, lacksLess);
    this.agreeing = new Agreeing(desk, this.filing);
    this.applying = new Applying(desk, this.agreeing, this.venue);
    const follow = (tx: Tx, id: string): Promise<void> => this.#follow(desk, tx, id);
    this.changing = new Changing(desk, { agreeing: this.agreeing, venue: this.venue, follow });
    this.cancelling = new Cancelling(desk, (tx, facts) => this.#over(tx, facts));
    this.broadcasting = new Broadcasting(desk);
    this.summingUp = new SummingUp(desk);
    this.running = new Running(desk, { follow: (tx, id) => this.expecting.follow(tx, id), ended: (tx, facts) => this.#ended(tx, facts) });
    const { drawing, replacing, expecting, running } = this;
    this.rounds = new LivestreamRounds(desk, { drawing, replacing, expecting, running });
  }

  /** Readiness, training and the plan of check-ins keep step with everything that happens. */
  async #follow(desk: LivestreamDesk, tx: Tx, livestreamId: string): Promise<void> {
    await this.training.ask(tx, livestreamId);
    await this.expecting.follow(tx, livestreamId);
    await reviewReadiness(desk, tx, livestreamId);
  }

  /** Filed, or lacking one thing less: where its day has come, 宣传部 is asked for the team at once. */
  async #filed(desk: LivestreamDesk, tx: Tx, livestreamId: string): Promise<void> {
    await reviewReadiness(desk, tx, livestreamId);
    await this.drawing.ask(tx, livestreamId);
  }

  /** Over: nobody is asked to join any more, and the lead is asked for the summary. */
  async #ended(tx: Tx, facts: LivestreamFacts): Promise<void> {
    await this.inviting.withdraw(tx, null, facts);
    await this.summingUp.ask(tx, facts);
  }

  /** Cancelled: nobody is asked or expected any more. */
  async #over(tx: Tx, facts: LivestreamFacts): Promise<void> {
    await this.inviting.withdraw(tx, null, facts);
    await this.expecting.follow(tx, facts.livestream.id);
  }
}
