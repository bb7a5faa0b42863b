import type { IncidentEvidence } from "../../entities/incident-evidence.js";
import { localMoment } from "../kernel/local-time.js";
import { short } from "../kernel/short.js";
import type { Card } from "../wecom/card.js";
import { taskCard, type IncidentCardFacts } from "./cards.js";
import { rowOf } from "./own-duties.js";
import { HOW_NAMES } from "./words.js";

const BY_HAND = [
  { kind: "callback", text: "已电话报告", key: "phone", style: 1 },
  { kind: "callback", text: "已当面报告", key: "inPerson", style: 1 },
] as const;

/** The question of the card on which 主要领导 is reported to by hand: what they answered. */
const ANSWER_QUESTION = "answer";
const UNSAID = "unsaid";
const ANSWERS = [
  { id: "known", text: "已知悉，按预案处置" },
  { id: "convene", text: "要求召集会商" },
  { id: "callBack", text: "要求随时再报" },
] as const;

/** R24-06: asks for two things, so that a slip of the finger reports nothing: what 主要领导 answered, and how they were told. */
export const byHandCard = (facts: IncidentCardFacts): Card => {
  const card = taskCard(facts, rowOf("reportRedByHand"), "查看", [...BY_HAND]);
  if (facts.closedText !== null) return card;
  const options = [{ id: UNSAID, text: "报告后请先选领导答复" }, ...ANSWERS];
  return { ...card, selection: { questionKey: ANSWER_QUESTION, title: "领导答复", options, selectedId: UNSAID } };
};

const inFull = ({ text }: (typeof ANSWERS)[number]): string => `主要领导${text}`;

/** What 主要领导 answered, as it was picked on the card; null: nothing was picked. */
export const leadersAnswer = (selected: Readonly<Record<string, readonly string[]>>): string | null => {
  const answer = ANSWERS.find(({ id }) => id === selected[ANSWER_QUESTION]?.[0]);
  return answer ? inFull(answer) : null;
};

type Told = Pick<IncidentEvidence, "byName" | "how" | "at" | "note">;

/** For the leader to whom somebody entered that they reported by mouth: one tap says that it is so. `told`: the latest that waits. */
export const confirmationCard = (facts: IncidentCardFacts, told: Told | undefined): Card => ({
  ...taskCard(facts, rowOf("confirmTold"), "查看", [{ kind: "callback", text: "确认", key: "confirm", style: 1 }]),
  rows: told === undefined ? [] : toldRows(told),
});

const toldRows = ({ byName, how, at, note }: Told): Card["rows"] => [
  { keyname: "登记人", value: short(byName, 30) },
  { keyname: "方式", value: HOW_NAMES[how] },
  { keyname: "报告时间", value: localMoment(at) },
  ...answerRows(note),
];

/** What stands there in the leader's name; words of somebody's own stay on the page, since a card is read by whoever sees the phone. */
const answerRows = (note: string | null): Card["rows"] => {
  if (!note) return [];
  const picked = ANSWERS.find((answer) => inFull(answer) === note);
  return [{ keyname: "登记答复", value: picked?.text ?? "请点「查看」看原话" }];
};
