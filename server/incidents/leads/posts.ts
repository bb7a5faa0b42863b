import { IncidentPost } from "../../../entities/incident-lead.js";
import { Incident } from "../../../entities/incident.js";
import { sha256 } from "../../kernel/ids.js";
import { changeRows, insertRows, rowsWhere, rowWhere } from "../../kernel/rows.js";
import { isDuplicate, type Tx } from "../../kernel/unit-of-work.js";
import { isResumable } from "../rules/levels.js";
import { postsOf } from "../rules/posts.js";

/** True where a further report of the same post belongs to it: it runs, or ended less than a day ago and would be resumed (R24-10). */
const takesLeads = (incident: Incident, now: Date): boolean =>
  incident.status === "reported" || incident.status === "handling" || isResumable({ incident }, now);

/**
 * The incident that these links are about already; null: none, and from now on they are about the new one, `incidentId`. Two reports at the same moment
 * meet in the row of the post: one has it, the other finds whose it is.
 */
export const claimPosts = async (tx: Tx, links: readonly string[], incidentId: string, now: Date): Promise<string | null> => {
  const posts = postsOf(links).map((post) => sha256(post));
  const known = await rowsWhere(tx, IncidentPost, { post: posts }, ["post"]);
  const running = (await rowsWhere(tx, Incident, { id: known.map((row) => row.incidentId) }, ["reportedAt", "id"])).filter((incident) =>
    takesLeads(incident, now),
  );
  let found = running[0]?.id ?? null;
  for (const post of posts) {
    const before = known.find((row) => row.post === post)?.incidentId;
    if (running.some(({ id }) => id === before)) continue;
    const holder = await takePost(tx, { post, incidentId: found ?? incidentId }, before);
    if (holder !== null && found === null) {
      found = holder;
      await changeRows(tx, IncidentPost, { incidentId }, { incidentId: found });
    }
  }
  return found;
};

/** Null: the post is the incident's now; else whose it is. */
const takePost = async (tx: Tx, row: IncidentPost, before: string | undefined): Promise<string | null> => {
  if (before !== undefined) {
    if ((await changeRows(tx, IncidentPost, { post: row.post, incidentId: before }, { incidentId: row.incidentId })) === 1) return null;
  } else {
    try {
      await insertRows(tx, IncidentPost, [row]);
      return null;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
  }
  return (await rowWhere(tx, IncidentPost, { post: row.post }))?.incidentId ?? null;
};
