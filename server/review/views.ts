import { In } from "typeorm";
import type { Deadline } from "../../entities/deadline.js";
import { Publication } from "../../entities/publication.js";
import { StoredFile } from "../../entities/stored-file.js";
import { fileView, type FileLink } from "../files/view.js";
import type { AccountView, DraftView, PermitView, PersonView, VerdictView } from "../http/contract.js";
import { namesOf, type Actor } from "../identity/actor.js";
import { localDay, localIso } from "../kernel/local-time.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { DUTIES } from "../regulation/duties.js";
import { REVIEW_CHAIN, type Stage } from "../regulation/review-chain.js";
import { Permit } from "../../entities/permit.js";
import { compareRevisions, lastSeen } from "./changes.js";
import type { ReviewDesk } from "./desk.js";
import type { AccountFacts, DraftFacts } from "./facts.js";
import { accountRefusal, editorRefusal } from "./qualification.js";
import { explainedRefusal, verbsOf } from "./verbs.js";

/** An account as an editor sees it: ready for drafts, or what is missing and whom to ask. */
export const accountView = (facts: AccountFacts, writer: string | null, today: string): AccountView => {
  const { account, unit } = facts;
  const personal = writer === null ? null : editorRefusal(facts, writer, today);
  const blocked = accountRefusal(facts) ?? personal;
  return {
    id: account.id,
    platform: account.platform,
    name: account.name,
    unit: unit.name,
    status: account.status,
    blocked: blocked?.detail ?? null,
  };
};

/** Where a permit stands at a moment. */
export const permitState = (permit: Permit, now: Date): PermitView["state"] =>
  permit.voidedAt !== null ? "void" : permit.usedAt !== null ? "used" : permit.validUntil < now ? "expired" : "valid";

type Names = (userid: string) => PersonView;

const permitView = (permit: Permit, now: Date): PermitView => ({
  number: permit.number,
  contentHash: permit.contentHash,
  revision: permit.revision,
  issuedAt: localIso(permit.issuedAt),
  validUntil: localIso(permit.validUntil),
  state: permitState(permit, now),
});

const verdictViews = (facts: DraftFacts, names: Names): VerdictView[] =>
  facts.verdicts.map((verdict) => ({
    stage: verdict.stage,
    verdict: verdict.verdict,
    revision: verdict.revision,
    by: { userid: verdict.byUserid, name: verdict.byName, post: verdict.byPost },
    onBehalfOf: verdict.onBehalfOf === null ? null : names(verdict.onBehalfOf),
    at: localIso(verdict.at),
    via: verdict.via,
    openedFullText: verdict.openedFullText,
    gates: verdict.gates,
    comment: verdict.comment,
    superseded: verdict.revision !== facts.draft.revision || verdict.round !== facts.draft.round,
  }));

const contentView = async (tx: Tx, facts: DraftFacts, link: FileLink): Promise<DraftView["content"]> => {
  const { title, content } = facts.revision;
  const ids = [content.cover, ...content.files].filter((id) => id !== null);
  const files = new Map(
    (ids.length === 0 ? [] : await tx.findBy(StoredFile, { id: In(ids) })).map((file) => [file.id, fileView(file, link)]),
  );
  const cover = content.cover === null ? null : (files.get(content.cover) ?? null);
  return { title, body: content.body, cover, links: content.links, files: content.files.flatMap((id) => files.get(id) ?? []) };
};

const taskView = async (desk: ReviewDesk, tx: Tx, facts: DraftFacts, names: Names): Promise<DraftView["task"]> => {
  const { stage, id } = facts.draft;
  const task: Deadline | null = stage === null ? null : await desk.deadlines.openOne(tx, REVIEW_CHAIN.stages[stage].duty, id);
  if (!task) return null;
  const holders = (await desk.deadlines.holders(tx, task.id)).map(names);
  const late = task.dueAt !== null && task.dueAt < desk.clock.now();
  return { dueAt: task.dueAt && localIso(task.dueAt), dueWords: task.dueWords, late, holders };
};

/** The rule's words that the present step rests on. */
const quoteOf = (stage: Stage | null): DraftView["quote"] => ({
  article: DUTIES.reviewBeforePublish.article,
  text:
    stage === "final"
      ? "严把政治关、法律关、政策关、保密关、内容关。终审责任人对信息的真实性和合规性负主要责任"
      : `${DUTIES.reviewBeforePublish.text}，严把政治关、法律关、政策关、保密关、内容关`,
});

/** The whole draft as one person sees it now, with the verbs open to them. Names every field that leaves the building. */
export const draftView = async (desk: ReviewDesk, tx: Tx, actor: Actor, facts: DraftFacts, link: FileLink): Promise<DraftView> => {
  const { draft } = facts;
  const now = desk.clock.now();
  const day = localDay(now);
  const holders = [...facts.people.keys(), draft.editorUserid, ...facts.verdicts.flatMap((verdict) => verdict.onBehalfOf ?? [])];
  const names = await namesOf(tx, holders);
  const [permit] = await tx.find(Permit, { where: { draftId: draft.id }, order: { issuedAt: "DESC" }, take: 1 });
  const publication = await tx.findOneBy(Publication, { draftId: draft.id });
  const since = await lastSeen(tx, draft.id, draft.revision, actor.userid);
  const refusal = explainedRefusal(facts, actor.userid, day);
  return {
    id: draft.id,
    now: localIso(now),
    status: draft.status,
    stage: draft.stage,
    revision: draft.revision,
    contentHash: draft.contentHash,
    account: accountView(facts, null, day),
    editor: names(draft.editorUserid),
    category: draft.category,
    urgency: draft.urgency,
    plannedAt: localIso(draft.plannedAt),
    content: await contentView(tx, facts, link),
    task: await taskView(desk, tx, facts, names),
    verdicts: verdictViews(facts, names),
    permit: permit ? permitView(permit, now) : null,
    publication: publication && { url: publication.url, publishedAt: localIso(publication.publishedAt), by: names(publication.byUserid) },
    may: verbsOf(facts, actor.userid, day, now),
    mayNot: refusal && { code: refusal.code, detail: refusal.detail, article: refusal.article, text: refusal.text },
    changes: since === null ? null : await compareRevisions(tx, draft.id, since, draft.revision),
    quote: quoteOf(draft.stage),
  };
};
