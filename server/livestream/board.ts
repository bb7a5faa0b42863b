import { PatrolFinding, type CheckIn, type ExpectedCheckIn, type PatrolMember } from "../../entities/patrol.js";
import { StoredFile } from "../../entities/stored-file.js";
import { fileView } from "../files/view.js";
import type {
  BoardMember,
  CheckInAnswer,
  CheckInView,
  ExpectedCheckInView,
  FileView,
  PatrolFindingView,
  LiveBoard,
  PatrolPlace,
  PersonView,
} from "../http/contract.js";
import { namesOf, type Actor } from "../identity/actor.js";
import { directoryOf } from "../identity/directory.js";
import { localIso } from "../kernel/local-time.js";
import { rowsWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { DUTIES } from "../regulation/duties.js";
import { loadPatrol, loadPlaced, type CheckInDesk, type LivestreamVerbs, type Patrol } from "./check-in-desk.js";
import { lapseOf } from "./checking-in.js";
import { today } from "./desk.js";
import type { LivestreamFacts } from "./facts.js";
import { mayPhone } from "./phoning.js";
import { refuse } from "./refusals.js";
import { standingRefusal, clockWords } from "./rules/check-in.js";
import { ARRIVAL_ITEMS, CHECKLIST, CHECKLIST_ITEMS, type ChecklistItem } from "./rules/checklist.js";
import { mayAnswer, mayReport } from "./rules/finding.js";
import { patrolling } from "./rules/team.js";
import { standInVerbs } from "./rules/standing-in.js";
import { checkInWords } from "./words.js";
import { headOf, listItem } from "./views.js";

/** Names and photos that the views of one livestream need. */
interface Known {
  name(userid: string): PersonView;
  files(ids: readonly string[]): FileView[];
}

/** 看板 and 打卡页: who is expected when, and what came (R14-08, R14-09). */
export class Board {
  constructor(
    private readonly desk: CheckInDesk,
    private readonly verbs: Pick<LivestreamVerbs, "readable">,
  ) {}

  /** The board of one livestream; refused to those whom it does not concern. */
  board(actor: Actor, livestreamId: string): Promise<LiveBoard> {
    return this.desk.uow.read(async (tx) => {
      const facts = await this.verbs.readable(tx, actor, livestreamId);
      const patrol = await loadPatrol(tx, livestreamId);
      const findings = await rowsWhere(tx, PatrolFinding, { livestreamId }, ["foundAt", "id"]);
      const known = await this.#known(tx, facts.team, patrol, findings);
      const { startedAt, endedAt } = facts.livestream;
      const members = await membersOf(tx, facts, patrol, known, actor.userid);
      const ahead = members.flatMap(({ next }) => next?.at ?? []).sort();
      return {
        now: localIso(this.desk.clock.now()),
        livestream: listItem(facts, actor.userid),
        ...{ startedAt: startedAt && localIso(startedAt), endedAt: endedAt && localIso(endedAt), members, nextAt: ahead[0] ?? null },
        onSiteCall: await this.#onSiteCall(tx, facts, actor.userid),
        findings: findings.map((finding) => findingView(finding, facts, patrol, actor.userid, known)).reverse(),
        checkIns: patrol.checkIns.map((checkIn) => checkInView(checkIn, known)).reverse(),
        mine: patrolling(facts.team).some(({ userid }) => userid === actor.userid),
        quote: { article: "14", text: DUTIES.formPatrol.text },
      };
    });
  }

  async #onSiteCall(tx: Tx, facts: LivestreamFacts, reader: string): Promise<LiveBoard["onSiteCall"]> {
    if ((await this.desk.deadlines.openOne(tx, "phoneOnSite", facts.livestream.id)) === null) return null;
    return { name: facts.livestream.onSite, may: mayPhone(facts, reader) ? ["phoned"] : [] };
  }

  /** What one patroller has to do; refused to whoever is not on the team. */
  place(actor: Actor, livestreamId: string): Promise<PatrolPlace> {
    return this.desk.uow.read((tx) => this.#place(tx, actor, livestreamId));
  }

  /** The answer to a check-in, the same each time it is sent. */
  async answer(tx: Tx, actor: Actor, livestreamId: string, checkInId: string, sentAt: Date | null): Promise<CheckInAnswer> {
    const place = await this.#place(tx, actor, livestreamId);
    const checkIn = place.checkIns.find(({ id }) => id === checkInId);
    if (!checkIn) throw new Error(`the check-in ${checkInId} is not of ${livestreamId}`);
    return { checkIn, clock: sentAt && clockWords(sentAt, new Date(checkIn.receivedAt)), place };
  }

  async #place(tx: Tx, actor: Actor, livestreamId: string): Promise<PatrolPlace> {
    const { livestream, member } = await loadPlaced(tx, livestreamId, actor.userid);
    if (!member) {
      await this.verbs.readable(tx, actor, livestreamId);
      throw refuse("not-on-team", "forbidden", "您不在这场直播的巡查队伍中，不能打卡。需要参加请联系宣传部值班。", "formPatrol");
    }
    const patrol = await loadPatrol(tx, livestreamId, actor.userid);
    const known = await this.#known(tx, [member], patrol, []);
    const refusal = standingRefusal({ member, lapse: await lapseOf(tx, actor.userid, today(this.desk)) });
    return {
      now: localIso(this.desk.clock.now()),
      livestream: headOf(livestream),
      ...{ role: member.role, refusal: refusal?.detail ?? null },
      checklist: CHECKLIST_ITEMS.map((key) => ({ key, text: CHECKLIST[key], arrival: ARRIVAL_ITEMS.includes(key) })),
      expected: expectedOf(patrol, actor.userid, known),
      checkIns: patrol.checkIns.map((checkIn) => checkInView(checkIn, known)).reverse(),
    };
  }

  async #known(tx: Tx, team: readonly PatrolMember[], { checkIns }: Patrol, findings: readonly PatrolFinding[]): Promise<Known> {
    const people = [...team, ...checkIns].map(({ userid }) => userid);
    const name = await namesOf(tx, [...people, ...findings.flatMap((each) => [each.foundByUserid, each.answeredByUserid ?? []].flat())]);
    const stored = await rowsWhere(tx, StoredFile, { id: [...new Set(checkIns.flatMap(({ files }) => files))] });
    const views = new Map(stored.map((file) => [file.id, fileView(file, this.desk.files.link)]));
    return { name, files: (ids) => ids.flatMap((id) => views.get(id) ?? []) };
  }
}

const membersOf = async (tx: Tx, facts: LivestreamFacts, patrol: Patrol, known: Known, reader: string): Promise<BoardMember[]> => {
  const directory = await directoryOf(tx);
  const { team } = facts;
  return team.map(({ userid, role, trainedAt, standsInForUserid }) => {
    const expected = expectedOf(patrol, userid, known);
    const replacing = team.find((other) => other.standsInForUserid === userid);
    return {
      ...{ person: known.name(userid), unit: directory.unit(directory.person(userid)?.unitId ?? "")?.name ?? "", role, expected },
      trained: trainedAt !== null,
      standsInFor: standsInForUserid === null ? null : known.name(standsInForUserid),
      replacedBy: replacing ? known.name(replacing.userid) : null,
      next: expected.find(({ state }) => state === "expected") ?? null,
      may: standInVerbs(facts, reader, userid, patrol.expected),
    };
  });
};

const expectedOf = ({ expected, checkIns }: Patrol, userid: string, known: Known): ExpectedCheckInView[] =>
  expected.filter((row) => row.userid === userid).map((row) => expectedView(row, checkIns, known));

const expectedView = (row: ExpectedCheckIn, checkIns: readonly CheckIn[], known: Known): ExpectedCheckInView => {
  const { id, kind, round, dueAt, state, missedAt, checkInId } = row;
  const met = checkIns.find((checkIn) => checkIn.id === checkInId);
  return {
    ...{ id, kind, round, title: checkInWords(row), at: localIso(dueAt) },
    state: state === "cancelled" ? "expected" : state,
    missedAt: missedAt && localIso(missedAt),
    checkIn: met ? checkInView(met, known) : null,
  };
};

const checkInView = (checkIn: CheckIn, known: Known): CheckInView => {
  const { id, clientId, kind, expectedId, finding, note, place, madeUp } = checkIn;
  const notInOrder = CHECKLIST_ITEMS.filter((item: ChecklistItem) => checkIn.checklist[item] === false);
  return {
    ...{ id, clientId, kind, expectedId, finding, note, place, madeUp },
    by: known.name(checkIn.userid),
    notInOrder: notInOrder.map((item) => CHECKLIST[item]),
    carriedOver: checkIn.carriedOver === true,
    files: known.files(checkIn.files),
    madeAt: localIso(checkIn.madeAt),
    receivedAt: localIso(checkIn.receivedAt),
  };
};

const findingView = (
  finding: PatrolFinding,
  facts: LivestreamFacts,
  { checkIns }: Patrol,
  userid: string,
  known: Known,
): PatrolFindingView => {
  const { id, level, party, words, state, answer, incidentId } = finding;
  const answers = state === "open" && mayAnswer(facts, level, userid);
  const reports = incidentId === null && mayReport(facts, finding.level, userid);
  return {
    ...{ id, level, party, words, state, answer, incidentId },
    ...{ by: known.name(finding.foundByUserid), at: localIso(finding.foundAt) },
    answeredBy: finding.answeredByUserid === null ? null : known.name(finding.answeredByUserid),
    answeredAt: finding.answeredAt && localIso(finding.answeredAt),
    files: known.files(checkIns.find((checkIn) => checkIn.id === finding.checkInId)?.files ?? []),
    may: [
      ...(answers ? (level === "interrupt" ? (["interrupt", "continue"] as const) : (["settle"] as const)) : []),
      ...(reports ? (["reportIncident"] as const) : []),
    ],
  };
};
