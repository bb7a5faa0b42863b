import { randomBytes } from "node:crypto";

/** What becomes of a voice call to a phone. byHand = it rings until the person at the page answers or refuses. */
export const PHONE_STATES = [
  "byHand",
  "answers",
  "refuses",
  "hangsUp",
  "ringsOut",
  "off",
  "noCoverage",
  "inArrears",
  "noNumber",
  "restricted",
  "lineError",
  "lineSilent",
  "lineBusy",
] as const;
export type PhoneState = (typeof PHONE_STATES)[number];

/** How calls end [91628]; 1 ringing, 2 answered, 3 talking are not ends. */
const REASON = { ended: 0, ringing: 1, answered: 2, talking: 3, refused: 7, rangOut: 12, overLimit: 13, lineBusy: 16 } as const;

/** From this moment (milliseconds of domain time) on the call is in this state. */
export interface Step {
  at: number;
  reason: number;
}

/** One voice call of 紧急通知, laid out from its beginning: what it is at any moment follows from the clock alone. */
export interface Call {
  id: string;
  userid: string;
  /** Milliseconds of domain time. */
  at: number;
  /** The phone makes a sound while the call is ringing; a switched-off one does not. */
  rings: boolean;
  steps: Step[];
}

/** What `pstncc/getstates` says of a call. */
export interface CallStatus {
  istalked: 0 | 1;
  /** Unix seconds of domain time. */
  calltime: number;
  /** Seconds. */
  talktime: number;
  reason: number;
}

const SECOND = 1000;
const RING_S = 45;
const SPOKEN_S = 20;
/** The most calls to one person within a span [91628]. */
const MOST: readonly [count: number, spanMs: number][] = [
  [3, 8 * 60 * SECOND],
  [8, 24 * 3600 * SECOND],
];

/** Seconds from the call's beginning, and the state that begins then. */
const COURSES: Record<PhoneState, readonly [afterS: number, reason: number][]> = {
  byHand: [[RING_S, REASON.rangOut]],
  answers: [
    [6, REASON.answered],
    [7, REASON.talking],
    [7 + SPOKEN_S, REASON.ended],
  ],
  refuses: [[5, REASON.refused]],
  hangsUp: [[30, 4]],
  ringsOut: [[RING_S, REASON.rangOut]],
  off: [[3, 8]],
  noCoverage: [[4, 5]],
  inArrears: [[3, 6]],
  noNumber: [[2, 9]],
  restricted: [[2, 10]],
  lineError: [[2, 11]],
  lineSilent: [[20, 14]],
  lineBusy: [[1, REASON.lineBusy]],
};
const AUDIBLE: readonly PhoneState[] = ["byHand", "answers", "refuses", "hangsUp", "ringsOut"];

/** What a call is at a moment. */
export function statusOf(call: Call, nowMs: number): CallStatus {
  const passed = call.steps.filter((step) => step.at <= nowMs);
  const reason = passed.at(-1)?.reason ?? REASON.ringing;
  const talked = passed.find((step) => step.reason === REASON.answered);
  const ended = passed.find((step) => step.reason === REASON.ended);
  const talkedMs = talked ? (ended?.at ?? nowMs) - talked.at : 0;
  return { istalked: talked ? 1 : 0, calltime: Math.floor(call.at / SECOND), talktime: Math.floor(talkedMs / SECOND), reason };
}

const isLive = (call: Call, nowMs: number): boolean => ([1, 2, 3] as number[]).includes(statusOf(call, nowMs).reason);

/** The phones' states and all calls of the last days. */
export class Calls {
  readonly #states = new Map<string, PhoneState>();
  readonly #calls: Call[] = [];

  constructor(
    private readonly changed: (userid: string) => void,
    snapshot?: unknown,
  ) {
    const saved = (snapshot ?? {}) as { states?: Record<string, PhoneState>; calls?: Call[] };
    for (const [userid, state] of Object.entries(saved.states ?? {})) this.#states.set(userid, state);
    this.#calls.push(...(saved.calls ?? []));
  }

  snapshot(): unknown {
    return { states: Object.fromEntries(this.#states), calls: this.#calls };
  }

  state(userid: string): PhoneState {
    return this.#states.get(userid) ?? "byHand";
  }

  /** Takes effect from the next call on. */
  setState(userid: string, state: PhoneState): void {
    this.#states.set(userid, state);
    this.changed(userid);
  }

  of(userid: string): readonly Call[] {
    return this.#calls.filter((call) => call.userid === userid);
  }

  /** The call that is ringing or being talked on now. */
  live(userid: string, nowMs: number): Call | null {
    return this.of(userid).find((call) => isLive(call, nowMs)) ?? null;
  }

  /** Places a call; over the limit (13) and to a phone in a call (16) nothing rings, and getstates says so. */
  place(userid: string, nowMs: number): Call {
    const state = this.state(userid);
    const stopped = this.#isOverLimit(userid, nowMs) ? REASON.overLimit : this.live(userid, nowMs) ? REASON.lineBusy : null;
    const course = stopped === null ? COURSES[state] : [[0, stopped] as const];
    const call: Call = {
      id: `6-${randomBytes(12).toString("hex")}-out`,
      userid,
      at: nowMs,
      rings: stopped === null && AUDIBLE.includes(state),
      steps: course.map(([afterS, reason]) => ({ at: nowMs + afterS * SECOND, reason })),
    };
    this.#calls.push(call);
    this.changed(userid);
    return call;
  }

  /** Answers the ringing phone; false when it does not ring. */
  answer(userid: string, nowMs: number): boolean {
    return this.#act(
      userid,
      nowMs,
      [REASON.ringing],
      [
        { at: nowMs, reason: REASON.answered },
        { at: nowMs + SECOND, reason: REASON.talking },
        { at: nowMs + SPOKEN_S * SECOND, reason: REASON.ended },
      ],
    );
  }

  /** Refuses the ringing phone, or ends the talk; false when there is neither. */
  hangUp(userid: string, nowMs: number): boolean {
    const refused = this.#act(userid, nowMs, [REASON.ringing], [{ at: nowMs, reason: REASON.refused }]);
    return refused || this.#act(userid, nowMs, [REASON.answered, REASON.talking], [{ at: nowMs, reason: REASON.ended }]);
  }

  #act(userid: string, nowMs: number, during: readonly number[], steps: Step[]): boolean {
    const call = this.live(userid, nowMs);
    if (!call?.rings || !during.includes(statusOf(call, nowMs).reason)) return false;
    call.steps = [...call.steps.filter((step) => step.at <= nowMs), ...steps];
    this.changed(userid);
    return true;
  }

  #isOverLimit(userid: string, nowMs: number): boolean {
    const placed = this.of(userid).filter((call) => !call.steps.some((step) => step.reason === REASON.overLimit));
    return MOST.some(([count, spanMs]) => placed.filter((call) => call.at > nowMs - spanMs).length >= count);
  }
}
