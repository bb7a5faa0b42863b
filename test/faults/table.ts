import type { Engine, Fault } from "./fault.js";
import type { Reckoning } from "./reckoning.js";

/** One line of the table: what came of a fault on an engine, or why it was not tried. */
export interface Outcome {
  fault: Fault;
  engine: Engine;
  seconds: number;
  injected: number;
  reckoning: Reckoning | null;
  /** null: it was tried */
  skipped: string | null;
}

/** Why a line is red, in words; empty: it is not. */
export const complaints = ({ fault, injected, reckoning, skipped }: Outcome): string[] => {
  if (skipped !== null) return [];
  if (!reckoning) return ["did not come to its end"];
  const { lost, doubled, notSent, hands, refused, acts, owed } = reckoning;
  const nought = { lost, doubled, "not sent": notSent, hands };
  return [
    ...(injected < fault.times ? [`not injected: ${injected} of ${fault.times}`] : []),
    ...Object.entries(nought).flatMap(([what, count]) => (count === 0 ? [] : [`${what}: ${count}`])),
    ...(refused === (fault.refused ?? 0) ? [] : [`refused for good: ${refused} instead of ${fault.refused ?? 0}`]),
    ...(acts > 0 && owed > 0 ? [] : ["nothing was done under this fault"]),
  ];
};

const COLUMNS = [
  "fault",
  "engine",
  "injected",
  "acts",
  "lost",
  "doubled",
  "owed",
  "sent",
  "overtaken",
  "refused",
  "not sent",
  "hands",
  "s",
];

const cellsOf = ({ fault, engine, injected, reckoning, seconds, skipped }: Outcome): string[] => {
  const head = [fault.name, engine];
  if (skipped !== null) return [...head, "skipped"];
  if (!reckoning) return [...head, `${injected}/${fault.times}`, "failed"];
  const { acts, lost, doubled, owed, sent, overtaken, refused, notSent, hands } = reckoning;
  const counts = [acts, lost, doubled, owed, sent, overtaken, refused, notSent, hands, Math.round(seconds)];
  return [...head, `${injected}/${fault.times}`, ...counts.map(String)];
};

/** The whole table as text, and below it every complaint and every reason for skipping. */
export const tableOf = (outcomes: readonly Outcome[]): string => {
  const rows = [COLUMNS, ...outcomes.map(cellsOf)];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row.map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join("  "),
  );
  const below = outcomes.flatMap((outcome) => [
    ...(outcome.skipped === null ? [] : [`skipped: ${outcome.fault.name}, ${outcome.engine}: ${outcome.skipped}`]),
    ...complaints(outcome).map((complaint) => `RED: ${outcome.fault.name}, ${outcome.engine}: ${complaint}`),
  ]);
  return [...lines, ...below].join("\n");
};
