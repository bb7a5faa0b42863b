import { In } from "typeorm";
import { Incident } from "../../entities/incident.js";
import type { FileLink } from "../files/view.js";
import type { IncidentList, IncidentListItem, IncidentView, LeadList, PhoneTree, RehearsalResult, UnitList } from "../http/contract.js";
import { namesOf, type Actor } from "../identity/actor.js";
import { directoryOf } from "../identity/directory.js";
import { localIso } from "../kernel/local-time.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { AlertLevel } from "../regulation/alert-levels.js";
import { recordRefusal, today, type IncidentsDesk } from "./desk.js";
import { Consulting } from "./consulting.js";
import { Discharging } from "./discharging.js";
import { LeadFeed } from "./leads/feed.js";
import { LeadImporting } from "./leads/importing.js";
import { leadCounts, leadList } from "./leads/views.js";
import { openDuties } from "./open-duties.js";
import { loadIncident, type IncidentFacts } from "./facts.js";
import { itemOf, narrowed, STATUS_GROUPS, type IncidentQuery } from "./listing.js";
import { Levels } from "./levels.js";
import { Acknowledging } from "./acknowledging.js";
import { Assigning } from "./assigning.js";
import { Closing } from "./closing.js";
import { Lowering } from "./lowering.js";
import { familyStory, kinOf, mergedViews, mergesInto } from "./merging/family.js";
import { Merging } from "./merging/merging.js";
import { splitIncident, type SplitInput } from "./merging/splitting.js";
import { undoMerge } from "./merging/undoing.js";
import { loadPeople } from "./people.js";
import { notYoursToRead } from "./refusals.js";
import { rehearsalResult } from "./rehearsal/result.js";
import { startRehearsal, type RehearsalInput } from "./rehearsal/starting.js";
import { IncidentReports } from "./reports/service.js";
import { Reporting, type NewIncidentInput } from "./reporting.js";
import { isPublicity } from "./rules/standing.js";
import { verbsOf } from "./rules/verbs.js";
import { mayRead, visibleTo } from "./sight.js";
import { incidentView, loadSurroundings } from "./views.js";

const PAGE = 20;
const STARTED_MOST = 200;

const PHONE_ORDER = [
  ["topLeader", "主要领导"],
  ["leaderInCharge", "分管领导"],
  ["secretariat", "书记班子"],
  ["publicityHead", "宣传部负责人"],
  ["publicityDuty", "宣传部值班"],
  ["dataCentreHead", "大数据中心负责人"],
  ["dataCentreDuty", "大数据中心值班"],
] as const;

/** The verbs on an incident; each is a class of its own, and the same one serves page and card. */
export interface IncidentVerbs {
  readonly levels: Levels;
  readonly consulting: Consulting;
  readonly acknowledging: Acknowledging;
  readonly discharging: Discharging;
  readonly lowering: Lowering;
  readonly merging: Merging;
  readonly reports: IncidentReports;
}

/** Article 24 for those who ask: incidents, their verbs and their story. */
export class Incidents implements IncidentVerbs {
  readonly reporting: Reporting;
  readonly levels: Levels;
  readonly consulting: Consulting;
  readonly acknowledging: Acknowledging;
  readonly discharging: Discharging;
  readonly assigning: Assigning;
  readonly lowering: Lowering;
  readonly closing: Closing;
  readonly merging: Merging;
  readonly importing: LeadImporting;
  readonly feed: LeadFeed;
  readonly reports: IncidentReports;

  constructor(
    private readonly desk: IncidentsDesk,
    private readonly fileLink: FileLink,
  ) {
    this.reporting = new Reporting(desk);
    this.levels = new Levels(desk);
    this.consulting = new Consulting(desk, this.levels);
    this.acknowledging = new Acknowledging(desk);
    this.discharging = new Discharging(desk, this.acknowledging);
    this.assigning = new Assigning(desk);
    this.lowering = new Lowering(desk);
    this.closing = new Closing(desk);
    this.merging = new Merging(desk, this.levels);
    this.importing = new LeadImporting(desk, this.reporting);
    this.feed = new LeadFeed(desk, this.reporting);
    this.reports = new IncidentReports(desk, fileLink, this.discharging);
  }

  /** Takes a report from the page; returns the incident's id. */
  report(actor: Actor, input: NewIncidentInput): Promise<string> {
    return this.desk.uow.run((tx) => this.reporting.report(tx, actor, input));
  }

  /** Starts a rehearsal; returns the incident's id. */
  rehearse(actor: Actor, input: RehearsalInput): Promise<string> {
    return startRehearsal(this.desk, this.reporting, actor, input);
  }

  /** 演练结果: each person's reaction time. */
  rehearsalResult(actor: Actor, incidentId: string): Promise<RehearsalResult> {
    return this.desk.uow.read(async (tx) => rehearsalResult(tx, await this.#readable(tx, actor, incidentId), this.desk.clock.now()));
  }

  /** 撤销并入 */
  undoMerge(actor: Actor, fromId: string): Promise<void> {
    return undoMerge(this.desk, actor, fromId);
  }

  /** 拆分; returns the new incident's id. */
  split(actor: Actor, incidentId: string, input: SplitInput): Promise<string> {
    return splitIncident(this.desk, this.reporting, actor, incidentId, input);
  }

  /** 申请升级, by whoever may see the incident. */
  async propose(actor: Actor, incidentId: string, level: AlertLevel, reason: string): Promise<void> {
    await this.consulting.propose(actor, incidentId, level, reason);
  }

  /** The incident as this person sees it; refused to those whom it does not concern. */
  view(actor: Actor, incidentId: string): Promise<IncidentView> {
    return this.desk.uow.read(async (tx) => {
      const facts = await this.#readable(tx, actor, incidentId);
      const now = this.desk.clock.now();
      const merged = await mergedViews(tx, await mergesInto(tx, incidentId), isPublicity(facts, actor.userid), now);
      const ids = merged.map(({ id }) => id);
      const around = await loadSurroundings(tx, facts, this.fileLink, ids);
      const { entries, deliveries } = await familyStory(this.desk.story, tx, incidentId, merged);
      return {
        ...incidentView(facts, around, actor.userid, now),
        ...(await kinOf(this.desk, tx, facts, actor.userid)),
        merged,
        timeline: entries,
        deliveries,
        may: verbsOf(facts, actor.userid, around, now),
      };
    });
  }

  /** 线索: the reports of an incident, the latest first. */
  leads(actor: Actor, incidentId: string, before: Date | undefined): Promise<LeadList> {
    return this.desk.uow.read(async (tx) => {
      const facts = await this.#readable(tx, actor, incidentId);
      const merged = (await mergesInto(tx, incidentId)).map(({ fromIncidentId }) => fromIncidentId);
      return leadList(tx, this.desk.clock, facts, { userid: actor.userid, merged, before });
    });
  }

  /** The incidents that this person may see, latest change first; `before` is the end of the page before. */
  list(actor: Actor, query: IncidentQuery): Promise<IncidentList> {
    return this.desk.uow.read(async (tx) => {
      const where = (await visibleTo(tx, actor)).flatMap((visible) => narrowed(query).map((narrow) => ({ ...visible, ...narrow })));
      const incidents = await tx.find(Incident, { where, order: { updatedAt: "DESC", id: "DESC" }, take: PAGE + 1 });
      const shown = incidents.slice(0, PAGE);
      const now = this.desk.clock.now();
      const items: IncidentListItem[] = [];
      const leads = await leadCounts(
        tx,
        shown.map(({ id }) => id),
      );
      for (const { id } of shown) {
        const facts = await loadIncident(this.desk, tx, id);
        const duties = await openDuties(tx, id);
        const open = duties.deadlines.filter((deadline) => deadline.state === "open");
        items.push({ ...itemOf(facts, open, now), leads: leads.get(id) ?? 0, may: verbsOf(facts, actor.userid, duties, now) });
      }
      const last = incidents.length > PAGE ? shown.at(-1) : undefined;
      return { now: localIso(now), items, next: last ? localIso(last.updatedAt) : null };
    });
  }

  /** The units that can be named as 事发部门（单位）, by name. */
  units(): Promise<UnitList> {
    return this.desk.uow.read(async (tx) => {
      const { units } = await directoryOf(tx);
      const items = units.map(({ id, name }) => ({ id, name })).sort((one, other) => one.name.localeCompare(other.name, "zh"));
      return { now: localIso(this.desk.clock.now()), items };
    });
  }

  /** Whom to phone, in order, where WeCom does not work (OPS-01). */
  phoneTree(): Promise<PhoneTree> {
    return this.desk.uow.read(async (tx) => {
      const people = await loadPeople(tx, null, this.desk.onDuty, today(this.desk));
      const names = await namesOf(tx, Object.values(people).flat());
      const items = PHONE_ORDER.map(([office, title]) => ({ office: title, people: people[office].map(names) }));
      return { now: localIso(this.desk.clock.now()), items };
    });
  }

  /** The incidents under way that this person reported, by id, for 我发起的. */
  readonly startedBy = async (tx: Tx, userid: string): Promise<string[]> => {
    const where = { reportedBy: userid, status: In([...STATUS_GROUPS.open]) };
    const incidents = await tx.find(Incident, { select: { id: true }, where, order: { updatedAt: "DESC" }, take: STARTED_MOST });
    return incidents.map((incident) => incident.id);
  };

  /** Refuses an act of somebody whom the incident does not concern, in the same words whether there is one or not, and puts the attempt on record. */
  async admit(actor: Actor, incidentId: string, attempted: string): Promise<void> {
    if (await this.desk.uow.read((tx) => mayRead(tx, actor, incidentId))) return;
    const why = notYoursToRead();
    await this.desk.uow.run((tx) => Promise.resolve(recordRefusal(this.desk, tx, actor, incidentId, attempted, why)));
    throw why;
  }

  async #readable(tx: Tx, actor: Actor, incidentId: string): Promise<IncidentFacts> {
    if (!(await mayRead(tx, actor, incidentId))) throw notYoursToRead();
    return loadIncident(this.desk, tx, incidentId);
  }
}
