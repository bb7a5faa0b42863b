import type { IncidentDutyView, IncidentVerb, IncidentView } from "../../server/http/contract.js";
import type { Act, Option } from "./act.js";
import { dutyActs } from "./duty-acts.js";
import { incidentAct } from "./incident-acts.js";
import { openProposals } from "./level-acts.js";
import { isWriting, sortedDuties } from "./incidents.js";

/** The foot of the incident page: one obvious next act, what belongs beside it, and everything else that is open to this person. */
export interface NextActs {
  main: Act | null;
  beside: Act[];
  rest: Act[];
}

/** Verbs that somebody waits for. */
const asked = (view: IncidentView): IncidentVerb[] => {
  const fresh: IncidentVerb[] = view.status === "reported" ? ["setLevel"] : [];
  const proposed: IncidentVerb[] = openProposals(view).length > 0 ? ["setLevel", "keepLevel"] : [];
  return ["acknowledge", "answerLowering", "settleLevel", ...fresh, "consult", ...proposed];
};
/** Verbs that are open to somebody without being asked for, the likelier first. */
const free: readonly IncidentVerb[] = [
  ...(["setLevel", "keepLevel", "instruct", "convene", "assignUnit", "finish", "lower", "propose", "close", "review"] as const),
];

const isMine = ({ holders }: IncidentDutyView, userid: string): boolean => holders.some((holder) => holder.userid === userid);

/** Duties to be discharged: where somebody has to go to the leader that first, then one's own by due time. */
function dutiesInOrder(view: IncidentView, userid: string): IncidentDutyView[] {
  const { open } = sortedDuties(view.duties);
  const going = open.some((duty) => duty.duty === "reportRedByHand" && isMine(duty, userid));
  const rank = (duty: IncidentDutyView): number => {
    if (duty.duty === "reportRed") return going ? 0 : 3;
    return isMine(duty, userid) ? 1 : 2;
  };
  return open.filter(({ may }) => may.length > 0).sort((one, other) => rank(one) - rank(other));
}

/** What is open to this person, in the order in which it is to be done. */
export function nextActs(view: IncidentView, userid: string, units: readonly Option[]): NextActs {
  const of = (verbs: readonly IncidentVerb[]): Act[] =>
    verbs.filter((verb) => view.may.includes(verb)).map((verb) => incidentAct(view, verb, units));
  const duties = dutiesInOrder(view, userid);
  const due = duties.filter(({ duty }) => !isWriting(duty)).flatMap((duty) => dutyActs(view, duty));
  const toWrite = duties.filter(({ duty }) => isWriting(duty)).flatMap((duty) => dutyActs(view, duty));
  const leads = view.may.includes("instruct");
  const last = due.length === 0 ? of(["finish", "review", "close"]) : [];
  const needsUnit = view.unit === null ? of(["assignUnit"]) : [];
  const called = of(asked(view));
  const wanted = leads ? [...called, ...of(["instruct", "convene"]), ...due] : [...called, ...due, ...needsUnit, ...last];
  const all = unique([...wanted, ...toWrite, ...due, ...of(free)]);
  const ordered = leads ? all : unique([...wanted, ...toWrite]);
  const main = ordered[0] ?? null;
  const beside = leads ? all.filter(({ key }) => key !== main?.key && (key === "instruct" || key === "convene")) : ordered.slice(1, 2);
  const rest = all.filter((act) => act !== main && !beside.includes(act));
  return { main, beside, rest };
}

/** Each act once, where it stands first. */
export const unique = (acts: Act[]): Act[] => acts.filter((act, index) => acts.findIndex(({ key }) => key === act.key) === index);
