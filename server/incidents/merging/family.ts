import { IncidentMerge } from "../../../entities/incident-merge.js";
import { Incident } from "../../../entities/incident.js";
import type { Story } from "../../audit/story.js";
import type { IncidentView, MergedView, TimelineView } from "../../http/contract.js";
import { localIso } from "../../kernel/local-time.js";
import { rowsWhere, rowWhere } from "../../kernel/rows.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import { subjectOf, type IncidentsDesk } from "../desk.js";
import { loadIncident, type IncidentFacts } from "../facts.js";
import { mergeRefusal, undoableUntil, undoRefusal } from "../rules/merging.js";

/** What went on in an incident, with whatever had been merged into that before, the latest first. */
export const mergesInto = async (tx: Tx, incidentId: string): Promise<IncidentMerge[]> => {
  const found: IncidentMerge[] = [];
  for (let into = [incidentId]; into.length > 0;) {
    const merges = (await rowsWhere(tx, IncidentMerge, { intoIncidentId: into }, ["at"])).filter(({ openKey }) => openKey !== null);
    found.push(...merges);
    into = merges.map(({ fromIncidentId }) => fromIncidentId);
  }
  return found.reverse();
};

/** The merged incidents as the page of the one in which they go on shows them. */
export const mergedViews = async (tx: Tx, merges: readonly IncidentMerge[], mayUndo: boolean, now: Date): Promise<MergedView[]> => {
  const incidents = new Map((await rowsWhere(tx, Incident, { id: merges.map((each) => each.fromIncidentId) })).map((row) => [row.id, row]));
  return merges.flatMap((merge) => {
    const incident = incidents.get(merge.fromIncidentId);
    if (!incident) return [];
    const until = undoableUntil(merge.at);
    return [
      {
        id: incident.id,
        number: incident.number,
        title: incident.title,
        at: localIso(merge.at),
        by: { userid: merge.byUserid, name: merge.byName },
        reason: merge.reason,
        undoableUntil: localIso(until),
        may: mayUndo && now < until ? (["undo"] as const).slice() : [],
      },
    ];
  });
};

/** In which an incident goes on and which sounds alike, with what this person may do about it by one tap. */
export const kinOf = async (
  desk: IncidentsDesk,
  tx: Tx,
  facts: IncidentFacts,
  userid: string,
): Promise<Pick<IncidentView, "mergedInto" | "similarTo">> => {
  const { mergedInto, similarTo, id } = facts.incident;
  const other = async (otherId: string): Promise<IncidentFacts> => loadIncident(desk, tx, otherId);
  const mayMerge = similarTo !== null && mergedInto === null && mergeRefusal(facts, await other(similarTo.id), userid) === null;
  const merge = mergedInto && (await rowWhere(tx, IncidentMerge, { openKey: id }));
  const mayUndo = mergedInto !== null && undoRefusal(await other(mergedInto.id), userid, merge, desk.clock.now()) === null;
  return {
    mergedInto: mergedInto && { ...mergedInto, may: mayUndo ? ["undo"] : [] },
    similarTo: similarTo && { ...similarTo, may: mayMerge ? ["merge"] : [] },
  };
};

/** What happened to an incident and to those merged into it, in one line of time; whose it was stands before it. */
export const familyStory = async (
  story: Story,
  tx: Tx,
  incidentId: string,
  merged: readonly MergedView[],
): Promise<Pick<TimelineView, "entries" | "deliveries">> => {
  const own = await story.of(tx, subjectOf(incidentId));
  const others = [];
  for (const { id, number } of merged) {
    const theirs = await story.of(tx, subjectOf(id));
    others.push({ ...theirs, entries: theirs.entries.map((entry) => ({ ...entry, sentence: `〔${number}〕${entry.sentence}` })) });
  }
  return {
    entries: [own, ...others].flatMap(({ entries }) => entries).sort((one, other) => one.seq - other.seq),
    deliveries: [own, ...others].flatMap(({ deliveries }) => deliveries),
  };
};
