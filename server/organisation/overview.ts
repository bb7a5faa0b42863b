import type { AccountPostsList, GapsView, MemberList, PersonView } from "../http/contract.js";
import type { Actor } from "../identity/actor.js";
import { may, oversees } from "../identity/permissions.js";
import { hasLeft } from "../identity/qualification.js";
import type { Clock } from "../kernel/clock.js";
import { localDay, localIso } from "../kernel/local-time.js";
import type { UnitOfWork } from "../kernel/unit-of-work.js";
import type { SettingValues } from "../regulation/settings.js";
import { factsOf } from "./facts.js";
import { listingsOf } from "./listings.js";
import { answeringFor } from "./rules/answering.js";
import { gapsOf, type Gap, type OrganisationFacts } from "./rules/gaps.js";
import { accountPosts, gapGroups } from "./views.js";

/** People that one search shows. */
const MOST_FOUND = 30;

/** What of the organisation is theirs to see: everything, or the units that they head or are in charge of. */
type Scope = { all: true } | { all: false; units: ReadonlySet<string> };

/** Who sits where and what is missing, for those who answer for it: a unit's head sees the unit, whoever oversees sees all (R11-01, OPS-03). */
export class Overview {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly settings: SettingValues,
  ) {}

  /** What would stop or disturb work, by kind, what blocks first. */
  async gaps(actor: Actor): Promise<GapsView> {
    const { facts, scope, today, now } = await this.#seen(actor);
    const gaps = gapsOf(facts, today).filter((gap) => within(scope, gap.unitId));
    const people = new Map(facts.people.map((person) => [person.userid, person]));
    const answering = (gap: Gap): PersonView[] =>
      answeringFor(gap, facts, today).map((userid) => ({ userid, name: people.get(userid)?.name ?? userid }));
    const blocking = gaps.filter((gap) => gap.blocks).length;
    return {
      ...{ now, scope: scope.all ? "all" : "units", blocking, reminders: gaps.length - blocking },
      groups: gapGroups(gaps, facts, answering),
      may: may(actor, "organisation.import") ? ["import"] : [],
    };
  }

  /** The accounts with who sits on which post. */
  async accounts(actor: Actor): Promise<AccountPostsList> {
    const { facts, scope, today, now } = await this.#seen(actor);
    const accounts = facts.accounts.filter((account) => within(scope, account.unitId));
    return { now, items: accounts.map((account) => accountPosts(account, facts, today)) };
  }

  /** People whose name, userid, unit or post contains the words; whoever left comes last. */
  async people(actor: Actor, words: string): Promise<MemberList> {
    const { facts, scope, today, now } = await this.#seen(actor);
    const gaps = gapsOf(facts, today);
    const left = new Set(facts.people.filter((person) => hasLeft(person, today)).map((person) => person.userid));
    const found = listingsOf(facts)
      .filter((person) => within(scope, person.unit.id))
      .filter((person) => [person.name, person.userid, person.unit.name, ...person.posts].some((text) => contains(text, words)))
      .sort((one, other) => Number(left.has(one.userid)) - Number(left.has(other.userid)));
    const items = found.slice(0, MOST_FOUND).map(({ userid, name, unit, posts }) => ({
      ...{ userid, name, unit: { id: unit.id, name: unit.name }, posts, left: left.has(userid) },
      notes: gaps.filter(({ subject }) => subject.type === "person" && subject.id === userid).map((gap) => gap.message),
    }));
    return { now, items, more: found.length > MOST_FOUND };
  }

  async #seen(actor: Actor): Promise<{ facts: OrganisationFacts; scope: Scope; today: string; now: string }> {
    const facts = await this.uow.read((tx) => factsOf(tx, this.settings));
    const now = this.clock.now();
    const under = facts.units.filter((unit) => unit.headUserid === actor.userid || unit.leaderInChargeUserid === actor.userid);
    const scope: Scope = oversees(actor) ? { all: true } : { all: false, units: new Set(under.map((unit) => unit.id)) };
    return { facts, scope, today: localDay(now), now: localIso(now) };
  }
}

const within = (scope: Scope, unitId: string | null): boolean => scope.all || (unitId !== null && scope.units.has(unitId));

const contains = (text: string, words: string): boolean => text.toLowerCase().includes(words.toLowerCase());
