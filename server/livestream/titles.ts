import { Livestream } from "../../entities/livestream.js";
import { PatrolInvitation } from "../../entities/patrol.js";
import { PatrolFollowUp } from "../../entities/patrol-summary.js";
import { rowsWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";

/** How invitations are called: by their livestream. */
export const invitationTitles = async (tx: Tx, ids: readonly string[]): Promise<Map<string, string>> => {
  const invitations = await rowsWhere(tx, PatrolInvitation, { id: ids });
  const titles = await livestreamTitles(
    tx,
    invitations.map(({ livestreamId }) => livestreamId),
  );
  return new Map(invitations.map(({ id, livestreamId }) => [id, `${titles.get(livestreamId) ?? ""}巡查邀请`]));
};

/** How follow-ups are called: by their livestream. */
export const followUpTitles = async (tx: Tx, ids: readonly string[]): Promise<Map<string, string>> => {
  const followUps = await rowsWhere(tx, PatrolFollowUp, { id: ids });
  const titles = await livestreamTitles(
    tx,
    followUps.map(({ livestreamId }) => livestreamId),
  );
  return new Map(followUps.map(({ id, livestreamId }) => [id, `${titles.get(livestreamId) ?? ""}整改`]));
};

/** How livestreams are called. */
export const livestreamTitles = async (tx: Tx, ids: readonly string[]): Promise<Map<string, string>> =>
  new Map((await rowsWhere(tx, Livestream, { id: ids })).map(({ id, title }) => [id, title]));
