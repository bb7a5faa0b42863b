import type { Tx } from "../kernel/unit-of-work.js";
import { Agreeing } from "./agreeing.js";
import { Applying } from "./applying.js";
import { Cancelling } from "./cancelling.js";
import { Changing } from "./changing.js";
import type { LivestreamDesk } from "./desk.js";
import { Filing } from "./filing.js";
import { Reading } from "./reading.js";
import { reviewReadiness } from "./readiness.js";
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

  constructor(desk: LivestreamDesk) {
    const follow = (tx: Tx, livestreamId: string): Promise<void> => reviewReadiness(desk, tx, livestreamId);
    this.reading = new Reading(desk);
    this.venue = new Venue(desk, follow);
    this.filing = new Filing(desk, follow);
    this.agreeing = new Agreeing(desk, this.filing);
    this.applying = new Applying(desk, this.agreeing, this.venue);
    this.changing = new Changing(desk, { agreeing: this.agreeing, venue: this.venue, follow });
    this.cancelling = new Cancelling(desk, follow);
  }
}
