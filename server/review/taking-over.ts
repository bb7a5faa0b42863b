import { Draft } from "../../entities/draft.js";
import { Revision } from "../../entities/revision.js";
import { namesOf, type Actor } from "../identity/actor.js";
import { changeRows } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { recordAct, today, type ReviewDesk } from "./desk.js";
import { loadDraft, type DraftFacts } from "./facts.js";
import { editorsNow } from "./qualification.js";
import { refuse } from "./refusals.js";

/**
 * A draft whose editor left becomes that of the first other editor of the account who goes on with it: it has a clear 责任编辑 again, and they
 * review no version of it. The facts unchanged where the editor is here, or the actor holds no editor's post.
 */
export const takeOver = async (desk: ReviewDesk, tx: Tx, actor: Actor, facts: DraftFacts): Promise<DraftFacts> => {
  const { draft, revision } = facts;
  const here = editorsNow(facts, today(desk));
  if (here.includes(draft.editorUserid) || !here.includes(actor.userid)) return facts;
  const name = await namesOf(tx, [draft.editorUserid]);
  const mine = { editorUserid: actor.userid, version: draft.version + 1 };
  const won = await changeRows(tx, Draft, { id: draft.id, version: draft.version, editorUserid: draft.editorUserid }, mine);
  if (won !== 1) throw refuse("changed-meanwhile", "conflict", "稿件正在被别人处理，请稍后重新打开。");
  await tx.update(Revision, { id: revision.id }, { editors: [...new Set([...revision.editors, actor.userid])] });
  recordAct(desk, tx, actor, facts, "review.taken-over", { facts: { from: name(draft.editorUserid).name } });
  return loadDraft(desk, tx, draft.id);
};
