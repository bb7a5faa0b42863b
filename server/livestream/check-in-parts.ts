import type { Deadline } from "../../entities/deadline.js";
import { ExpectedCheckIn, PatrolFinding } from "../../entities/patrol.js";
import { namesOf } from "../identity/actor.js";
import { localClock } from "../kernel/local-time.js";
import { rowThere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { Office } from "../regulation/offices.js";
import type { CheckInDesk } from "./check-in-desk.js";
import type { CHECK_IN_DUTIES } from "./check-in-duties.js";
import { coverageWords } from "./coverage.js";
import type { PartOf, Shown } from "./duty-parts.js";
import type { LivestreamFacts } from "./facts.js";
import type { Finding } from "./finding.js";
import type { CheckIns } from "./check-ins.js";
import type { Missed } from "./missed.js";
import type { OnSiteCalls } from "./phoning.js";
import type { Answered } from "./rules/finding.js";
import { deskBeside } from "./rules/standing.js";
import { checkInWords } from "./words.js";

const expectedOf = (tx: Tx, { subjectId }: Deadline): Promise<ExpectedCheckIn> => rowThere(tx, ExpectedCheckIn, { id: subjectId });
const findingOf = (tx: Tx, { subjectId }: Deadline): Promise<PatrolFinding> => rowThere(tx, PatrolFinding, { id: subjectId });

/** The duties while a livestream runs: 巡查打卡, 提醒, 须立即纠正, 建议中断. */
export const checkInParts = (
  desk: CheckInDesk,
  { missed, finding, onSiteCalls }: Pick<CheckIns, "missed" | "finding" | "onSiteCalls">,
): Readonly<Record<keyof typeof CHECK_IN_DUTIES, PartOf>> => ({
  patrolCheckIn: checkInPart(desk, missed, finding),
  phoneOnSite: phonePart(onSiteCalls),
  heedReminder: findingPart([{ text: "已处理", key: "settle" }], finding),
  correctFinding: findingPart([{ text: "已纠正", key: "settle" }], finding),
  answerInterruption: findingPart(
    [
      { text: "不中断", key: "continue" },
      { text: "已中断", key: "interrupt" },
    ],
    finding,
  ),
});

const phonePart = (onSiteCalls: OnSiteCalls): PartOf => ({
  page: BOARD,
  shown: ({ livestream }) => ({
    rows: [
      ["现场负责", `${livestream.onSite}（不在通讯录）`],
      ["请", "电话告知有巡查人员漏打卡，请现场核实"],
    ],
    buttons: [{ text: "已电话告知", key: "phoned" }],
    linkText: "看板",
    label: MISSED_LABEL,
  }),
  presses: { phoned: (tx, actor, { subjectId }) => onSiteCalls.phonedIn(tx, actor, subjectId) },
});

const checkInPart = (desk: CheckInDesk, missed: Missed, finding: Finding): PartOf => ({
  livestreamOf: async (tx, deadline) => (await expectedOf(tx, deadline)).livestreamId,
  ...{ page: "check-in", noticePage: BOARD },
  audience: chasedBy,
  shown: async (_facts, deadline, tx) => ({
    rows: [["打卡", await owedWords(tx, deadline)]],
    buttons: [],
    linkText: "去打卡",
    label: MISSED_LABEL,
  }),
  told: async (facts, deadline, tx, step) => {
    const row = await expectedOf(tx, deadline);
    const rows: Shown["rows"] = [
      ["漏打", `${(await namesOf(tx, [row.userid]))(row.userid).name} ${await owedWords(tx, deadline)}`],
      ["其他人", await coverageWords(tx, facts, row.userid)],
    ];
    if (step === "call")
      return { rows, buttons: [{ text: "我来接替", key: "standIn" }], linkText: "看板", page: BOARD, label: MISSED_LABEL };
    return step === "stop" ? unanswered(facts, rows) : null;
  },
  presses: {
    standIn: async (tx, actor, deadline) => {
      const { livestreamId, userid } = await expectedOf(tx, deadline);
      return missed.standInIn(tx, actor, livestreamId, userid);
    },
    propose: async (tx, actor, deadline) => {
      const row = await expectedOf(tx, deadline);
      return finding.propose(tx, actor, row.livestreamId, row);
    },
  },
  more: {
    step: (tx, deadline, name) => missed.step(tx, deadline, name),
    holderLeft: (tx, deadline) => missed.holderLeft(tx, deadline),
    unreachable: async (tx, deadline, _userids, by) => void (by === "duty" && (await desk.deadlines.hasten(tx, deadline, "call"))),
  },
});

const BOARD = "live-board";
const MISSED_LABEL = "漏打卡";

/** A quarter of an hour in silence: on air 宣传部 can propose to interrupt, before that somebody else can be called in. */
const unanswered = ({ livestream }: LivestreamFacts, rows: Shown["rows"]): Shown => {
  const said = { label: "漏打 15 分钟", title: "巡查一直没有打卡" };
  if (livestream.status === "live")
    return { ...said, rows, buttons: [{ text: "建议中断直播", key: "propose" }], linkText: "看板", page: BOARD };
  const asked = ["请", "联系本人，不能到岗的另派人员"] as const;
  return { ...said, rows: [...rows, asked], buttons: [], linkText: "另派人员", page: "livestream" };
};

const owedWords = async (tx: Tx, deadline: Deadline): Promise<string> =>
  `${checkInWords(await expectedOf(tx, deadline))}，应于 ${localClock(deadline.startedAt)}`;

/** Of a missed check-in hear the one 现场负责人, or the applicant for somebody outside, and whoever is at 宣传部's desk, not everybody who holds the office. */
const chasedBy = (facts: LivestreamFacts, office: Office): readonly string[] | null => {
  const { livestream, team } = facts;
  if (office === "livestreamStaff") return [livestream.onSiteUserid ?? livestream.applicantUserid];
  if (office === "publicityDepartment") return deskBeside(facts);
  if (office === "patrolReserve")
    return team.filter(({ role, standsInForUserid }) => role === "reserve" && standsInForUserid === null).map(({ userid }) => userid);
  return null;
};

const WHY = "why";
const UNSAID = "unsaid";
const REASONS: Readonly<Record<string, string>> = {
  corrected: "问题已当场纠正",
  untrue: "核实后不属实",
  minor: "影响轻微，播后整改",
  waiting: "已请示，等待决定",
};

const PARTIES = { room: "直播间管理（运营部门）", content: "内容和现场（发起部门）" } as const;

const findingPart = (buttons: Shown["buttons"], finding: Finding): PartOf => {
  const asksWhy = buttons.some(({ key }) => key === "continue");
  const press =
    (state: Answered["state"]): PartOf["presses"][string] =>
    (tx, actor, { subjectId }, { selected }) =>
      finding.answerIn(tx, actor, subjectId, { state, answer: state === "continued" ? (REASONS[selected[WHY]?.[0] ?? ""] ?? null) : null });
  return {
    livestreamOf: async (tx, deadline) => (await findingOf(tx, deadline)).livestreamId,
    page: "live-board",
    shown: async (_facts, deadline, tx) => {
      const { words, party, foundByUserid, foundAt } = await findingOf(tx, deadline);
      const options = [{ id: UNSAID, text: "不中断请选理由" }, ...Object.entries(REASONS).map(([id, text]) => ({ id, text }))];
      return {
        rows: [
          ["问题", words],
          ["责任方", PARTIES[party]],
          ["发现", `${(await namesOf(tx, [foundByUserid]))(foundByUserid).name} ${localClock(foundAt)}`],
        ],
        ...{ buttons, linkText: "看板" },
        ...(asksWhy ? { selection: { questionKey: WHY, title: "不中断的理由", options, selectedId: UNSAID } } : {}),
      };
    },
    presses: asksWhy ? { continue: press("continued"), interrupt: press("interrupted") } : { settle: press("settled") },
  };
};
