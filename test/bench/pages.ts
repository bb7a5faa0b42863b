import { Deadline, DeadlineHolder } from "../../entities/deadline.js";
import { Draft } from "../../entities/draft.js";
import { Revision } from "../../entities/revision.js";
import { Verdict } from "../../entities/verdict.js";
import type { UnitOfWork } from "../../server/kernel/unit-of-work.js";
import { Desk } from "../support/desk.js";
import type { Engine } from "./engines.js";
import { median } from "./figures.js";
import { storeMany } from "./many.js";

const ROUNDS = 60;
/** rows in one statement: a statement is given up after eight seconds */
const AT_ONCE = 20_000;

/** Rows of one draft that was handled long ago, by which others are made. */
interface Handled {
  draft: string;
  revision: string;
  verdict: string;
  deadline: string;
  holder: string;
}

const handled = (desk: Desk, draftId: string): Promise<Handled> =>
  desk.services.uow.read(async (tx) => {
    const deadline = await tx.findOneByOrFail(Deadline, { subjectId: draftId, duty: "firstReviewer" });
    return {
      draft: draftId,
      revision: (await tx.findOneByOrFail(Revision, { draftId })).id,
      verdict: (await tx.findOneByOrFail(Verdict, { draftId })).id,
      deadline: deadline.id,
      holder: (await tx.findOneByOrFail(DeadlineHolder, { deadlineId: deadline.id, userid: "first.1" })).id,
    };
  });

/** The same draft once more for each number: written, judged and done with. */
const store = async (uow: UnitOfWork, like: Handled, from: number, to: number): Promise<void> => {
  for (let start = from; start <= to; start += AT_ONCE) {
    const range = [start, Math.min(to, start + AT_ONCE - 1)] as const;
    await uow.run((tx) =>
      storeMany(tx, Draft, like.draft, range, (made) => ({
        id: made("old-"),
        status: "'withdrawn'",
        stage: "NULL",
        updatedAt: made.ago("updatedAt"),
      })),
    );
    await uow.run((tx) => storeMany(tx, Revision, like.revision, range, (made) => ({ id: made("old-"), draftId: made("old-") })));
    await uow.run((tx) =>
      storeMany(tx, Verdict, like.verdict, range, (made) => ({ id: made("old-"), draftId: made("old-"), decisionKey: made("old-") })),
    );
    await uow.run((tx) =>
      storeMany(tx, Deadline, like.deadline, range, (made) => ({
        id: made("old-"),
        subjectId: made("old-"),
        closedAt: made.ago("closedAt"),
      })),
    );
    await uow.run((tx) => storeMany(tx, DeadlineHolder, like.holder, range, (made) => ({ id: made("old-"), deadlineId: made("old-") })));
  }
};

/**
 * The to-do lists of the busiest reviewer and of the editor, and a draft's page, by HTTP, with so many drafts stored and with a hundred times as many, all
 * of them by these same people; times in ms.
 */
export const benchPages = async (engine: Engine, few: number, many: number) => {
  const database = await engine.fresh();
  const desk = await Desk.open({ database });
  const old = await desk.submitted("办结多时的稿件");
  await desk.judge("first.1", old.id, "pass");
  const { id } = await desk.submitted("正在审的稿件");
  const like = await handled(desk, old.id);
  const timed = async (userid: string, path: string): Promise<number> => {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const startedAt = performance.now();
      await desk.as(userid).get(path);
      times.push(performance.now() - startedAt);
    }
    return median(times);
  };
  const pages = {
    todo: "/api/todo?scope=mine",
    done: "/api/todo?scope=done",
    draft: `/api/drafts/${id}`,
    timeline: `/api/drafts/${id}/timeline`,
  };
  const all = async (): Promise<Record<keyof typeof pages | "drafts", number>> => ({
    todo: await timed("first.1", pages.todo),
    done: await timed("first.1", pages.done),
    draft: await timed("first.1", pages.draft),
    timeline: await timed("first.1", pages.timeline),
    drafts: await timed("ed.1", "/api/drafts"),
  });
  await store(desk.services.uow, like, 1, few);
  await all();
  const before = await all();
  await store(desk.services.uow, like, few + 1, many);
  const after = await all();
  await desk.close();
  const ratios = Object.entries(after).map(([page, ms]) => [page, ms / before[page as keyof typeof before]] as const);
  return {
    stored: many,
    ...Object.fromEntries(ratios.map(([page, ratio]) => [`${page}Ratio`, ratio])),
    ratio: Math.max(...ratios.map(([, ratio]) => ratio)),
    ceiling: 1.3,
  };
};
