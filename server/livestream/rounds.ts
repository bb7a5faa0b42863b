import { In, MoreThan } from "typeorm";
import { Deadline } from "../../entities/deadline.js";
import { Draft } from "../../entities/draft.js";
import { COMING_STATUSES, Livestream } from "../../entities/livestream.js";
import type { Rounds } from "../domain.js";
import { Parts } from "../kernel/parts.js";
import { rowsWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { HOUR_MS, type LivestreamDesk } from "./desk.js";
import type { Drawing } from "./drawing.js";
import type { Expecting } from "./expecting.js";
import { reviewReadiness } from "./readiness.js";
import type { Replacing } from "./replacing.js";
import { unclosedSince } from "./rules/running.js";
import type { Running } from "./running.js";

const MINUTE_MS = 60_000;
/** A livestream that nobody closed is looked after for so long past its planned end. */
const LOOKED_AFTER_MS = 24 * HOUR_MS;
const NEVER = new Date(8.64e15);

/** What comes due by itself: a patroller who has left, the morning on which a team is drawn, a script that was passed or changed, a livestream that goes on longer. */
export class LivestreamRounds implements Rounds {
  constructor(
    private readonly desk: LivestreamDesk,
    private readonly verbs: { drawing: Drawing; replacing: Replacing; expecting: Expecting; running: Running },
  ) {}

  /** Does everything that is due by now; safe to run twice. One livestream that fails holds up no other; the first failure is thrown at the end. */
  async sweep(): Promise<void> {
    const parts = new Parts();
    for (const { id, work } of await this.desk.uow.read((tx) => this.#due(tx)))
      await parts.run(() => this.desk.uow.once((tx) => work(tx, id)));
    parts.end();
  }

  /** The next morning on which a team is drawn, or round of a livestream that goes on. */
  async nextMoment(after: Date, until: Date): Promise<Date | null> {
    const moments = (await this.desk.uow.read((tx) => this.#underWay(tx))).flatMap((livestream) => this.#momentsOf(livestream));
    const next = moments.filter((moment) => moment > after && moment <= until).map((moment) => moment.getTime());
    return next.length === 0 ? null : new Date(Math.min(...next));
  }

  async #due(tx: Tx): Promise<{ id: string; work: (tx: Tx, id: string) => Promise<unknown> }[]> {
    const now = this.desk.clock.now();
    const underWay = await this.#underWay(tx);
    const changed = await this.#scriptsChanged(tx, underWay);
    const left = await this.verbs.replacing.withLeavers(
      tx,
      underWay.map(({ id }) => id),
    );
    const asked = new Set((await rowsWhere(tx, Deadline, { duty: "formPatrol", state: "open" })).map(({ subjectId }) => subjectId));
    return underWay.flatMap((livestream) => {
      const { id, startAt, endAt, status, patrolWaiver } = livestream;
      const lacks = (status === "filed" || status === "ready") && patrolWaiver === null && !asked.has(id);
      const draws = lacks && now >= this.verbs.drawing.opensAt(startAt) && now < startAt;
      return [
        ...(left.has(id) ? [{ id, work: (tx: Tx, one: string) => this.verbs.replacing.replace(tx, one) }] : []),
        ...(draws ? [{ id, work: (tx: Tx, one: string) => this.verbs.drawing.ask(tx, one) }] : []),
        ...(changed.has(id) ? [{ id, work: (tx: Tx, one: string) => reviewReadiness(this.desk, tx, one) }] : []),
        ...(now >= endAt ? [{ id, work: (tx: Tx, one: string) => this.verbs.expecting.follow(tx, one) }] : []),
        ...(now >= (unclosedSince(livestream, 0) ?? NEVER)
          ? [{ id, work: (tx: Tx, one: string) => this.verbs.running.askUnclosed(tx, one) }]
          : []),
      ];
    });
  }

  /** Not over and not cancelled, and not long forgotten. */
  #underWay(tx: Tx): Promise<Livestream[]> {
    const since = new Date(this.desk.clock.now().getTime() - LOOKED_AFTER_MS);
    return tx.find(Livestream, { where: { status: In([...COMING_STATUSES]), endAt: MoreThan(since) } });
  }

  /** Those whose readiness may be another because their script's state is. */
  async #scriptsChanged(tx: Tx, livestreams: readonly Livestream[]): Promise<Set<string>> {
    const waiting = livestreams.filter(({ status, scriptDraftId }) => (status === "filed" || status === "ready") && scriptDraftId !== null);
    const drafts = await rowsWhere(tx, Draft, { id: waiting.flatMap(({ scriptDraftId }) => scriptDraftId ?? []) });
    const passed = new Set(drafts.filter(({ status }) => status === "approved" || status === "published").map(({ id }) => id));
    return new Set(
      waiting.filter(({ status, scriptDraftId }) => passed.has(scriptDraftId ?? "") === (status === "filed")).map(({ id }) => id),
    );
  }

  #momentsOf(livestream: Livestream): Date[] {
    const { status, startAt, endAt, endedAt } = livestream;
    const round = this.desk.settings.value("livestream.roundMinutes") * MINUTE_MS;
    const further = Math.max(0, Math.floor((this.desk.clock.now().getTime() - endAt.getTime()) / round) + 1);
    const goesOn = endedAt === null ? [endAt, new Date(endAt.getTime() + further * round)] : [];
    return [
      ...(status === "filed" || status === "ready" ? [this.verbs.drawing.opensAt(startAt)] : []),
      ...goesOn,
      unclosedSince(livestream, 0) ?? NEVER,
    ];
  }
}
