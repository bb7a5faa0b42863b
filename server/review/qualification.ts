import type { Person } from "../../entities/person.js";
import { hasLeft, leagueEndsOn, membershipLapse, trainingLapse } from "../identity/qualification.js";
import { dayWords } from "../kernel/local-time.js";
import type { Refusal } from "../kernel/refusal.js";
import { MEMBERSHIP_NAMES, REVIEW_CHAIN, STAGES, type Stage } from "../regulation/review-chain.js";
import type { AccountFacts, DraftFacts } from "./facts.js";
import { refuse } from "./refusals.js";

const gone = (person: Person | undefined, today: string): boolean => !person || hasLeft(person, today);

const trainingOver = (person: Person, today: string): string | null => {
  const lapse = trainingLapse(person, today);
  if (lapse === null) return null;
  return lapse === "never" ? "没有培训合格记录" : `培训合格证已于 ${dayWords(person.trainedUntil ?? today)} 到期`;
};

const membershipWords = (person: Person, today: string, ageLimit: number): string | null => {
  const change = "请联系本部门人事更新政治面貌，或更换责任编辑。";
  switch (membershipLapse(person, today, ageLimit)) {
    case null:
      return null;
    case "notMember":
      return `责任编辑的政治面貌登记为「${MEMBERSHIP_NAMES[person.membership]}」，不符合要求。${change}`;
    case "birthUnknown":
      return `团员没有登记出生日期，不能担任责任编辑。${change}`;
    case "ofAge":
      return `团员已于 ${dayWords(leagueEndsOn(person, ageLimit) ?? today)} 年满 ${ageLimit} 周岁，不能担任责任编辑。${change}`;
  }
};

/** Why this person cannot be 责任编辑 today (Article 11, 17); null: they can. `today` is a local day. */
export const editorRefusal = (facts: Pick<AccountFacts, "people" | "settings">, userid: string, today: string): Refusal | null => {
  const person = facts.people.get(userid);
  if (!person || gone(person, today))
    return refuse("editor-not-qualified", "invalid", "责任编辑已离任，请由本账号的其他责任编辑提交。", "editorQualifies");
  const membership = membershipWords(person, today, facts.settings.value("people.leagueAgeLimit"));
  if (membership) return refuse("editor-not-qualified", "invalid", membership, "editorQualifies");
  const training = trainingOver(person, today);
  if (training) return refuse("editor-not-trained", "invalid", `责任编辑${training}，请先参加宣传部组织的培训。`, "trainBeforeDuty");
  return null;
};

/** Who answers for a draft as its editor now: who wrote it or, once they left, the account's other editors. */
export const editorsNow = (facts: DraftFacts, today: string): string[] => {
  const here = (userid: string): boolean => !gone(facts.people.get(userid), today);
  const { editorUserid } = facts.draft;
  return here(editorUserid) ? [editorUserid] : facts.seats.editor.filter(here);
};

/** Why this person may not sit at this level today although appointed (Article 11, 17; checked at every act, R11-09); null: they may. */
export const reviewerShortcoming = (stage: Stage, facts: AccountFacts, userid: string, today: string): string | null => {
  const person = facts.people.get(userid);
  if (!person || gone(person, today)) return "已离任";
  switch (stage) {
    case "first":
      return trainingOver(person, today);
    case "second":
      return null;
    case "final":
      return facts.unit.headUserid === userid ? null : `不是${facts.unit.name}的主要负责同志`;
  }
};

/** Those appointed to a level who qualify today and wrote nothing of the current version. */
export const candidates = (stage: Stage, facts: DraftFacts, today: string): string[] =>
  facts.seats[stage].filter(
    (userid) => !facts.revision.editors.includes(userid) && reviewerShortcoming(stage, facts, userid, today) === null,
  );

/** The level at which somebody already decided on the current version; null: none (an objection is no decision). */
export const decidedAt = (facts: DraftFacts, userid: string): Stage | null =>
  facts.verdicts.find(
    (verdict) => verdict.byUserid === userid && verdict.revision === facts.draft.revision && verdict.verdict !== "objection",
  )?.stage ?? null;

/** True where the levels can be filled by different people, none of them in `used`. */
const fillable = (stages: readonly Stage[], pools: Readonly<Record<Stage, readonly string[]>>, used: readonly string[]): boolean => {
  const [stage, ...rest] = stages;
  if (stage === undefined) return true;
  return pools[stage].some((userid) => !used.includes(userid) && fillable(rest, pools, [...used, userid]));
};

/** Candidates of every level, without those who decided on this version at another level. */
const pools = (facts: DraftFacts, today: string): Record<Stage, string[]> => {
  const free = (stage: Stage): string[] =>
    candidates(stage, facts, today).filter((userid) => {
      const done = decidedAt(facts, userid);
      return done === null || done === stage;
    });
  return { first: free("first"), second: free("second"), final: free("final") };
};

const laterThan = (stage: Stage): readonly Stage[] => STAGES.slice(STAGES.indexOf(stage) + 1);

/** The later level that only this person can still take; null: none, so they may take this one. */
export const neededAt = (stage: Stage, facts: DraftFacts, userid: string, today: string): Stage | null => {
  const all = pools(facts, today);
  const later = laterThan(stage);
  if (fillable(later, all, [userid]) || !fillable(later, all, [])) return null;
  return later.find((level) => all[level].includes(userid)) ?? null;
};

/** Who gets the task of a level: qualified, not an editor of it, not active at another level, and not the only one left for a later level. */
export const eligible = (stage: Stage, facts: DraftFacts, today: string): string[] =>
  pools(facts, today)[stage].filter((userid) => neededAt(stage, facts, userid, today) === null);

/** The first level that cannot be filled with a qualified person of its own; null: all three can. */
export const vacantStage = (facts: DraftFacts, today: string): Stage | null => {
  const all = pools(facts, today);
  const empty = STAGES.find((stage) => all[stage].length === 0);
  if (empty) return empty;
  return fillable(STAGES, all, []) ? null : (STAGES.find((_, index) => !fillable(STAGES.slice(0, index + 1), all, [])) ?? "final");
};

/** Why drafts for this account cannot be submitted at all; null: they can (R07, R11-01). */
export const accountRefusal = ({ account, unit }: Pick<AccountFacts, "account" | "unit">): Refusal | null => {
  switch (account.status) {
    case "active":
      return null;
    case "unregistered":
      return refuse(
        "account-unregistered",
        "invalid",
        `账号「${account.name}」还没有备案，请${unit.name}先向宣传部办理备案。`,
        "applyForAccountChange",
      );
    case "frozen":
      return refuse("account-frozen", "invalid", `账号「${account.name}」已冻结，解冻前不能提交稿件，请联系宣传部。`);
    case "closed":
      return refuse("account-closed", "invalid", `账号「${account.name}」已关停，请改用其他账号。`, "applyForAccountChange");
  }
};

/** Why a level has nobody, and whom to ask. */
export const noReviewer = (stage: Stage, facts: AccountFacts): Refusal => {
  const rule = REVIEW_CHAIN.stages[stage];
  const head = facts.unit.headUserid === null ? "本部门主要负责同志" : `${facts.unit.name}主要负责同志`;
  return refuse(
    "no-reviewer",
    "invalid",
    `「${facts.account.name}」没有符合条件的${rule.name}人（${rule.who}，且不是本稿编辑），请联系${head}指定。`,
    rule.duty,
  );
};
