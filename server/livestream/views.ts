import { ExpectedCheckIn, type PatrolInvitation, type PatrolMember } from "../../entities/patrol.js";
import { PatrolFollowUp, PatrolSummary } from "../../entities/patrol-summary.js";
import { LivestreamDate, LivestreamFiling, type Livestream } from "../../entities/livestream.js";
import type {
  LivestreamDateView,
  LivestreamFilingView,
  LivestreamHead,
  LivestreamListItem,
  LivestreamView,
  NamedPerson,
  PatrolInvitationView,
  PatrolMemberView,
  PersonView,
} from "../http/contract.js";
import { namesOf } from "../identity/actor.js";
import { directoryOf } from "../identity/directory.js";
import { localIso } from "../kernel/local-time.js";
import { rowsWhere, rowWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { DUTIES } from "../regulation/duties.js";
import type { LivestreamDesk } from "./desk.js";
import type { LivestreamFacts } from "./facts.js";
import { lacksOf } from "./readiness.js";
import { standInVerbs } from "./rules/standing-in.js";
import { verbsOf } from "./rules/verbs.js";
import { answersFor, countsOf } from "./summing-up.js";
import { filingDueOf, patrolDueOf } from "./tasks.js";

const iso = (at: Date | null): string | null => at && localIso(at);

/** A livestream as a line of a list. */
export const listItem = (facts: LivestreamFacts, userid: string): LivestreamListItem => ({
  ...headOf(facts.livestream),
  account: { id: facts.livestream.accountId, name: facts.account?.name ?? facts.livestream.accountId },
  initiatingUnit: facts.units.initiating,
  may: verbsOf(facts, userid),
});

/** What a livestream is called by. */
export const headOf = ({ id, number, title, status, late, startAt, endAt }: Livestream): LivestreamHead => ({
  ...{ id, number, title, status, late },
  startAt: localIso(startAt),
  endAt: localIso(endAt),
});

type Name = (userid: string) => PersonView;

/** Puts a livestream's rows into the words of the contract, for one reader. */
export const livestreamView = async (desk: LivestreamDesk, tx: Tx, facts: LivestreamFacts, userid: string): Promise<LivestreamView> => {
  const { livestream } = facts;
  const { id } = livestream;
  const dates = await rowsWhere(tx, LivestreamDate, { livestreamId: id }, ["revision"]);
  const filings = await rowsWhere(tx, LivestreamFiling, { livestreamId: id }, ["round"]);
  const expected = await rowsWhere(tx, ExpectedCheckIn, { livestreamId: id }, ["dueAt", "userid", "id"]);
  const name = await namesOf(tx, named(facts, dates, filings));
  const unitOf = await unitNames(tx, facts.team);
  const story = await desk.story.of(tx, { type: "livestream", id });
  return {
    ...listItem(facts, userid),
    ...formView(facts, name),
    ...dueView(desk, facts),
    now: localIso(desk.clock.now()),
    operatingUnit: facts.units.operating,
    dates: dates.map((date) => dateView(date, name)),
    filings: filings.map((filing) => filingView(filing, name)),
    venueReport: venueView(facts, name),
    team: facts.team.map((member) => ({
      ...memberView(member, name, unitOf),
      may: standInVerbs(facts, userid, member.userid, expected),
    })),
    invitations: facts.invitations.map((invitation) => invitationView(invitation, name)),
    lacks: lacksOf(desk, facts),
    expected: expected
      .filter(({ state }) => state !== "cancelled")
      .map((each) => ({
        ...{ id: each.id, at: localIso(each.dueAt), kind: each.kind },
        ...{ round: each.round, userid: each.userid, state: each.state },
      })),
    ...(await summaryView(tx, facts, userid)),
    timeline: story.entries,
    deliveries: story.deliveries,
    quote: { article: "14", text: DUTIES.fileLivestream.text },
  };
};

const formView = ({ livestream, script }: LivestreamFacts, name: Name) => {
  const { inOffice, officeEquipment, venueNote, guests, contingency, livingId, lateReason, cancelReason, patrolWaiver } = livestream;
  return {
    ...{ guests, contingency, livingId, lateReason, cancelReason, patrolWaiver },
    applicant: name(livestream.applicantUserid),
    startedAt: iso(livestream.startedAt),
    endedAt: iso(livestream.endedAt),
    venue: { inOffice, officeEquipment, note: venueNote },
    host: personOf(livestream.host, livestream.hostUserid),
    onSite: personOf(livestream.onSite, livestream.onSiteUserid),
    commentControl: personOf(livestream.commentControl, livestream.commentControlUserid),
    stopButton: personOf(livestream.stopButton, livestream.stopButtonUserid),
    rehearsalAt: iso(livestream.rehearsalAt),
    script: script && { id: script.id, title: script.title, status: script.status },
    lateConfirmedAt: iso(livestream.lateConfirmedAt),
    agreed: {
      initiating: agreedView(livestream.initiatingAgreedAt, livestream.initiatingAgreedByUserid, name),
      operating: agreedView(livestream.operatingAgreedAt, livestream.operatingAgreedByUserid, name),
    },
  };
};

const dueView = (desk: LivestreamDesk, { livestream }: LivestreamFacts) => {
  const [filing, patrol] = [filingDueOf(desk, livestream.startAt), patrolDueOf(desk, livestream.startAt)];
  return {
    ...{ filingDueOn: filing.day, filingDueWords: filing.words },
    ...{ patrolDueAt: localIso(patrol.at), patrolDueWords: patrol.words },
  };
};

const personOf = (said: string, userid: string | null): NamedPerson => ({ userid, name: said });

const agreedView = (at: Date | null, by: string | null, name: Name) =>
  at === null || by === null ? null : { by: name(by), at: localIso(at) };

const dateView = (date: LivestreamDate, name: Name): LivestreamDateView => ({
  ...{ revision: date.revision, filingDueOn: date.filingDueOn, filingDueWords: date.filingDueWords, late: date.late, reason: date.reason },
  startAt: localIso(date.startAt),
  endAt: localIso(date.endAt),
  by: name(date.setByUserid),
  at: localIso(date.setAt),
});

const filingView = (filing: LivestreamFiling, name: Name): LivestreamFilingView => ({
  ...{ round: filing.round, late: filing.late, decision: filing.decision, note: filing.note },
  handedInAt: localIso(filing.handedInAt),
  decidedBy: filing.decidedByUserid === null ? null : name(filing.decidedByUserid),
  decidedAt: iso(filing.decidedAt),
});

const summaryView = async (
  tx: Tx,
  { livestream }: LivestreamFacts,
  userid: string,
): Promise<Pick<LivestreamView, "counts" | "summary" | "followUps">> => {
  const summary = await rowWhere(tx, PatrolSummary, { livestreamId: livestream.id });
  const followUps = await rowsWhere(tx, PatrolFollowUp, { livestreamId: livestream.id }, ["openedAt", "id"]);
  const directory = await directoryOf(tx);
  const by = (userid: string): PersonView => ({ userid, name: directory.person(userid)?.name ?? userid });
  return {
    counts: summary?.counts ?? (await countsOf(tx, livestream.id)),
    summary: summary && { words: summary.words, by: by(summary.submittedByUserid), at: localIso(summary.submittedAt) },
    followUps: followUps.map(({ id, unitId, words, state, doneAt, doneByUserid, answer }) => ({
      ...{ id, words, state, answer, doneAt: iso(doneAt) },
      unit: { id: unitId, name: directory.unit(unitId)?.name ?? unitId },
      doneBy: doneByUserid === null ? null : by(doneByUserid),
      may: state === "open" && answersFor(directory, unitId, userid) ? ["finishFollowUp"] : [],
    })),
  };
};

const venueView = ({ venue }: LivestreamFacts, name: Name): LivestreamView["venueReport"] =>
  venue === null || venue.state === "void"
    ? null
    : {
        ...{ reason: venue.reason, state: venue.state, note: venue.note },
        answeredBy: venue.answeredByUserid === null ? null : name(venue.answeredByUserid),
        answeredAt: iso(venue.answeredAt),
      };

const memberView = (member: PatrolMember, name: Name, unitOf: (userid: string) => string): Omit<PatrolMemberView, "may"> => ({
  person: name(member.userid),
  unit: unitOf(member.userid),
  role: member.role,
  trainedAt: iso(member.trainedAt),
  standsInFor: member.standsInForUserid === null ? null : name(member.standsInForUserid),
});

const invitationView = ({ id, userid, role, state, askedAt, answerBy, reason }: PatrolInvitation, name: Name): PatrolInvitationView => ({
  ...{ id, role, state, reason },
  person: name(userid),
  askedAt: localIso(askedAt),
  answerBy: localIso(answerBy),
});

const named = (facts: LivestreamFacts, dates: readonly LivestreamDate[], filings: readonly LivestreamFiling[]): string[] => {
  const { livestream, venue, team, invitations } = facts;
  const { applicantUserid, initiatingAgreedByUserid, operatingAgreedByUserid } = livestream;
  return [
    ...[applicantUserid, initiatingAgreedByUserid, operatingAgreedByUserid, venue?.answeredByUserid ?? null],
    ...dates.map(({ setByUserid }) => setByUserid),
    ...filings.map(({ decidedByUserid }) => decidedByUserid),
    ...team.flatMap(({ userid, standsInForUserid }) => [userid, standsInForUserid]),
    ...invitations.map(({ userid }) => userid),
  ].filter((userid) => userid !== null);
};

const unitNames = async (tx: Tx, team: readonly PatrolMember[]): Promise<(userid: string) => string> => {
  if (team.length === 0) return () => "";
  const directory = await directoryOf(tx);
  return (userid) => directory.unit(directory.person(userid)?.unitId ?? "")?.name ?? "";
};
