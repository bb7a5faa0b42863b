import { In, LessThan } from "typeorm";
import { Appointment } from "../../entities/appointment.js";
import { Deadline } from "../../entities/deadline.js";
import { Draft } from "../../entities/draft.js";
import { Reading } from "../../entities/reading.js";
import type { FileLink } from "../files/view.js";
import type { AccountList, DraftList, DraftView, TimelineView } from "../http/contract.js";
import type { Actor } from "../identity/actor.js";
import { oversees } from "../identity/permissions.js";
import { newId } from "../kernel/ids.js";
import { localIso } from "../kernel/local-time.js";
import { Refusal } from "../kernel/refusal.js";
import { isDuplicate, type Tx } from "../kernel/unit-of-work.js";
import { compareRevisions } from "./changes.js";
import { today, type ReviewDesk } from "./desk.js";
import { Drafting } from "./drafting.js";
import { loadAccount, loadDraft, type DraftFacts } from "./facts.js";
import { Judging } from "./judgement.js";
import { Nudging } from "./nudging.js";
import { Publishing } from "./publication.js";
import { refill } from "./refilling.js";
import { superseded } from "./refusals.js";
import { Submission } from "./submission.js";
import { verbsOf } from "./verbs.js";
import { accountView, draftView } from "./views.js";

const PAGE = 20;
const STARTED_MOST = 200;

/** Article 11 for those who ask: drafts, their verbs and their story. Each verb is a class of its own. */
export class Review {
  readonly drafting: Drafting;
  readonly submission: Submission;
  readonly judging: Judging;
  readonly nudging: Nudging;
  readonly publishing: Publishing;

  constructor(
    private readonly desk: ReviewDesk,
    private readonly fileLink: FileLink,
  ) {
    this.drafting = new Drafting(desk);
    this.submission = new Submission(desk);
    this.judging = new Judging(desk);
    this.nudging = new Nudging(desk);
    this.publishing = new Publishing(desk);
  }

  /** The draft as this person sees it; refused to those who have nothing to do with its account. */
  view(actor: Actor, draftId: string): Promise<DraftView> {
    return this.desk.uow.read(async (tx) => draftView(this.desk, tx, actor, await this.#readable(tx, actor, draftId), this.fileLink));
  }

  /** What changed since a version that the reader names. */
  changes(actor: Actor, draftId: string, since: number): Promise<DraftView["changes"]> {
    return this.desk.uow.read(async (tx) => {
      const { draft } = await this.#readable(tx, actor, draftId);
      return compareRevisions(tx, draftId, since, draft.revision);
    });
  }

  /** Notes that this person opened the full text of the current version (R11-05). Opening it again notes nothing. */
  async opened(actor: Actor, draftId: string, revision: number): Promise<void> {
    await this.desk.uow.run(async (tx) => {
      const { draft } = await this.#readable(tx, actor, draftId);
      if (draft.revision !== revision) throw superseded(draft.revision);
      if (await tx.existsBy(Reading, { draftId, revision, userid: actor.userid })) return;
      await tx
        .insert(Reading, { id: newId(), draftId, revision, userid: actor.userid, openedAt: this.desk.clock.now() })
        .catch((error: unknown) => {
          if (!isDuplicate(error)) throw error;
        });
    });
  }

  /** The drafts of which this person is editor, latest first; `before` is the end of the page before. */
  mine(actor: Actor, before: Date | null): Promise<DraftList> {
    return this.desk.uow.read(async (tx) => {
      const where = { editorUserid: actor.userid, ...(before ? { updatedAt: LessThan(before) } : {}) };
      const drafts = await tx.find(Draft, { where, order: { updatedAt: "DESC", id: "DESC" }, take: PAGE + 1 });
      const items = [];
      for (const draft of drafts.slice(0, PAGE)) {
        const facts = await loadDraft(this.desk, tx, draft.id);
        items.push({
          id: draft.id,
          title: draft.title,
          account: { id: facts.account.id, name: facts.account.name, platform: facts.account.platform },
          status: draft.status,
          stage: draft.stage,
          revision: draft.revision,
          urgency: draft.urgency,
          plannedAt: localIso(draft.plannedAt),
          updatedAt: localIso(draft.updatedAt),
          sentBack: draft.sentBack,
          may: verbsOf(facts, actor.userid, today(this.desk), this.desk.clock.now()),
        });
      }
      const last = drafts.length > PAGE ? drafts[PAGE - 1] : undefined;
      return { now: localIso(this.desk.clock.now()), items, next: last ? localIso(last.updatedAt) : null };
    });
  }

  /** The latest drafts under way of which this person is editor, by id, for 我发起的. */
  readonly startedBy = async (tx: Tx, userid: string): Promise<string[]> => {
    const where = { editorUserid: userid, status: In(["draft", "inReview", "consulting", "approved"]) };
    const drafts = await tx.find(Draft, { select: { id: true }, where, order: { updatedAt: "DESC" }, take: STARTED_MOST });
    return drafts.map((draft) => draft.id);
  };

  /** The accounts on which this person may write, with what blocks them. */
  accounts(actor: Actor): Promise<AccountList> {
    return this.desk.uow.read(async (tx) => {
      const posts = await tx.findBy(Appointment, { userid: actor.userid, role: In(["editor"]) });
      const facts = await Promise.all(posts.map((post) => loadAccount(this.desk, tx, post.scopeId)));
      const items = facts.filter((each) => each !== null).map((each) => accountView(each, actor.userid, today(this.desk)));
      return { now: localIso(this.desk.clock.now()), items };
    });
  }

  /** The record of one draft in sentences, and who got which card. */
  timeline(actor: Actor, draftId: string): Promise<TimelineView> {
    return this.desk.uow.read(async (tx) => {
      const { draft } = await this.#readable(tx, actor, draftId);
      return {
        now: localIso(this.desk.clock.now()),
        title: draft.title,
        status: draft.status,
        stage: draft.stage,
        revision: draft.revision,
        ...(await this.desk.story.of(tx, { type: "draft", id: draftId })),
      };
    });
  }

  /** R11-09, R11-18: puts every open task into the hands of those who qualify now. Safe to run twice. */
  async refill(): Promise<number> {
    let changed = 0;
    for (const id of await this.desk.uow.read((tx) => this.#refillable(tx)))
      changed += (await this.desk.uow.run(async (tx) => refill(this.desk, tx, await loadDraft(this.desk, tx, id)))) ? 1 : 0;
    return changed;
  }

  /** The drafts in review, and those for which somebody is sought. */
  async #refillable(tx: Tx): Promise<Set<string>> {
    const drafts = await tx.find(Draft, { select: { id: true }, where: { status: "inReview" } });
    const sought = await tx.find(Deadline, { select: { subjectId: true }, where: { duty: "fillReviewVacancy", state: "open" } });
    return new Set([...drafts.map(({ id }) => id), ...sought.map(({ subjectId }) => subjectId)]);
  }

  async #readable(tx: Tx, actor: Actor, draftId: string): Promise<DraftFacts> {
    const facts = await loadDraft(this.desk, tx, draftId);
    const near = Object.values(facts.seats).some((seats) => seats.includes(actor.userid)) || facts.draft.editorUserid === actor.userid;
    const above = facts.unit.headUserid === actor.userid || facts.unit.leaderInChargeUserid === actor.userid;
    if (near || above || oversees(actor)) return facts;
    throw new Refusal({
      code: "review.not-yours-to-read",
      kind: "forbidden",
      detail: `这份稿件属于「${facts.account.name}」，您没有该账号的岗位，不能查看。`,
      article: "19",
    });
  }
}
