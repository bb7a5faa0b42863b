import type { Account } from "../../../entities/account.js";
import type { AccountRole, Appointment, OfficeRole } from "../../../entities/appointment.js";
import type { Person } from "../../../entities/person.js";
import type { Unit } from "../../../entities/unit.js";
import { hasLeft } from "../../identity/qualification.js";
import { REVIEW_CHAIN, STAGES, type Stage } from "../../regulation/review-chain.js";
import { editorObstacles, editorWarnings, reviewerObstacles, reviewerWarnings, type Obstacle } from "./qualification.js";
import { OFFICE_ROLE_NAMES } from "./words.js";

/** Something that the rule asks for and the organisation does not have. */
export interface Gap {
  /** what it is about, in people's words: 账号「…」 */
  about: string;
  /** Chinese; says what to do */
  message: string;
  /** true: somebody cannot do their work until it is closed; false: a reminder */
  blocks: boolean;
  article: string;
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

/** Where the rule speaks of each office. */
export const OFFICE_ARTICLES = {
  topLeader: "24",
  secretariat: "3",
  publicityHead: "5",
  publicityDuty: "23",
  dataCentreHead: "5",
  dataCentreDuty: "23",
  generalOffice: "15",
  discipline: "25",
  administrator: "5",
} as const satisfies Record<OfficeRole, string>;

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

const officeGaps = (lookup: Lookup): Gap[] =>
  (Object.keys(OFFICE_ARTICLES) as OfficeRole[])
    .filter((office) => !lookup.holders(office, "organisation").some((person) => !hasLeft(person, lookup.today)))
    .map((office) => ({
      about: `职务「${OFFICE_ROLE_NAMES[office]}」`,
      message: "没有在任人员，请指定",
      blocks: true,
      article: OFFICE_ARTICLES[office],
    }));

const unitGaps = (lookup: Lookup): Gap[] =>
  lookup.units.flatMap((unit) => {
    const about = `单位「${unit.name}」`;
    const vacant = (userid: string | null): boolean => {
      const person = lookup.person(userid);
      return !person || hasLeft(person, lookup.today);
    };
    const head = vacant(unit.headUserid) ? [{ about, message: "没有主要负责同志，请填写 head", blocks: false, article: "15" }] : [];
    const leader =
      unit.kind !== "secretariat" && vacant(unit.leaderInChargeUserid)
        ? [{ about, message: "没有分管领导，请填写 leaderInCharge", blocks: false, article: "24" }]
        : [];
    return [...head, ...leader];
  });

/** Each person once, however many accounts they serve. */
const personGaps = (lookup: Lookup): Gap[] => {
  const open = lookup.accounts.filter((account) => account.status !== "closed");
  const holds = (role: AccountRole, userid: string): boolean =>
    open.some((account) => lookup.holders(role, account.id).some((person) => person.userid === userid));
  return lookup.people.flatMap((person) => {
    const found = new Map<string, Gap>();
    const add = (obstacles: readonly Obstacle[], blocks: boolean): void => {
      for (const { message, article } of obstacles) {
        if (!found.has(message)) found.set(message, { about: `人员「${person.name}」`, message, blocks, article });
      }
    };
    const stages = STAGES.filter((stage) => holds(STAGE_ROLES[stage], person.userid));
    if (holds("editor", person.userid)) {
      add(editorObstacles(person, lookup.today, lookup.leagueAgeLimit), true);
      add(editorWarnings(person, lookup.today, lookup.leagueAgeLimit), false);
    }
    for (const stage of stages) add(reviewerObstacles(stage, person, lookup.today), true);
    if (!hasLeft(person, lookup.today)) for (const stage of stages) add(reviewerWarnings(stage, person, lookup.today), false);
    return [...found.values()];
  });
};

const accountGaps = (account: Account, lookup: Lookup): Gap[] => {
  if (account.status === "closed") return [];
  const gap = (message: string, blocks: boolean, article: string): Gap => ({ about: `账号「${account.name}」`, message, blocks, article });
  const unregistered = account.status === "unregistered" ? [gap("尚未备案，不能送审；请按第8条报宣传部，经书记会审议决定", true, "8")] : [];
  return [...unregistered, ...reviewGaps(account, lookup, gap), ...custodyGaps(account, lookup, gap)];
};

type GapOf = (message: string, blocks: boolean, article: string) => Gap;

/** True where every level can find a person of its own, none of them the editor. */
const chainExists = (editor: Person, levels: Readonly<Record<Stage, readonly Person[]>>): boolean =>
  levels.first.some((first) =>
    levels.second.some((second) =>
      levels.final.some((final) => new Set([editor.userid, first.userid, second.userid, final.userid]).size === STAGES.length + 1),
    ),
  );

const reviewGaps = (account: Account, lookup: Lookup, gap: GapOf): Gap[] => {
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
    ...(editors.length === 0 ? [gap("没有符合条件的责任编辑，请指定", true, "11")] : []),
    ...vacant.map((stage) => {
      const { name, who } = REVIEW_CHAIN.stages[stage];
      return gap(`没有符合条件的${name}人员，请指定（${who}）`, true, "11");
    }),
  ];
  if (vacant.length > 0) return vacancies;
  const stuck = editors.filter((editor) => !chainExists(editor, levels));
  return [
    ...vacancies,
    ...stuck.map((editor) =>
      gap(`责任编辑「${editor.name}」的稿件凑不齐初审、二审、终审三位不同的人（本人除外），请增加审核人`, true, "11"),
    ),
  ];
};

const custodyGaps = (account: Account, lookup: Lookup, gap: GapOf): Gap[] => {
  const custodian = lookup.holders("custodian", account.id).find((person) => !hasLeft(person, lookup.today));
  if (!custodian) return [gap("没有密码管理人，请指定一名在编人员", false, "18")];
  return custodian.established ? [] : [gap(`密码管理人「${custodian.name}」不在编，请改为在编人员`, false, "18")];
};
