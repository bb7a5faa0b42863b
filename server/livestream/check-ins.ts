import { Board } from "./board.js";
import type { CheckInDesk, LivestreamVerbs } from "./check-in-desk.js";
import { CheckingIn } from "./checking-in.js";
import { Finding } from "./finding.js";
import { Missed } from "./missed.js";
import { OnSiteCalls } from "./phoning.js";
import { Photos } from "./photos.js";
import type { Livestreams } from "./service.js";

/** Article 14 while a livestream runs: check-ins, what follows a missed one, what is found, and the board. */
export class CheckIns {
  readonly board: Board;
  readonly checkingIn: CheckingIn;
  readonly onSiteCalls: OnSiteCalls;
  readonly missed: Missed;
  readonly finding: Finding;
  readonly photos: Photos;

  constructor(desk: CheckInDesk, { running, expecting, reading, replacing }: Livestreams) {
    const verbs: LivestreamVerbs = {
      startIn: (tx, actor, id, at) => running.startIn(tx, actor, id, at),
      endIn: (tx, actor, id, ending) => running.endIn(tx, actor, id, ending),
      follow: (tx, id) => expecting.follow(tx, id),
      replaceLeavers: (tx, id) => replacing.replace(tx, id),
      readable: (tx, actor, id) => reading.readable(tx, actor, id),
    };
    this.finding = new Finding(desk, verbs);
    this.checkingIn = new CheckingIn(desk, verbs, this.finding.found);
    this.onSiteCalls = new OnSiteCalls(desk);
    this.missed = new Missed(desk, verbs, this.onSiteCalls);
    this.board = new Board(desk, verbs);
    this.photos = new Photos(desk, verbs);
  }
}
