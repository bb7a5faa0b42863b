import type { DutyName } from "./duties.js";
import type { Office } from "./offices.js";

/** The three levels of 第11条, in their order. */
export const STAGES = ["first", "second", "final"] as const;
export type Stage = (typeof STAGES)[number];

/** Where a draft can stand on its way through 第11条. */
export const CHAIN_STATES = ["draft", ...STAGES, "approved", "published"] as const;
export type ChainState = (typeof CHAIN_STATES)[number];

/** What moves a draft: the editor submits, revises and publishes; the holder of a stage passes or sends back. */
export const CHAIN_VERBS = ["submit", "pass", "sendBack", "revise", "publish"] as const;
export type ChainVerb = (typeof CHAIN_VERBS)[number];

/** 政治面貌 of a person, as the personnel side knows it. */
export const MEMBERSHIP_NAMES = { party: "中共党员", probationary: "中共预备党员", league: "共青团员", none: "群众或其他" } as const;
export type Membership = keyof typeof MEMBERSHIP_NAMES;

/** The five gates of 第11条 in the rule's order: 严把政治关、法律关、政策关、保密关、内容关. */
export const GATE_NAMES = { political: "政治关", legal: "法律关", policy: "政策关", confidentiality: "保密关", content: "内容关" } as const;
export type Gate = keyof typeof GATE_NAMES;
export const GATES = Object.keys(GATE_NAMES) as readonly Gate[];

/** One level: its name, the duty it opens, and who may sit there in the rule's words. */
export interface StageRule {
  readonly name: string;
  readonly duty: DutyName;
  readonly office: Office;
  /** Verbatim words of 第11条 that say who sits here. */
  readonly who: string;
  /** "unitHead": must head the account's unit; "established": 在编 or designated by the unit's appointment; null: no condition beyond the post. */
  readonly condition: "unitHead" | "establishedOrDesignated" | null;
}

/** 第11条 as a literal: the levels, the editor's condition, the stand-in, and every move that exists. */
export const REVIEW_CHAIN = {
  article: "11",
  stages: {
    first: { name: "初审", duty: "firstReviewer", office: "firstReviewer", who: "新媒体团队负责人", condition: null },
    second: {
      name: "二审",
      duty: "secondReviewer",
      office: "secondReviewer",
      who: "指定负责同志或团省委在编干部职工",
      condition: "establishedOrDesignated",
    },
    final: { name: "终审", duty: "finalReviewer", office: "finalReviewer", who: "主要负责同志", condition: "unitHead" },
  } satisfies Record<Stage, StageRule>,
  editor: { duty: "editorQualifies", memberships: ["party", "probationary", "league"] satisfies Membership[] },
  standIn: { duty: "standInForFinal", for: "final", by: "second" },
  moves: [
    { from: "draft", verb: "submit", to: "first" },
    { from: "first", verb: "pass", to: "second" },
    { from: "second", verb: "pass", to: "final" },
    { from: "final", verb: "pass", to: "approved" },
    { from: "first", verb: "sendBack", to: "draft" },
    { from: "second", verb: "sendBack", to: "draft" },
    { from: "final", verb: "sendBack", to: "draft" },
    { from: "draft", verb: "revise", to: "draft" },
    { from: "first", verb: "revise", to: "first" },
    { from: "second", verb: "revise", to: "first" },
    { from: "final", verb: "revise", to: "first" },
    { from: "approved", verb: "revise", to: "first" },
    { from: "approved", verb: "publish", to: "published" },
  ] satisfies { from: ChainState; verb: ChainVerb; to: ChainState }[],
} as const;

/** Where the verb leads from this state; null when the chain has no such move. */
export function nextState(from: ChainState, verb: ChainVerb): ChainState | null {
  return REVIEW_CHAIN.moves.find((move) => move.from === from && move.verb === verb)?.to ?? null;
}

/** True when the person's 政治面貌 lets them be 责任编辑 (第11条). */
export const mayEdit = (membership: Membership): boolean => (REVIEW_CHAIN.editor.memberships as readonly Membership[]).includes(membership);

/** The level before this one; null at the first. */
export const stageBefore = (stage: Stage): Stage | null => STAGES[STAGES.indexOf(stage) - 1] ?? null;
