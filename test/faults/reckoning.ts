import type { Crowd, Act, Life, Stage } from "./crowd.js";
import { STAGE_NAMES, pause } from "./crowd.js";
import type { ChatMessage } from "../../server/sandbox/index.js";
import type { Program } from "./program.js";
import { readerOf, type Reader, type Row } from "./rows.js";

/** What a fault cost: acts against the record, cards against the phones. Only `acts`, `owed`, `sent` and `overtaken` may be other than nought. */
export interface Reckoning {
  /** told to somebody as done */
  acts: number;
  /** of these: not in the record */
  lost: number;
  /** twice in the record, or twice on a phone, or there though nobody owed it */
  doubled: number;
  /** cards and notices that the record entails, per phone */
  owed: number;
  sent: number;
  /** owed no more when their turn came: decided on the page before the card had left */
  overtaken: number;
  /** WeCom said that it will never take them; the editor was told */
  refused: number;
  notSent: number;
  /** rows still pending or in hand, dead letters, work that stands still, a record that is not whole, a program that ended by itself */
  hands: number;
  notes: string[];
}

const QUIET_WITHIN_MS = 150_000;
const DUTY_TITLES: Readonly<Record<string, string>> = {
  firstReviewer: "初审",
  secondReviewer: "二审",
  finalReviewer: "终审",
  reviseDraft: "修改退回的稿件",
  confirmPublication: "登记发布",
};

interface Recorded extends Act {
  seq: number;
}

const keyOf = (act: Act): string => [act.action, act.draftId, act.action === "review.drafted" ? 0 : act.round, act.stage ?? ""].join(" ");
const decisionOf = (act: Act): string => [act.draftId, act.round, act.stage].join(" ");
const counted = (keys: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
};
const surplus = (counts: ReadonlyMap<string, number>): string[] => [...counts].filter(([, count]) => count > 1).map(([key]) => key);
const textOf = (value: unknown): string => (typeof value === "string" ? value : String(value));

const recorded = async (reader: Reader): Promise<Recorded[]> => {
  const rows = await reader.all(
    "SELECT seq, action, subjectId, facts FROM audit_entry WHERE subjectType = 'draft' AND refused = 0 ORDER BY seq",
  );
  return rows.map((row) => {
    const facts = JSON.parse(textOf(row["facts"])) as { round?: number; stage?: Stage };
    const action = row["action"] as Act["action"];
    return { seq: Number(row["seq"]), action, draftId: textOf(row["subjectId"]), round: facts.round ?? 0, stage: facts.stage ?? null };
  });
};

/** Who must see which card or notice, by what the record says was done. */
const owedBy = (record: readonly Recorded[], lives: ReadonlyMap<string, Life>): string[] =>
  record.flatMap((act) => {
    const life = lives.get(act.draftId);
    if (!life) return [];
    const { team, title } = life;
    const on = (words: string, ...phones: string[]): string[] => phones.map((phone) => `${phone} ${words}：${title}`);
    if (act.action === "review.submitted") return on(STAGE_NAMES.first, ...team.first);
    if (act.action === "review.sent-back") return on("修改退回的稿件", team.editor);
    if (act.action !== "review.passed" || act.stage === null) return [];
    if (act.stage === "final") return on("登记发布", team.editor);
    const next = act.stage === "first" ? on(STAGE_NAMES.second, ...team.second) : on(STAGE_NAMES.final, team.final);
    return [...next, ...on(`${STAGE_NAMES[act.stage]}已通过`, team.editor)];
  });

const BUNDLE = /^您有 \d+ 项新事项$/;
const AND_MORE = /^(\d+) 项，在待办中$/;

/** What one message tells: itself, or everything that was gathered in it for somebody whose minute was full. */
const toldBy = ({ card, text }: ChatMessage): string[] => {
  const title = card?.main_title?.title ?? text ?? "";
  return BUNDLE.test(title) ? (card?.horizontal_content_list ?? []).map(({ value }) => value ?? "") : [title];
};

/** What stands on the phones; copies of one card count once. `more`: how many a bundle told of beyond those that it names, by phone. */
const arrivedOn = (program: Program, phones: readonly string[]): { told: string[]; more: Map<string, number> } => {
  const more = new Map<string, number>();
  const told = phones.flatMap((phone) => {
    const messages = program.sandbox.chat(phone).filter((message) => message.from === "app");
    const cards = new Map(messages.map((message) => [message.taskId ?? message.id, message]));
    const lines = [...cards.values()].flatMap(toldBy);
    more.set(
      phone,
      lines.reduce((sum, line) => sum + Number(AND_MORE.exec(line)?.[1] ?? 0), 0),
    );
    return lines.filter((line) => !AND_MORE.test(line)).map((line) => `${phone} ${line}`);
  });
  return { told, more };
};

/** Duty cards that were never sent, by phone and title: their duty was closed first (`dropped`), or WeCom will not take them (`dead`). */
const unsent = async (reader: Reader, lives: ReadonlyMap<string, Life>, state: "dropped" | "dead"): Promise<Map<string, number>> => {
  const rows = await reader.all(
    `SELECT d.duty AS duty, d.subjectId AS subjectId, d.state AS dutyState, r.userid AS userid
     FROM outbox_message m JOIN deadline d ON d.id = m.deadlineId JOIN recipient r ON r.messageId = m.id
     WHERE m.kind = 'duty' AND m.state = '${state}'`,
  );
  const named = (row: Row): string =>
    `${textOf(row["userid"])} ${DUTY_TITLES[textOf(row["duty"])]}：${lives.get(textOf(row["subjectId"]))?.title}`;
  return counted(rows.filter((row) => state === "dead" || row["dutyState"] !== "open").map(named));
};

const OWING = [
  "SELECT 'message' AS what, state, COUNT(*) AS n FROM outbox_message WHERE state IN ('pending', 'sending') GROUP BY state",
  "SELECT 'callback' AS what, state, COUNT(*) AS n FROM inbox_event WHERE state = 'pending' GROUP BY state",
];

/** Waits until nothing is on its way any more; what is still there after long patience needs a hand. */
const unsettled = async (reader: Reader): Promise<string[]> => {
  const until = performance.now() + QUIET_WITHIN_MS;
  for (let quiet = 0; ;) {
    const rows = (await Promise.all(OWING.map((text) => reader.all(text)))).flat();
    quiet = rows.length === 0 ? quiet + 1 : 0;
    if (quiet === 3) return [];
    if (performance.now() > until) return rows.map(({ n, what, state }) => `${Number(n)} × ${textOf(what)} ${textOf(state)}`);
    await pause(200);
  }
};

/** What stands in the record and the tables although it may not: twice done, or nobody's. */
const doubledIn = async (reader: Reader, record: readonly Recorded[]): Promise<string[]> => {
  const decisions = record.filter((act) => act.action === "review.passed" || act.action === "review.sent-back");
  const titles = await reader.all("SELECT title, COUNT(*) AS n FROM draft GROUP BY title HAVING COUNT(*) > 1");
  const permits = await reader.all("SELECT draftId, COUNT(*) AS n FROM permit GROUP BY draftId HAVING COUNT(*) > 1");
  return [
    ...surplus(counted(record.map(keyOf))).map((key) => `twice in the record: ${key}`),
    ...surplus(counted(decisions.map(decisionOf))).map((key) => `two decisions on one level: ${key}`),
    ...titles.map((row) => `two drafts of one writing: ${textOf(row["title"])}`),
    ...permits.map((row) => `two permits: ${textOf(row["draftId"])}`),
  ];
};

const take = (counts: Map<string, number>, key: string): boolean => {
  const left = counts.get(key) ?? 0;
  if (left === 0) return false;
  counts.set(key, left - 1);
  return true;
};

/** Waits for quiet and compares what people were told with the record, and what the record owes with the phones. */
export const reckon = async (program: Program, crowd: Crowd, mayAlsoCome: RegExp | null): Promise<Reckoning> => {
  const reader = await readerOf(program.database.url);
  try {
    const waiting = await unsettled(reader);
    const lives = new Map(crowd.lives.filter((life) => life.id !== "").map((life) => [life.id, life]));
    const record = await recorded(reader);
    const known = new Set(record.map(keyOf));
    const lost = crowd.acknowledged.filter((act) => !known.has(keyOf(act)));
    const doubled = await doubledIn(reader, record);

    const owed = owedBy(record, lives);
    const phones = [...new Set(crowd.lives.flatMap(({ team }) => [team.editor, ...team.first, ...team.second, team.final]))];
    const { told, more } = arrivedOn(program, phones);
    const arrived = counted(told);
    const missing = owed.filter((key) => !take(arrived, key)).filter((key) => !take(more, key.slice(0, key.indexOf(" "))));
    const [dropped, dead] = [await unsent(reader, lives, "dropped"), await unsent(reader, lives, "dead")];
    const still = missing.filter((key) => !take(dropped, key));
    const notSent = still.filter((key) => !take(dead, key));
    const unowed = [...arrived]
      .filter(([key, count]) => count > 0 && !mayAlsoCome?.test(key))
      .map(([key]) => `on a phone, not owed: ${key}`);

    const verified = await program.verify();
    const deadCallbacks = await reader.all("SELECT dedupeKey, lastError FROM inbox_event WHERE state = 'dead'");
    const deadNotices = await reader.all("SELECT kind, lastError FROM outbox_message WHERE state = 'dead' AND kind <> 'duty'");
    const hands = [
      ...waiting,
      ...crowd.stuck.map((what) => `stands still: ${what}`),
      ...deadCallbacks.map((row) => `dead callback: ${textOf(row["lastError"]).slice(0, 120)}`),
      ...(verified.code === 0 ? [] : [`audit:verify: ${verified.said.trim()}`]),
      ...(program.collapses === 0 ? [] : [`the program ended by itself ${program.collapses} times`]),
    ];
    return {
      acts: crowd.acknowledged.length,
      lost: lost.length,
      doubled: doubled.length + unowed.length,
      owed: owed.length,
      sent: owed.length - missing.length,
      overtaken: missing.length - still.length,
      refused: still.length - notSent.length + deadNotices.length,
      notSent: notSent.length,
      hands: hands.length,
      notes: [...lost.map((act) => `lost: ${keyOf(act)}`), ...doubled, ...unowed, ...notSent.map((key) => `not sent: ${key}`), ...hands],
    };
  } finally {
    await reader.close();
  }
};
