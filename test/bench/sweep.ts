import { Deadline } from "../../entities/deadline.js";
import type { Tx } from "../../server/kernel/unit-of-work.js";
import { Desk } from "../support/desk.js";
import type { Engine } from "./engines.js";
import { median } from "./figures.js";
import { storeMany } from "./many.js";

const DUE = 100;
const ROUNDS = 9;
/** rows in one statement: a statement is given up after eight seconds */
const AT_ONCE = 50_000;
const FAR = "'2027-06-01 00:00:00.000'";

/** Open deadlines whose next step is far away, numbered from `from` to `to`. */
const store = (tx: Tx, template: string, from: number, to: number): Promise<void> =>
  storeMany(tx, Deadline, template, [from, to], (made) => ({
    id: made("far-"),
    openKey: made("far-"),
    subjectId: made("far-"),
    state: "'open'",
    nextStepAt: FAR,
    dueAt: FAR,
    steps: "NULL",
    closedAt: "NULL",
  }));

/**
 * What a sweep takes with a hundred deadlines due, among so many open ones and among a hundred times as many; times in ms. The due ones are the same
 * each round: what the round before marked is undone.
 */
export const benchSweep = async (engine: Engine, few: number, many: number) => {
  const database = await engine.fresh();
  const desk = await Desk.open({ database });
  const { uow, ladder, clock } = desk.services;
  const { id: draftId } = await desk.submitted("稿件");
  const template = await uow.read((tx) => tx.findOneByOrFail(Deadline, { subjectId: draftId, duty: "firstReviewer" }));
  await uow.run((tx) =>
    storeMany(tx, Deadline, template.id, [1, DUE], (made) => ({
      id: made("due-"),
      openKey: made("due-"),
      steps: "NULL",
      nextStepAt: FAR,
      dueAt: FAR,
    })),
  );
  const sweep = async (): Promise<number> => {
    const at = new Date(clock.now().getTime() - 1000).toISOString().replace("T", " ").replace("Z", "");
    await uow.run((tx) => tx.query("UPDATE deadline SET missedAt = NULL, nextStepAt = ?, dueAt = ? WHERE id LIKE 'due-%'", [at, at]));
    const startedAt = performance.now();
    const taken = await ladder.climb();
    const ms = performance.now() - startedAt;
    if (taken !== DUE) throw new Error(`the sweep took ${taken} steps instead of ${DUE}`);
    return ms;
  };
  const rounds = async (): Promise<number> => {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) times.push(await sweep());
    return median(times);
  };
  await uow.run((tx) => store(tx, template.id, 1, few));
  await rounds();
  const fewMs = await rounds();
  for (let from = few + 1; from <= many; from += AT_ONCE)
    await uow.run((tx) => store(tx, template.id, from, Math.min(many, from + AT_ONCE - 1)));
  const manyMs = await rounds();
  await desk.close();
  return { open: many, due: DUE, fewMs, manyMs, ratio: manyMs / fewMs, ceiling: 1.5 };
};
