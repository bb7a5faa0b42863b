import { In } from "typeorm";
import { Draft } from "../../entities/draft.js";
import { Livestream } from "../../entities/livestream.js";
import type { ApplicationOptions } from "../http/contract.js";
import type { Actor } from "../identity/actor.js";
import { directoryOf } from "../identity/directory.js";
import { oversees } from "../identity/permissions.js";
import { among } from "../kernel/among.js";
import type { Refusal } from "../kernel/refusal.js";
import { rowWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { refuse } from "./refusals.js";

/** What a livestream rests on elsewhere; absent: stays as it is. */
export interface Links {
  accountId: string;
  scriptDraftId?: string | null | undefined;
  livingId?: string | null | undefined;
}

/** Why this script or 企业直播 cannot be this livestream's; null: it can. `own`: its id; null: a new one. */
export const linksRefusal = async (tx: Tx, links: Links, own: string | null): Promise<Refusal | null> =>
  (await scriptRefusal(tx, links)) ?? (await livingRefusal(tx, links, own));

const SCRIPTS_MOST = 50;

/**
 * The drafts of an account that somebody can name as script (R14-04), latest first: whatever passed the final level, and what is on its way there where
 * their unit has the account or wrote it.
 */
export const scriptsFor = async (tx: Tx, actor: Actor, accountId: string): Promise<ApplicationOptions["scripts"]> => {
  const account = (await directoryOf(tx)).account(accountId);
  const underWay = { accountId, status: In(["draft", "inReview", "consulting"]) };
  const colleagues = among("SELECT userid FROM person WHERE unitId = :unit", { unit: actor.unitId });
  const seesAll = oversees(actor) || account?.unitId === actor.unitId;
  const drafts = await tx.find(Draft, {
    where: [{ accountId, status: "approved" }, seesAll ? underWay : { ...underWay, editorUserid: colleagues }],
    order: { updatedAt: "DESC", id: "DESC" },
    take: SCRIPTS_MOST,
  });
  return drafts.map(({ id, title, status }) => ({ id, title, status }));
};

const scriptRefusal = async (tx: Tx, { scriptDraftId, accountId }: Links): Promise<Refusal | null> => {
  if (!scriptDraftId) return null;
  const draft = await rowWhere(tx, Draft, { id: scriptDraftId });
  if (!draft) return refuse("script-unknown", "invalid", "没有找到这份脚本稿件，请先在「稿件」中建立，再从列表选择。");
  if (draft.accountId === accountId) return null;
  return refuse("script-other-account", "invalid", "这份脚本稿件不是本次直播账号的，请选择同一账号下的稿件。");
};

const livingRefusal = async (tx: Tx, { livingId }: Links, own: string | null): Promise<Refusal | null> => {
  const other = livingId ? await rowWhere(tx, Livestream, { livingId }) : null;
  if (!other || other.id === own) return null;
  return refuse("living-taken", "invalid", `这场企业直播已经关联到「${other.title}」（${other.number}），请核对编号。`);
};
