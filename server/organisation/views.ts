import type { AccountRole } from "../../entities/appointment.js";
import type { Person } from "../../entities/person.js";
import type { AccountPostsView, GapGroupView, ImportView, PersonView } from "../http/contract.js";
import { STAGES } from "../regulation/review-chain.js";
import type { Plan } from "./importing.js";
import { CHANGE_KINDS, type ChangeKind } from "./rules/changes.js";
import { GAP_RULES, OFFICE_BASIS, type GapKind } from "./rules/gap-kinds.js";
import type { Gap, OrganisationFacts } from "./rules/gaps.js";
import { custodianObstacles, editorObstacles, reviewerObstacles, type Obstacle } from "./rules/qualification.js";
import { ACCOUNT_ROLE_NAMES } from "./rules/words.js";

/** Lines that a page shows of an import. */
const MOST_LINES = 300;

const KINDS = Object.keys(GAP_RULES) as GapKind[];

/** Gaps by kind, what blocks work first. */
export const gapGroups = (gaps: readonly Gap[], facts: OrganisationFacts, answering: (gap: Gap) => PersonView[]): GapGroupView[] => {
  const units = new Map(facts.units.map(({ id, name }) => [id, { id, name }]));
  return KINDS.flatMap((kind) => {
    const { article, text, blocks, counted, toDo } = GAP_RULES[kind];
    const items = gaps.filter((gap) => gap.kind === kind);
    const [only] = items;
    if (!only) return [];
    const quote = items.length === 1 && only.subject.type === "office" ? basisOf(only.subject.id) : { article, text };
    return [
      {
        ...{ kind, title: `${items.length} ${counted}`, toDo, blocks, quote },
        items: items.map((gap) => ({
          ...{ key: gap.key, subject: gap.subject, about: gap.about, message: gap.message, article: gap.article, endsOn: gap.endsOn },
          unit: gap.unitId === null ? null : (units.get(gap.unitId) ?? null),
          answering: answering(gap),
        })),
      },
    ];
  });
};

const basisOf = (office: string): { article: string; text: string } => OFFICE_BASIS[office as keyof typeof OFFICE_BASIS];

/** An account with who sits where, and why somebody there cannot do it today. */
export const accountPosts = (account: OrganisationFacts["accounts"][number], facts: OrganisationFacts, today: string): AccountPostsView => {
  const people = new Map(facts.people.map((person) => [person.userid, person]));
  const unit = facts.units.find(({ id }) => id === account.unitId);
  const holders = (role: AccountRole): Person[] =>
    facts.appointments
      .filter((post) => post.role === role && post.scopeId === account.id)
      .sort((one, other) => one.position - other.position)
      .flatMap(({ userid }) => people.get(userid) ?? []);
  const { id, name, platform, status } = account;
  return {
    ...{ id, name, platform, status },
    unit: { id: account.unitId, name: unit?.name ?? account.unitId },
    posts: (Object.keys(ACCOUNT_ROLE_NAMES) as AccountRole[]).map((role) => ({
      title: ACCOUNT_ROLE_NAMES[role],
      holders: holders(role).map((person) => {
        const obstacle = obstaclesOf(role, person, today, facts.leagueAgeLimit)[0];
        return { userid: person.userid, name: person.name, unfit: obstacle?.message ?? null };
      }),
    })),
  };
};

const obstaclesOf = (role: AccountRole, person: Person, today: string, ageLimit: number): Obstacle[] => {
  if (role === "editor") return editorObstacles(person, today, ageLimit);
  if (role === "custodian") return custodianObstacles(person, today);
  const stage = STAGES.find((each) => `${each}Reviewer` === role);
  return stage ? reviewerObstacles(stage, person, today) : [];
};

/** What an import would do, or has done, as a page shows it. */
export const importView = (plan: Plan, applied: boolean, now: string): ImportView => {
  const count = (kind: ChangeKind): number => plan.changes.filter((change) => change.kind === kind).length;
  const [added, changed, ended] = CHANGE_KINDS.map(count) as [number, number, number];
  const blocking = plan.gaps.filter((gap) => gap.blocks).length;
  return {
    ...{ now, applied, hash: plan.hash, counts: { added, changed, ended }, listed: plan.listed, untouched: plan.untouched },
    lines: plan.changes.slice(0, MOST_LINES).map(({ kind, about, words, article }) => ({ kind, about, words, article })),
    more: Math.max(0, plan.changes.length - MOST_LINES),
    gaps: { blocking, reminders: plan.gaps.length - blocking },
  };
};
