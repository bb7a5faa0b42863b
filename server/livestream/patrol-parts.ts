import type { Deadline } from "../../entities/deadline.js";
import { PatrolInvitation } from "../../entities/patrol.js";
import { MISSED } from "../deadlines/plan.js";
import { namesOf } from "../identity/actor.js";
import { localMoment } from "../kernel/local-time.js";
import { rowThere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { Drawing } from "./drawing.js";
import type { PartOf, Shown } from "./duty-parts.js";
import type { LivestreamFacts } from "./facts.js";
import type { Inviting } from "./inviting.js";
import { seatsWords } from "./rules/drawing.js";
import { untrained, type Training } from "./training.js";
import { ROLE_NAMES } from "./words.js";

type PatrolDuty = "formPatrol" | "trainPatrol" | "joinPatrol";

/** The question of an invitation's card: why not; read only with 不能参加. */
const WHY = "why";
const REASONS: Readonly<Record<string, string>> = { work: "工作冲突", leave: "休假或出差", health: "身体原因", other: "其他原因" };
const UNSAID = "unsaid";

/** The duties round a patrol team: 组建, 邀请, 培训. */
export const patrolParts = (drawing: Drawing, inviting: Inviting, training: Training): Readonly<Record<PatrolDuty, PartOf>> => ({
  formPatrol: {
    shown: (facts, _deadline, tx) => forming(tx, drawing, facts),
    presses: { draw: (tx, actor, { subjectId }, { shown }) => drawing.drawIn(tx, actor, subjectId, shown) },
  },
  trainPatrol: {
    shown: (facts, _deadline, tx) => course(tx, facts),
    presses: { trained: (tx, actor, deadline, { shown }) => training.confirmShown(tx, actor, deadline, shown) },
  },
  joinPatrol: {
    livestreamOf: async (tx, { subjectId }) => (await rowThere(tx, PatrolInvitation, { id: subjectId })).livestreamId,
    shown: (facts, deadline) => invitation(facts, deadline),
    presses: {
      accept: (tx, actor, { subjectId }) => inviting.answerIn(tx, actor, subjectId, true, null),
      decline: (tx, actor, { subjectId }, { selected }) =>
        inviting.answerIn(tx, actor, subjectId, false, REASONS[selected[WHY]?.[0] ?? ""] ?? null),
    },
    more: {
      unreachable: async (tx, { subjectId }, _userids, by) => (by === "duty" ? inviting.lapse(tx, subjectId, "邀请没有送达") : undefined),
      holderLeft: (tx, { subjectId }) => inviting.lapse(tx, subjectId, "已离任"),
      step: async (tx, { subjectId }, name) => (name === MISSED ? inviting.lapse(tx, subjectId, "未在时限内答复") : undefined),
    },
  },
});

const namesIn = async (tx: Tx, userids: readonly string[]): Promise<string> => {
  const name = await namesOf(tx, userids);
  return userids.map((userid) => name(userid).name).join("、");
};

const forming = async (tx: Tx, drawing: Drawing, facts: LivestreamFacts): Promise<Shown> => {
  const seats = await drawing.proposal(tx, facts);
  const asked = facts.invitations.filter(({ state }) => state === "asked").map(({ userid }) => userid);
  const names = await namesOf(
    tx,
    seats.map(({ userid }) => userid),
  );
  return {
    rows: [
      ["发起部门", facts.units.initiating.name],
      ...(facts.team.length === 0
        ? []
        : [
            [
              "已接受",
              await namesIn(
                tx,
                facts.team.map(({ userid }) => userid),
              ),
            ] as const,
          ]),
      ...(asked.length === 0 ? [] : [["等答复", await namesIn(tx, asked)] as const]),
      ...seats.map(({ userid, role }) => [`建议${ROLE_NAMES[role]}`, names(userid).name] as const),
    ].slice(0, 6) as Shown["rows"],
    buttons: seats.length === 0 ? [] : [{ text: "按建议抽调", key: `draw:${seatsWords(seats)}` }],
    linkText: "自行指定",
  };
};

const course = async (tx: Tx, facts: LivestreamFacts): Promise<Shown> => {
  const missing = untrained(facts).map(({ userid }) => userid);
  return {
    rows: [
      ["发起部门", facts.units.initiating.name],
      ["待确认", await namesIn(tx, missing)],
    ],
    buttons: [{ text: "全部已完成培训", key: `trained:${missing.join()}` }],
    linkText: "逐人确认",
  };
};

const invitation = (facts: LivestreamFacts, { subjectId, dueAt }: Deadline): Shown => {
  const role = facts.invitations.find(({ id }) => id === subjectId)?.role ?? "member";
  return {
    rows: [
      ["请您担任", `巡查${ROLE_NAMES[role]}`],
      ["发起部门", facts.units.initiating.name],
      ["请答复", dueAt === null ? "尽快" : `${localMoment(dueAt)} 前`],
      ["培训", "接受后由大数据中心培训并确认，未确认不能打卡"],
    ],
    buttons: [
      { text: "不能参加", key: "decline" },
      { text: "接受", key: "accept" },
    ],
    linkText: "查看",
    selection: {
      questionKey: WHY,
      title: "不能参加的原因",
      options: [{ id: UNSAID, text: "不能参加时可选原因" }, ...Object.entries(REASONS).map(([id, text]) => ({ id, text }))],
      selectedId: UNSAID,
    },
  };
};
