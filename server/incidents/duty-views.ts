import type { Deadline } from "../../entities/deadline.js";
import type { IncidentEvidence } from "../../entities/incident-evidence.js";
import type { EvidenceView, IncidentDutyView, IncidentStepView } from "../http/contract.js";
import { localIso } from "../kernel/local-time.js";
import type { DutyRule } from "../regulation/duties.js";
import { OFFICE_NAMES } from "../regulation/offices.js";
import { closingWords } from "./closings.js";
import type { IncidentFacts } from "./facts.js";
import { rowOf } from "./own-duties.js";
import { isUnconfirmed } from "./rules/discharge.js";
import { dutyVerbsOf } from "./rules/verbs.js";
import type { FilesById, IncidentSurroundings, Names } from "./views.js";
import { stepWords } from "./words.js";

const iso = (at: Date | null): string | null => at && localIso(at);

const evidenceView = (each: IncidentEvidence, names: Names, files: FilesById): EvidenceView => ({
  id: each.id,
  kind: each.kind,
  note: each.note,
  how: each.how,
  at: localIso(each.at),
  enteredAt: localIso(each.enteredAt),
  by: { userid: each.byUserid, name: each.byName, post: each.byPost },
  entered: each.at < each.enteredAt ? "afterwards" : "atOnce",
  confirmation:
    each.kind !== "told"
      ? null
      : each.confirmedAt === null
        ? { state: "waiting" }
        : { state: "confirmed", by: names(each.confirmedBy ?? ""), at: localIso(each.confirmedAt) },
  to: each.particulars.to ?? null,
  contact: each.particulars.contact ?? null,
  receipt: each.particulars.receipt ?? null,
  commander: each.particulars.commander === undefined ? null : names(each.particulars.commander),
  documentNumber: each.particulars.documentNumber ?? null,
  files: each.files.flatMap((id) => files.get(id) ?? []),
});

const toWords = ({ to }: DutyRule): string | null =>
  to === null
    ? null
    : [to]
        .flat()
        .map((office) => OFFICE_NAMES[office])
        .join("、");

/** What is said and done while a duty stays open, in order. */
export const stepViews = (deadline: Deadline): IncidentStepView[] => {
  const rules = rowOf(deadline.duty).steps ?? [];
  return (deadline.steps ?? []).map(({ name, at }) => {
    const ahead = deadline.nextStepAt !== null && new Date(at) >= deadline.nextStepAt;
    const words = rules.find((rule) => rule.name === name)?.words ?? stepWords(name);
    return { name, at: localIso(new Date(at)), words, state: ahead ? "ahead" : "taken" };
  });
};

/** How it was closed; what somebody else entered as told by mouth is called unconfirmed for so long as it is. */
const closedWords = (deadline: Deadline, facts: IncidentFacts, who: string): string | null => {
  const words = closingWords(deadline, facts, who);
  return words === null || !isUnconfirmed(facts, deadline.id) ? words : `${words}，未经领导本人确认`;
};

const MINUTE_MS = 60_000;

/** One duty as the page shows it; `late` also for one that was discharged too late. */
export const dutyView = (
  facts: IncidentFacts,
  deadline: Deadline,
  around: IncidentSurroundings,
  userid: string,
  now: Date,
): IncidentDutyView => {
  const rule = rowOf(deadline.duty);
  const { names, files, holders } = around;
  const over = deadline.dueAt === null ? 0 : (deadline.closedAt ?? now).getTime() - deadline.dueAt.getTime();
  const late = deadline.missedAt !== null || (over > 0 && deadline.state !== "cancelled");
  const discharged = deadline.state === "discharged";
  return {
    taskId: deadline.id,
    duty: deadline.duty,
    article: deadline.article,
    title: rule.title,
    quote: rule.text,
    source: rule.source,
    to: toWords(rule),
    state: deadline.state,
    startedAt: localIso(deadline.startedAt),
    dueAt: iso(deadline.dueAt),
    dueWords: deadline.dueWords,
    dischargedAt: discharged ? iso(deadline.closedAt) : null,
    dischargedBy: discharged && deadline.closedBy !== null ? names(deadline.closedBy) : null,
    closedWords: closedWords(deadline, facts, names(deadline.closedBy ?? "").name),
    late,
    lateMinutes: late ? Math.max(0, Math.floor(over / MINUTE_MS)) : 0,
    holders: holders.filter((holder) => holder.deadlineId === deadline.id).map((holder) => names(holder.userid)),
    steps: stepViews(deadline),
    evidence: facts.evidence.filter((each) => each.deadlineId === deadline.id).map((each) => evidenceView(each, names, files)),
    may: dutyVerbsOf(facts, deadline, userid),
  };
};
