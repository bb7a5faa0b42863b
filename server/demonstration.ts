import { Draft } from "../entities/draft.js";
import { Livestream } from "../entities/livestream.js";
import { Shift } from "../entities/shift.js";
import type { Services } from "./compose.js";
import { loadActor, type Actor } from "./identity/actor.js";
import type { Tx } from "./kernel/unit-of-work.js";
import { addDays, localDay } from "./kernel/local-time.js";
import { DEMONSTRATION_DRAFTS, type DemonstrationDraft, type Journey } from "./organisation/demonstration-drafts.js";
import { REVIEW_CHAIN, STAGES, type Stage } from "./regulation/review-chain.js";
import { allGates } from "./review/rules.js";
import { DEMONSTRATION_LIVESTREAM, demonstrationApplication } from "./livestream/demonstration.js";
import { demonstrationRota } from "./rota/demonstration.js";

const HOUR_MS = 3_600_000;

const ROTA_DAYS = 45;
const ROTA_PLANNER = "head.publicity";

/** Gives a demonstration without drafts, livestreams and rota its first ones, through the same verbs as everybody: nothing is written past the rules. */
export const plantDemonstration = async (services: Services): Promise<void> => {
  const there = (tx: Tx) => Promise.all([tx.exists(Draft), tx.exists(Shift), tx.exists(Livestream)]);
  const [drafts, shifts, livestreams] = await services.uow.read(there);
  // the rota first: what was sent last is what the sandbox opens with
  if (!shifts) await plantRota(services);
  if (!livestreams) await plantLivestream(services);
  await services.dispatcher.drain();
  if (!drafts) for (const draft of DEMONSTRATION_DRAFTS) await plant(services, draft);
  await services.dispatcher.drain();
};

const plantRota = async (services: Services): Promise<void> => {
  const planner = await actorFor(services, ROTA_PLANNER);
  const from = localDay(services.clock.now());
  await services.rota.importing.take(planner, demonstrationRota(from, ROTA_DAYS));
  await services.rota.publishing.publish(planner, { from, to: addDays(from, ROTA_DAYS), desks: ["publicity", "dataCentre"] });
};

const plantLivestream = async (services: Services): Promise<void> => {
  const { applicant, heads, desk, trainer, team, joined } = DEMONSTRATION_LIVESTREAM;
  const { applying, agreeing, filing, drawing, inviting, training } = services.livestreams;
  const as = (userid: string): Promise<Actor> => actorFor(services, userid);
  const application = demonstrationApplication(services.clock.now());
  // at the turn of a year whose calendar is not known nothing can be reckoned for it
  if (!services.calendar.coversAll(localDay(services.clock.now()), localDay(application.startAt))) return;
  const id = await applying.apply(await as(applicant), application);
  for (const head of heads) await agreeing.agree(await as(head), id, null);
  await filing.decide(await as(desk), id, "file", null);
  await drawing.form(await as(desk), id, team);
  for (const userid of joined) await inviting.answer(await as(userid), id, true, null);
  await training.confirm(await as(trainer), id, joined);
};

const plant = async (services: Services, wanted: DemonstrationDraft): Promise<void> => {
  const { review } = services;
  const editor = await actorFor(services, wanted.editor);
  const { title, body, category, urgency, accountId } = wanted;
  const plannedAt = new Date(services.clock.now().getTime() + wanted.plannedInHours * HOUR_MS);
  const id = await review.drafting.create(editor, {
    title,
    body,
    category,
    urgency,
    accountId,
    plannedAt,
    cover: null,
    links: [],
    files: [],
  });
  if (wanted.journey.to === "draft") return;
  await review.submission.submit(editor, id, null);
  for (const stage of passedStages(wanted.journey))
    await judge(services, id, stage, { verdict: "pass", gates: { ...allGates }, comment: null });
  if (wanted.journey.to === "sentBack") {
    const { by, gate, comment } = wanted.journey;
    await judge(services, id, by, { verdict: "sendBack", gates: { [gate]: false }, comment });
  }
  if (wanted.journey.to === "published")
    await review.publishing.confirm(editor, id, { url: wanted.journey.url, publishedAt: services.clock.now() });
};

const passedStages = (journey: Journey): readonly Stage[] => {
  switch (journey.to) {
    case "draft":
      return [];
    case "inReview":
      return STAGES.slice(0, STAGES.indexOf(journey.stage));
    case "sentBack":
      return STAGES.slice(0, STAGES.indexOf(journey.by));
    case "approved":
    case "published":
      return STAGES;
  }
};

type Said = { verdict: "pass" | "sendBack"; gates: Record<string, boolean>; comment: string | null };

const judge = async (services: Services, draftId: string, stage: Stage, said: Said): Promise<void> => {
  const userid = await services.uow.read(async (tx) => {
    const task = await services.deadlines.openOne(tx, REVIEW_CHAIN.stages[stage].duty, draftId);
    return task ? (await services.deadlines.holders(tx, task.id))[0] : undefined;
  });
  if (userid === undefined) throw new Error(`the demonstration has nobody for ${stage} of ${draftId}`);
  const reviewer = await actorFor(services, userid);
  const { revision } = await services.review.view(reviewer, draftId);
  await services.review.opened(reviewer, draftId, revision);
  await services.review.judging.give(reviewer, draftId, { ...said, revision, via: "page", stage: null });
};

const actorFor = async (services: Services, userid: string): Promise<Actor> => {
  const actor = await services.uow.read((tx) => loadActor(tx, userid, "page", localDay(services.clock.now())));
  if (!actor) throw new Error(`the demonstration has nobody called ${userid}`);
  return actor;
};
