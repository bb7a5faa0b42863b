import type { Account } from "../../../entities/account.js";
import type { AccountRole, Appointment, OfficeRole } from "../../../entities/appointment.js";
import type { Person } from "../../../entities/person.js";
import type { Unit } from "../../../entities/unit.js";
import { hasLeft } from "../../identity/qualification.js";
import { REVIEW_CHAIN, STAGES, type Stage } from "../../regulation/review-chain.js";
import { GAP_RULES, OFFICE_BASIS, type GapKind } from "./gap-kinds.js";
import { editorObstacles, editorWarnings, reviewerObstacles, reviewerWarnings, type Obstacle } from "./qualification.js";
import { OFFICE_ROLE_NAMES } from "./words.js";

/** Something that the rule asks for and the organisation does not have. */
export interface Gap {
  /** the same gap of the same thing has the same key on every day */
  key: string;
  kind: GapKind;
  subject: { type: "office" | "unit" | "person" | "account"; id: string };
  /** the unit whose head answers for it; null: it is of the whole organisation */
  unitId: string | null;
  /** what it is about, in people's words: 账号「…」 */
  about: string;
  /** Chinese; says what to do */
  message: string;
  /** true: somebody cannot do their work until it is closed; false: a reminder */
  blocks: boolean;
  article: string;
  /** last local day on which all is still well; null: it is missing already */
  endsOn: string | null;
}

/** Everything known of who sits where. */
export interface OrganisationFacts {
  units: readonly Unit[];
  people: readonly Person[];
  accounts: readonly Account[];
  appointments: readonly Appointment[];
  /** the age at which a league member's membership ends, as the setting stands */
  leagueAgeLimit: number;
}

const STAGE_ROLES = { first: "firstReviewer", second: "secondReviewer", final: "finalReviewer" } as const satisfies Record<
  Stage,
  AccountRole
>;

interface Lookup extends OrganisationFacts {
  today: string;
  /** who holds the post there, in order, also those who have left */
  holders(role: Appointment["role"], scopeId: string): readonly Person[];
  unit(id: string): Unit | undefined;
  person(userid: string | null): Person | undefined;
}

/** Everything that would stop or disturb work today, offices first, then units, people and accounts. */
export const gapsOf = (facts: OrganisationFacts, today: string): Gap[] => {
  const lookup = lookupOf(facts, today);
  return [
    ...officeGaps(lookup),
    ...unitGaps(lookup),
    ...personGaps(lookup),
    ...facts.accounts.flatMap((account) => accountGaps(account, lookup)),
  ];
};

const lookupOf = (facts: OrganisationFacts, today: string): Lookup => {
  const people = new Map(facts.people.map((person) => [person.userid, person]));
  const units = new Map(facts.units.map((unit) => [unit.id, unit]));
  const held = new Map<string, Person[]>();
  for (const { role, scopeId, userid } of [...facts.appointments].sort((one, other) => one.position - other.position)) {
    const person = people.get(userid);
    if (person) held.set(`${role}\n${scopeId}`, [...(held.get(`${role}\n${scopeId}`) ?? []), person]);
  }
  return {
    ...facts,
    today,
    holders: (role, scopeId) => held.get(`${role}\n${scopeId}`) ?? [],
    unit: (id) => units.get(id),
    person: (userid) => (userid === null ? undefined : people.get(userid)),
  };
};

/** A gap of one kind on one thing; `detail` tells apart what may be missing there more than once. */
const gapOf = (
  kind: GapKind,
  on: Pick<Gap, "subject" | "unitId" | "about">,
  message: string,
  {
    endsOn = null,
    detail = endsOn,
    article = GAP_RULES[kind].article,
  }: { endsOn?: string | null; detail?: string | null; article?: string } = {},
): Gap => ({
  key: [kind, on.subject.id, ...(detail === null ? [] : [detail])].join(":"),
  kind,
  ...on,
  message,
  blocks: GAP_RULES[kind].blocks,
  article,
  endsOn,
});

const officeGaps = (lookup: Lookup): Gap[] =>
  (Object.keys(OFFICE_BASIS) as OfficeRole[])
    .filter((office) => !lookup.holders(office, "organisation").some((person) => !hasLeft(person, lookup.today)))
    .map((office) => {
      const on = { subject: { type: "office" as const, id: office }, unitId: null, about: `职务「${OFFICE_ROLE_NAMES[office]}」` };
      return gapOf("officeVacant", on, "没有在任人员，请指定", OFFICE_BASIS[office]);
    });

const unitGaps = (lookup: Lookup): Gap[] =>
  lookup.units.flatMap((unit) => {
    const on = { subject: { type: "unit" as const, id: unit.id }, unitId: unit.id, about: `单位「${unit.name}」` };
    const vacant = (userid: string | null): boolean => {
      const person = lookup.person(userid);
      return !person || hasLeft(person, lookup.today);
    };
    const leaderless = unit.kind !== "secretariat" && vacant(unit.leaderInChargeUserid);
    return [
      ...(vacant(unit.headUserid) ? [gapOf("noUnitHead", on, "没有主要负责同志，请指定")] : []),
      ...(leaderless ? [gapOf("noLeader", on, "没有分管领导，请指定")] : []),
    ];
  });

/** Each person once for each kind, however many accounts they serve. */
const personGaps = (lookup: Lookup): Gap[] => {
  const { today, leagueAgeLimit } = lookup;
  const open = new Set(lookup.accounts.filter((account) => account.status !== "closed").map((account) => account.id));
  const held = new Set(lookup.appointments.filter(({ scopeId }) => open.has(scopeId)).map(({ role, userid }) => `${role} ${userid}`));
  const holds = (role: AccountRole, userid: string): boolean => held.has(`${role} ${userid}`);
  return lookup.people.flatMap((person) => {
    const edits = holds("editor", person.userid);
    const stages = STAGES.filter((stage) => holds(STAGE_ROLES[stage], person.userid));
    const obstacles: Obstacle[] = [
      ...(edits ? [...editorObstacles(person, today, leagueAgeLimit), ...editorWarnings(person, today, leagueAgeLimit)] : []),
      ...stages.flatMap((stage) => reviewerObstacles(stage, person, today)),
      ...(hasLeft(person, today) ? [] : stages.flatMap((stage) => reviewerWarnings(stage, person, today))),
    ];
    const on = { subject: { type: "person" as const, id: person.userid }, unitId: person.unitId, about: `人员「${person.name}」` };
    const once = obstacles.filter(({ kind }, index) => obstacles.findIndex((other) => other.kind === kind) === index);
    return once.map(({ kind, message, endsOn }) => gapOf(kind, on, message, { endsOn }));
  });
};

const accountGaps = (account: Account, lookup: Lookup): Gap[] => {
  if (account.status === "closed") return [];
  const on = { subject: { type: "account" as const, id: account.id }, unitId: account.unitId, about: `账号「${account.name}」` };
  const gap: AccountGap = (kind, message, detail = null) => gapOf(kind, on, message, { detail });
  const unregistered =
    account.status === "unregistered" ? [gap("accountUnregistered", "尚未备案，不能送审；请按第8条报宣传部，经书记会审议决定")] : [];
  return [...unregistered, ...reviewGaps(account, lookup, gap), ...custodyGaps(account, lookup, gap)];
};

type AccountGap = (kind: GapKind, message: string, detail?: string | null) => Gap;

/** True where every level can find a person of its own, none of them the editor. */
const chainExists = (editor: Person, levels: Readonly<Record<Stage, readonly Person[]>>): boolean =>
  levels.first.some((first) =>
    levels.second.some((second) =>
      levels.final.some((final) => new Set([editor.userid, first.userid, second.userid, final.userid]).size === STAGES.length + 1),
    ),
  );

const VACANT = { first: "noFirstReviewer", second: "noSecondReviewer", final: "noFinalReviewer" } as const satisfies Record<Stage, GapKind>;

const reviewGaps = (account: Account, lookup: Lookup, gap: AccountGap): Gap[] => {
  const fit = (stage: Stage): Person[] =>
    lookup
      .holders(STAGE_ROLES[stage], account.id)
      .filter((person) => reviewerObstacles(stage, person, lookup.today).length === 0)
      .filter((person) => stage !== "final" || lookup.unit(account.unitId)?.headUserid === person.userid);
  const levels = { first: fit("first"), second: fit("second"), final: fit("final") };
  const editors = lookup
    .holders("editor", account.id)
    .filter((person) => editorObstacles(person, lookup.today, lookup.leagueAgeLimit).length === 0);
  const vacant = STAGES.filter((stage) => levels[stage].length === 0);
  const vacancies = [
    ...(editors.length === 0 ? [gap("noEditor", "没有符合条件的责任编辑，请指定")] : []),
    ...vacant.map((stage) => {
      const { name, who } = REVIEW_CHAIN.stages[stage];
      return gap(VACANT[stage], `没有符合条件的${name}人员，请指定（${who}）`);
    }),
  ];
  if (vacant.length > 0) return vacancies;
  const stuck = editors.filter((editor) => !chainExists(editor, levels));
  const words = (name: string): string => `责任编辑「${name}」的稿件凑不齐初审、二审、终审三位不同的人（本人除外），请增加审核人`;
  return [...vacancies, ...stuck.map((editor) => gap("chainTooShort", words(editor.name), editor.userid))];
};

const custodyGaps = (account: Account, lookup: Lookup, gap: AccountGap): Gap[] => {
  const custodian = lookup.holders("custodian", account.id).find((person) => !hasLeft(person, lookup.today));
  if (!custodian) return [gap("noCustodian", "没有密码管理人，请指定一名在编人员")];
  return custodian.established ? [] : [gap("custodianNotEstablished", `密码管理人「${custodian.name}」不在编，请改为在编人员`)];
};
