import { Between, Equal, In, LessThan, type FindOperator, type FindOptionsWhere } from "typeorm";
import { COMING_STATUSES, Livestream, LivestreamDate, LivestreamFiling, type LivestreamStatus } from "../../entities/livestream.js";
import { subjectsAskedOf } from "../deadlines/asked.js";
import type { ApplicationOptions, LivestreamList, LivestreamMonth, LivestreamView, PatrolPool } from "../http/contract.js";
import type { Actor } from "../identity/actor.js";
import { directoryOf } from "../identity/directory.js";
import { oversees } from "../identity/permissions.js";
import { among, ofThese } from "../kernel/among.js";
import { addDays, instantOf, localDay, localIso } from "../kernel/local-time.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { applicationOptions, type ApplicationQuery } from "./application-options.js";
import { LIVESTREAM, type LivestreamDesk } from "./desk.js";
import type { Drawing } from "./drawing.js";
import { loadLivestream, type LivestreamFacts } from "./facts.js";
import { poolFor } from "./pool.js";
import { notYoursToRead } from "./refusals.js";
import { listItem, livestreamView } from "./views.js";

const PAGE = 20;

/** What a list is narrowed to. */
export interface LivestreamQuery {
  before?: Date | undefined;
  status?: LivestreamStatus | "open" | undefined;
}

/** Livestreams for those who ask: those of their units and accounts, those they patrol, and all of them for those who oversee. */
export class Reading {
  constructor(
    private readonly desk: LivestreamDesk,
    private readonly drawing: Drawing,
  ) {}

  /** The livestream as this person sees it; refused to those whom it does not concern. */
  view(actor: Actor, livestreamId: string): Promise<LivestreamView> {
    return this.desk.uow.read(async (tx) => livestreamView(this.desk, tx, await this.readable(tx, actor, livestreamId), actor.userid));
  }

  /** What an application can name; without `startAt` nothing is said on whether it is late, without `accountId` on scripts. */
  options(actor: Actor, asked: ApplicationQuery): Promise<ApplicationOptions> {
    return this.desk.uow.read((tx) => applicationOptions(this.desk, tx, actor, asked));
  }

  /** Whom 宣传部 can call in for a team, and who is proposed. */
  pool(actor: Actor, livestreamId: string): Promise<PatrolPool> {
    return this.desk.uow.read(async (tx) => {
      const facts = await this.readable(tx, actor, livestreamId);
      const candidates = await poolFor(this.desk, tx, facts);
      const directory = await directoryOf(tx);
      const named = (userid: string) => ({ userid, name: directory.person(userid)?.name ?? userid });
      const proposal = (await this.drawing.proposal(tx, facts)).map(({ userid, role }) => ({ ...named(userid), role }));
      const items = candidates.map(({ userid, unitId, load }) => ({ ...named(userid), unit: directory.unit(unitId)?.name ?? "", load }));
      return { now: localIso(this.desk.clock.now()), proposal, items };
    });
  }

  /** Its facts, refused to those whom it does not concern. */
  async readable(tx: Tx, actor: Actor, livestreamId: string): Promise<LivestreamFacts> {
    const facts = await loadLivestream(this.desk, tx, livestreamId);
    if (oversees(actor)) return facts;
    if ((await tx.count(Livestream, { where: ofThese(await this.#visible(tx, actor), Equal(livestreamId)) })) > 0) return facts;
    throw notYoursToRead();
  }

  /** Those that this person may see, latest start first. */
  list(actor: Actor, { before, status }: LivestreamQuery): Promise<LivestreamList> {
    return this.desk.uow.read(async (tx) => {
      const narrowed = {
        ...(before ? { startAt: LessThan(before) } : {}),
        ...(status === undefined ? {} : { status: status === "open" ? In([...COMING_STATUSES]) : status }),
      };
      const where = (await this.#visible(tx, actor)).map((visible) => ({ ...visible, ...narrowed }));
      const found = await tx.find(Livestream, { where, order: { startAt: "DESC", id: "DESC" }, take: PAGE + 1 });
      const items = await this.#items(tx, actor, found.slice(0, PAGE));
      const last = found.length > PAGE ? found[PAGE - 1] : undefined;
      return { now: localIso(this.desk.clock.now()), items, next: last ? localIso(last.startAt) : null };
    });
  }

  /** One month by start, and what was late in it (逾期申报, R14-02); null: this month. */
  month(actor: Actor, wanted: string | null): Promise<LivestreamMonth> {
    return this.desk.uow.read(async (tx) => {
      const month = wanted ?? localDay(this.desk.clock.now()).slice(0, 7);
      const from = instantOf(`${month}-01`, "00:00");
      const to = instantOf(`${addDays(`${month}-28`, 4).slice(0, 7)}-01`, "00:00");
      const within = Between(from, new Date(to.getTime() - 1));
      const visible = await this.#visible(tx, actor);
      const order = { startAt: "ASC", id: "ASC" } as const;
      const started = await tx.find(Livestream, { where: visible.map((each) => ({ ...each, startAt: within })), order });
      const dated = await tx.findBy(LivestreamDate, { late: true, setAt: within });
      const filed = await tx.findBy(LivestreamFiling, { late: true, handedInAt: within });
      const ids = [...dated, ...filed].map(({ livestreamId }) => livestreamId);
      const late = ids.length === 0 ? [] : await tx.find(Livestream, { where: ofThese(visible, In(ids) as FindOperator<string>), order });
      return {
        ...{ now: localIso(this.desk.clock.now()), month },
        items: await this.#items(
          tx,
          actor,
          started.filter(({ status }) => status !== "cancelled"),
        ),
        late: await this.#items(tx, actor, late),
      };
    });
  }

  /** Those under way that this person applied for, by id, for 我发起的. */
  readonly startedBy = async (tx: Tx, userid: string): Promise<string[]> => {
    const found = await tx.find(Livestream, { select: { id: true }, where: { applicantUserid: userid, status: In([...COMING_STATUSES]) } });
    return found.map(({ id }) => id);
  };

  async #items(tx: Tx, actor: Actor, livestreams: readonly Livestream[]) {
    const items = [];
    for (const { id } of livestreams) items.push(listItem(await loadLivestream(this.desk, tx, id), actor.userid));
    return items;
  }

  async #visible(tx: Tx, actor: Actor): Promise<FindOptionsWhere<Livestream>[]> {
    if (oversees(actor)) return [{}];
    const directory = await directoryOf(tx);
    const units = In([...new Set([actor.unitId, ...directory.unitsUnder(actor.userid).map(({ id }) => id)])]);
    const accounts = In([...new Set([...actor.accounts.values()].flat())]);
    const { userid } = actor;
    return [
      ...[{ initiatingUnitId: units }, { operatingUnitId: units }, { accountId: accounts }, { applicantUserid: userid }],
      ...[{ onSiteUserid: userid }, { hostUserid: userid }, { commentControlUserid: userid }, { stopButtonUserid: userid }],
      { id: among("SELECT livestreamId FROM patrol_member WHERE userid = :patroller", { patroller: userid }) },
      { id: among("SELECT livestreamId FROM patrol_invitation WHERE userid = :invited", { invited: userid }) },
      { id: subjectsAskedOf(LIVESTREAM, userid) },
    ];
  }
}
