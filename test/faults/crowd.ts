import { randomUUID } from "node:crypto";
import { NotPossible, type ChatMessage } from "../../server/sandbox/index.js";
import type { DraftView } from "../../server/http/contract.js";
import type { Program, Told } from "./program.js";
import type { ReviewTeam } from "./teams.js";

export const STAGES = ["first", "second", "final"] as const;
export type Stage = (typeof STAGES)[number];

export const STAGE_NAMES: Readonly<Record<Stage, string>> = { first: "初审", second: "二审", final: "终审" };

/** What somebody was told had been done, as it must stand in the record: once. */
export interface Act {
  action: "review.drafted" | "review.submitted" | "review.passed" | "review.sent-back";
  draftId: string;
  /** how often the draft had been submitted by then */
  round: number;
  stage: Stage | null;
}

/** A draft on its way through the three levels. */
export interface Life {
  title: string;
  team: ReviewTeam;
  id: string;
  round: number;
}

/** Numbers from 0 to 1, the same for the same seed. */
export type Dice = () => number;

export const diceOf = (seed: number): Dice => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export interface CrowdPace {
  /** drafts under way at once */
  atOnce: number;
  /** longest pause of a person between two acts, in ms */
  restMs: number;
  /** how long somebody waits for their card before they open the page, in ms */
  cardMs: number;
}

/** Somebody who was answered with an error tries again this often, this long. */
const AGAIN_MS = 120;
const PATIENCE_MS = 110_000;
const BY_CARD = 0.7;
const TAPS_AGAIN = 0.7;
const SENT_BACK = 0.08;
const BOTH_AT_ONCE = 0.12;

const ALL_GATES = { political: true, legal: true, policy: true, confidentiality: true, content: true };

/**
 * People at work: they write, submit and judge, by card and by page, two at once now and then, and try again whatever breaks, as people do. Everything
 * that the program told them was done is remembered.
 */
export class Crowd {
  readonly acknowledged: Act[] = [];
  readonly lives: Life[] = [];
  /** what somebody gave up after long patience */
  readonly stuck: string[] = [];
  decisions = 0;
  /** tries that were not answered with success */
  refusals = 0;
  /** nobody begins anything new any more */
  done = false;
  #next = 0;

  constructor(
    private readonly program: Program,
    private readonly teams: readonly ReviewTeam[],
    private readonly dice: Dice,
    private readonly pace: CrowdPace,
    private readonly name: string,
  ) {}

  /** Everybody logs in while all is well. */
  async logIn(): Promise<void> {
    const people = this.teams.flatMap((team) => [team.editor, team.first[0], team.second[0], team.final]);
    for (let from = 0; from < people.length; from += 8) {
      await Promise.all(people.slice(from, from + 8).map((userid) => this.program.token(userid)));
    }
  }

  /** Draft after draft is taken through all levels until `enough`; those under way are finished. */
  async work(enough: () => boolean): Promise<void> {
    const worker = async (): Promise<void> => {
      while (!enough()) await this.#live();
    };
    await Promise.all(Array.from({ length: this.pace.atOnce }, worker));
    this.done = true;
  }

  async #live(): Promise<void> {
    const team = this.teams[this.#next % this.teams.length];
    if (!team) throw new Error("there are no teams");
    this.#next += 1;
    const life: Life = { title: `${this.name}${this.#next}`, team, id: "", round: 0 };
    this.lives.push(life);
    try {
      await this.#write(life);
      for (let sentBack = true; sentBack;) {
        await this.#submit(life);
        sentBack = await this.#judgeAll(life);
      }
    } catch (error) {
      if (!(error instanceof OutOfPatience)) throw error;
      this.stuck.push(error.message);
    }
  }

  async #judgeAll(life: Life): Promise<boolean> {
    for (const stage of STAGES) {
      const sendBack = stage === "first" && life.round === 1 && this.dice() < SENT_BACK;
      await this.#judge(life, stage, sendBack ? "sendBack" : "pass");
      if (sendBack) return true;
    }
    return false;
  }

  async #write(life: Life): Promise<void> {
    const plannedAt = new Date(Date.now() + 48 * 3_600_000).toISOString();
    const words = { title: life.title, body: "新学期第一天，我们把课堂搬到了操场。", category: "normal", urgency: "normal" };
    const body = { accountId: life.team.account, ...words, plannedAt, notClassified: true };
    const key = randomUUID();
    await this.#until(`write ${life.title}`, async () => {
      const told = await this.program.call(life.team.editor, "POST", "/api/drafts", body, key);
      if (told?.status !== 201) return told;
      life.id = String(told.body["id"]);
      return true;
    });
    this.#remember({ action: "review.drafted", draftId: life.id, round: 0, stage: null });
  }

  async #submit(life: Life): Promise<void> {
    const key = randomUUID();
    await this.#until(`submit ${life.title}`, async () => {
      const told = await this.program.call(life.team.editor, "POST", `/api/drafts/${life.id}/submit`, { revision: 1 }, key);
      if (told?.status === 200) return true;
      return told?.status === 409 ? (await this.#view(life))?.status === "inReview" : told;
    });
    life.round += 1;
    this.#remember({ action: "review.submitted", draftId: life.id, round: life.round, stage: null });
  }

  async #judge(life: Life, stage: Stage, verdict: "pass" | "sendBack"): Promise<void> {
    const key = randomUUID();
    const both = verdict === "pass" && this.dice() < BOTH_AT_ONCE;
    let byCard = stage !== "final" && this.dice() < BY_CARD;
    await this.#until(`${verdict} ${stage} ${life.title}`, async () => {
      const card = byCard ? await this.#card(life, stage) : null;
      // whose tap comes to nothing, e.g. as the server's clock is so wrong that WeCom's signature seems stale, opens the page
      byCard &&= this.dice() < TAPS_AGAIN;
      return card ? this.#tap(life, stage, card, verdict, both) : this.#onPage(life, stage, verdict, key);
    });
    this.#remember({ action: verdict === "pass" ? "review.passed" : "review.sent-back", draftId: life.id, round: life.round, stage });
    this.decisions += 1;
  }

  /** The first reviewer's open card, waited for a moment; null: none has come. */
  async #card(life: Life, stage: Stage): Promise<ChatMessage | null> {
    const words = `${STAGE_NAMES[stage]}：${life.title}`;
    const find = (): ChatMessage | undefined =>
      this.program.sandbox
        .chat(reviewer(life, stage))
        .findLast((message) => message.state === "open" && message.card?.main_title?.title === words);
    for (let waited = 0; waited <= this.pace.cardMs; waited += 50) {
      const card = find();
      if (card?.taskId !== undefined) return card;
      await pause(50);
    }
    return null;
  }

  /** True where the tap was answered and the level is decided; `both`: the colleague taps at the same moment. */
  async #tap(life: Life, stage: Stage, card: ChatMessage, verdict: "pass" | "sendBack", both: boolean): Promise<boolean | Told | null> {
    const press = (userid: string) =>
      this.program.sandbox.press(userid, card.taskId ?? "", verdict).catch((error: unknown) => {
        if (error instanceof NotPossible) return null;
        throw error;
      });
    const colleague = both && stage !== "final" ? press(life.team[stage][1]) : null;
    const outcome = await press(reviewer(life, stage));
    await colleague;
    if (outcome?.status === 200 && outcome.reply !== null) return true;
    return this.#isDecided(life, stage);
  }

  async #onPage(life: Life, stage: Stage, verdict: "pass" | "sendBack", key: string): Promise<boolean | Told | null> {
    const wish = verdict === "pass" ? { gates: ALL_GATES } : { comment: "请核对活动时间与参加人数" };
    const path = `/api/drafts/${life.id}/verdicts`;
    const told = await this.program.call(reviewer(life, stage), "POST", path, { revision: 1, verdict, ...wish }, key);
    if (told?.status === 200) return true;
    return told?.status === 409 ? this.#isDecided(life, stage) : told;
  }

  async #isDecided(life: Life, stage: Stage): Promise<boolean> {
    const view = await this.#view(life);
    if (view === null) return false;
    const now = view.stage === null ? STAGES.length : STAGES.indexOf(view.stage);
    return view.status !== "inReview" || now > STAGES.indexOf(stage);
  }

  async #view(life: Life): Promise<DraftView | null> {
    const told = await this.program.call(life.team.editor, "GET", `/api/drafts/${life.id}`);
    return told?.status === 200 ? (told.body as unknown as DraftView) : null;
  }

  /** Tries until it is done, as people do; gives up after long patience. */
  async #until(what: string, attempt: () => Promise<boolean | Told | null>): Promise<void> {
    const giveUpAt = performance.now() + PATIENCE_MS;
    for (;;) {
      const outcome = await attempt();
      if (outcome === true) break;
      this.refusals += 1;
      if (performance.now() > giveUpAt) throw new OutOfPatience(`${what}: ${JSON.stringify(outcome)?.slice(0, 200)}`);
      await pause(AGAIN_MS * (0.5 + this.dice()));
    }
    if (this.pace.restMs > 0) await pause(this.pace.restMs * this.dice());
  }

  #remember(act: Act): void {
    this.acknowledged.push(act);
  }
}

class OutOfPatience extends Error {}

const reviewer = ({ team }: Life, stage: Stage): string => (stage === "final" ? team.final : team[stage][0]);
