import { In } from "typeorm";
import { Draft, type Category, type Urgency } from "../../entities/draft.js";
import { Revision, type RevisionContent } from "../../entities/revision.js";
import { StoredFile } from "../../entities/stored-file.js";
import { Permit } from "../../entities/permit.js";
import type { Actor } from "../identity/actor.js";
import { newId } from "../kernel/ids.js";
import { Refusal } from "../kernel/refusal.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { contentHash } from "./content.js";
import { recordAct, today, type ReviewDesk } from "./desk.js";
import { loadAccount, loadDraft, type DraftFacts } from "./facts.js";
import { tellReplanned } from "./notices.js";
import { editorRefusal } from "./qualification.js";
import { refuse, superseded } from "./refusals.js";
import { conditionRefusal } from "./rules.js";
import { takeOver } from "./taking-over.js";
import { closeTasks, openStage, publicationDue } from "./tasks.js";

export interface NewDraftInput {
  accountId: string;
  title: string;
  body: string;
  cover: string | null;
  links: string[];
  files: string[];
  category: Category;
  urgency: Urgency;
  plannedAt: Date;
}

/** Fields left out stay as they are; `revision` is the version the editor had open. */
export type DraftChangeInput = Partial<Omit<NewDraftInput, "accountId">> & { revision: number };

const HOUR_MS = 3_600_000;

/** Writing and changing drafts (R11-01, R11-15). Whoever changes a version becomes an editor of it and may not review it. */
export class Drafting {
  constructor(private readonly desk: ReviewDesk) {}

  /** A new draft of the actor's, for one account on which they hold the editor's post. The 不涉密 declaration is theirs by name. */
  create(actor: Actor, input: NewDraftInput): Promise<string> {
    return this.desk.uow.run(async (tx) => {
      const account = await loadAccount(this.desk, tx, input.accountId);
      if (!account)
        throw new Refusal({
          code: "review.account-unknown",
          kind: "invalid",
          detail: "账号不在备案登记中，请从列表中选择。",
          article: "8",
        });
      if (!account.seats.editor.includes(actor.userid)) throw notEditor(account.account.name);
      const now = this.desk.clock.now();
      const { title, category, urgency, plannedAt } = input;
      const content = contentOf(input);
      const hash = contentHash({ accountId: input.accountId, category, title, content }, await digests(tx, content));
      const draft: Draft = {
        id: newId(),
        accountId: input.accountId,
        editorUserid: actor.userid,
        status: "draft",
        stage: null,
        revision: 1,
        contentHash: hash,
        title,
        category,
        urgency,
        plannedAt,
        round: 0,
        sentBack: false,
        createdAt: now,
        updatedAt: now,
        version: 1,
      };
      await tx.insert(Draft, draft);
      await tx.insert(Revision, {
        id: newId(),
        draftId: draft.id,
        number: 1,
        title,
        content,
        contentHash: hash,
        editors: [actor.userid],
        createdAt: now,
        submittedAt: null,
      });
      recordAct(this.desk, tx, actor, await loadDraft(this.desk, tx, draft.id), "review.drafted", {
        facts: { title, notClassified: true, declaredBy: actor.name },
      });
      return draft.id;
    });
  }

  /** Changes a draft. Nothing changed: nothing happens. Hashed content changed: a new version, from first review if the old one was under way. */
  revise(actor: Actor, draftId: string, change: DraftChangeInput): Promise<void> {
    return this.desk.uow.run(async (tx) => {
      const facts = await takeOver(this.desk, tx, actor, await loadDraft(this.desk, tx, draftId));
      if (!facts.seats.editor.includes(actor.userid)) throw notEditor(facts.account.name);
      if (change.revision !== facts.draft.revision) throw superseded(facts.draft.revision);
      if (!["draft", "inReview", "approved"].includes(facts.draft.status))
        throw refuse("closed", "conflict", "稿件已经结束，不能再修改。需要更正请另写一份。");
      const next = await changed(tx, facts, change);
      if (next.hash !== facts.draft.contentHash) return this.#rewrite(tx, actor, facts, next);
      return this.#replan(tx, actor, facts, next);
    });
  }

  /** A new version; an unsubmitted one is rewritten in place, since nobody has judged it. */
  async #rewrite(tx: Tx, actor: Actor, facts: DraftFacts, next: Changed): Promise<void> {
    const { draft, revision } = facts;
    const fresh = revision.submittedAt !== null;
    const number = fresh ? draft.revision + 1 : draft.revision;
    const editors = [...new Set([...revision.editors, actor.userid])];
    const words = { title: next.title, content: next.content, contentHash: next.hash, editors };
    await this.#claim(tx, draft, { ...next.terms, title: next.title, contentHash: next.hash, revision: number });
    if (fresh)
      await tx.insert(Revision, { id: newId(), draftId: draft.id, number, ...words, createdAt: this.desk.clock.now(), submittedAt: null });
    else await tx.update(Revision, { id: revision.id }, words);
    const after = await loadDraft(this.desk, tx, draft.id);
    recordAct(this.desk, tx, actor, after, "review.revised", {
      facts: { title: next.title, replaces: draft.contentHash, wasIn: draft.status },
    });
    if (draft.status !== "draft") await this.#restart(tx, actor, after);
  }

  /** R11-15: approvals of the old version no longer count, its tasks and permit end, and first review begins again. */
  async #restart(tx: Tx, actor: Actor, facts: DraftFacts): Promise<void> {
    const day = today(this.desk);
    const refusal = editorRefusal(facts, actor.userid, day) ?? conditionRefusal(facts, day);
    if (refusal) throw refusal;
    const now = this.desk.clock.now();
    await closeTasks(this.desk, tx, facts.draft.id, { by: actor.userid, how: "review.superseded" });
    if (facts.permit) {
      await tx.update(Permit, { id: facts.permit.id }, { voidedAt: now, voidedFor: "review.superseded", standingKey: null });
      recordAct(this.desk, tx, actor, facts, "review.permit-voided", { facts: { number: facts.permit.number } });
    }
    await tx.update(Revision, { draftId: facts.draft.id, number: facts.draft.revision }, { submittedAt: now });
    await tx.update(Draft, { id: facts.draft.id }, { status: "inReview", stage: "first", round: facts.draft.round + 1 });
    const restarted = await loadDraft(this.desk, tx, facts.draft.id);
    recordAct(this.desk, tx, actor, restarted, "review.submitted", { facts: { round: restarted.draft.round, restarted: true } });
    await openStage(this.desk, tx, restarted, "first");
  }

  /** Planned time and urgency: no new version; approvals stand and the final reviewer is told. */
  async #replan(tx: Tx, actor: Actor, facts: DraftFacts, next: Changed): Promise<void> {
    const { draft, permit } = facts;
    const moved = next.terms.plannedAt.getTime() !== draft.plannedAt.getTime();
    const hurried = next.terms.urgency !== draft.urgency;
    if (!moved && !hurried) return;
    if (hurried && draft.status !== "draft")
      throw refuse("urgency-fixed", "conflict", "稿件已进入审核，紧急程度不能再改。可以联系审核人催办。");
    await this.#claim(tx, draft, next.terms);
    const after = await loadDraft(this.desk, tx, draft.id);
    recordAct(this.desk, tx, actor, after, "review.replanned", {
      facts: { from: draft.plannedAt, to: next.terms.plannedAt, urgency: next.terms.urgency },
    });
    if (!moved || draft.status === "draft") return;
    if (permit) await tx.update(Permit, { id: permit.id }, { validUntil: permitEnd(this.desk, after.draft.plannedAt) });
    const owed = await this.desk.deadlines.openOne(tx, "confirmPublication", draft.id);
    if (owed) await this.desk.deadlines.reschedule(tx, owed, publicationDue(this.desk, after.draft.plannedAt), this.desk.calendar);
    await tellReplanned(this.desk, tx, after, draft.plannedAt);
  }

  async #claim(tx: Tx, draft: Draft, fields: Partial<Draft>): Promise<void> {
    const won = await tx.update(
      Draft,
      { id: draft.id, version: draft.version },
      { ...fields, updatedAt: this.desk.clock.now(), version: draft.version + 1 },
    );
    if (won.affected !== 1) throw refuse("changed-meanwhile", "conflict", "稿件刚刚被别人处理过，请重新打开后再改；您写的内容还在本页。");
  }
}

/** Until when a permit stands: the planned time, or now where that has passed, and the hours of the setting. */
export const permitEnd = (desk: ReviewDesk, plannedAt: Date): Date => {
  const from = Math.max(plannedAt.getTime(), desk.clock.now().getTime());
  return new Date(from + desk.settings.value("review.permitHours") * HOUR_MS);
};

const notEditor = (account: string): Refusal =>
  refuse("not-editor", "forbidden", `您不是「${account}」的责任编辑，不能写稿或改稿。请联系本部门主要负责同志指定。`, "editorQualifies");

const contentOf = ({ body, cover, links, files }: RevisionContent): RevisionContent => ({ body, cover, links, files });

interface Changed {
  title: string;
  content: RevisionContent;
  hash: string;
  terms: { category: Category; urgency: Urgency; plannedAt: Date };
}

const changed = async (tx: Tx, { draft, revision }: DraftFacts, change: DraftChangeInput): Promise<Changed> => {
  const { body, cover, links, files } = { ...revision.content, ...defined(change) };
  const content = { body, cover, links, files };
  const title = change.title ?? revision.title;
  const terms = {
    category: change.category ?? draft.category,
    urgency: change.urgency ?? draft.urgency,
    plannedAt: change.plannedAt ?? draft.plannedAt,
  };
  const hash = contentHash({ accountId: draft.accountId, category: terms.category, title, content }, await digests(tx, content));
  return { title, content, hash, terms };
};

const defined = <T extends object>(fields: T): Partial<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;

/** The digests of all files a version names; throws where one was never uploaded. */
const digests = async (tx: Tx, content: RevisionContent): Promise<Map<string, string>> => {
  const ids = [...new Set([content.cover, ...content.files].filter((id) => id !== null))];
  const files = ids.length === 0 ? [] : await tx.findBy(StoredFile, { id: In(ids) });
  if (files.length !== ids.length)
    throw new Refusal({ code: "review.file-unknown", kind: "invalid", detail: "有附件没有上传成功，请重新上传后再保存。" });
  return new Map(files.map((file) => [file.id, file.sha256]));
};
