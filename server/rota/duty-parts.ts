import type { Deadline } from "../../entities/deadline.js";
import { Handover, Shift, ShiftSwap, type Desk } from "../../entities/shift.js";
import { Unit } from "../../entities/unit.js";
import { choiceCard, type ChoiceCardFacts } from "../deadlines/cards.js";
import type { DutyPart, DutyParts, Press, TodoFacts } from "../deadlines/duty-part.js";
import { namesOf } from "../identity/actor.js";
import { present } from "../identity/offices.js";
import { dayName, localClock } from "../kernel/local-time.js";
import { rowThere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { DUTIES, type DutyName } from "../regulation/duties.js";
import type { Office } from "../regulation/offices.js";
import type { Arriving } from "./arriving.js";
import { publishedShift } from "./cover.js";
import { publicityOf, today, type RotaDesk } from "./desk.js";
import type { HandingOver } from "./handing-over.js";
import { openDutiesOf } from "./handovers.js";
import type { Swapping } from "./swapping.js";
import type { TakingOver } from "./taking-over.js";
import { DESK_NAMES } from "./words.js";
import { progressOf } from "./yearly.js";

/** What one duty of the rota shows while it is open. */
type Facts = Pick<ChoiceCardFacts, "rows" | "buttons" | "linkText"> & { desk: Desk | null; title: string; subtitle: string };

/** The verbs behind the buttons. */
export interface RotaVerbs {
  arriving: Arriving;
  handingOver: HandingOver;
  takingOver: TakingOver;
  swapping: Swapping;
}

/** Everything the mechanism needs to show, press and list the duties of Article 16. */
export const rotaDuties = (desk: RotaDesk, { arriving, handingOver, takingOver, swapping }: RotaVerbs): DutyParts => ({
  arriveOnDuty: {
    ...partOf(desk, "arriveOnDuty", arrivalFacts(desk), { arrive: (tx, actor, { subjectId }) => arriving.arriveIn(tx, actor, subjectId) }),
    unreachable: async (tx, deadline) => void (await desk.deadlines.hasten(tx, deadline, "absent")),
  },
  writeHandover: partOf(desk, "writeHandover", noteFacts(desk), {
    nothingOpen: (tx, actor, { subjectId }) => handingOver.nothingOpen(tx, actor, subjectId),
  }),
  takeOverShift: partOf(desk, "takeOverShift", takeOverFacts(desk), {
    takeOver: (tx, actor, { subjectId }) => takingOver.takeOverIn(tx, actor, subjectId),
  }),
  answerSwap: partOf(desk, "answerSwap", swapFacts, {
    agree: (tx, actor, { subjectId }) => swapping.answerIn(tx, actor, subjectId, "agree"),
    decline: (tx, actor, { subjectId }) => swapping.answerIn(tx, actor, subjectId, "decline"),
  }),
  yearlyRota: partOf(desk, "yearlyRota", yearFacts, {}),
});

const partOf = (
  desk: RotaDesk,
  duty: DutyName,
  facts: (tx: Tx, deadline: Deadline) => Promise<Facts>,
  presses: Readonly<Record<string, Press>>,
): DutyPart => {
  const draw = async (tx: Tx, deadline: Deadline) => {
    const { title, ...shown } = await facts(tx, deadline);
    const closedText = deadline.state === "open" ? null : await closedWords(tx, deadline);
    const rule = DUTIES[duty];
    const link = desk.link("rota", deadline.subjectId);
    return choiceCard({ ...shown, domain: "值班", rule, title: `${rule.title}：${title}`, link, closedText });
  };
  return {
    about: async (tx, deadline) => {
      const { title, subtitle } = await facts(tx, deadline);
      return { title, subtitle, link: desk.link("rota", deadline.subjectId) };
    },
    audience: (tx, deadline, office) => audienceOf(desk, tx, deadline, office),
    card: draw,
    closedCard: draw,
    todo: async (tx, deadlines) => {
      const shown = new Map<string, TodoFacts>();
      // one after the other, so that what the first asked is known to the next
      for (const deadline of deadlines) {
        const { title, subtitle } = await facts(tx, deadline);
        shown.set(deadline.id, { title: `${DUTIES[duty].title}：${title}`, note: subtitle, may: Object.keys(presses) });
      }
      return shown;
    },
    presses,
  };
};

const audienceOf = async (desk: RotaDesk, tx: Tx, deadline: Deadline, office: Office): Promise<readonly string[]> => {
  switch (office) {
    case "shiftStandIn":
      return present(tx, [(await rowThere(tx, Shift, { id: deadline.subjectId })).standInUserid], today(desk));
    case "publicityDepartment":
      return (await toldAlready(tx, deadline)) ? [] : publicityOf(desk, tx);
    case "leaderInCharge": {
      const units = await tx.findBy(Unit, { kind: "publicity" });
      return present(
        tx,
        units.map((unit) => unit.leaderInChargeUserid),
        today(desk),
      );
    }
    default:
      return [];
  }
};

/** Whoever is not even there has been told of already: that they have not taken over says nothing new. */
const toldAlready = async (tx: Tx, deadline: Deadline): Promise<boolean> => {
  if (deadline.duty !== "takeOverShift") return false;
  const { desk, day } = await rowThere(tx, Handover, { id: deadline.subjectId });
  return (await publishedShift(tx, desk, day))?.arrivedAt === null;
};

const placed = (desk: Desk, day: string): Pick<Facts, "desk" | "title" | "subtitle"> => ({
  desk,
  title: DESK_NAMES[desk],
  subtitle: dayName(day),
});

const hours = (desk: RotaDesk): [string, string] => {
  const start = desk.settings.value("rota.shiftStartsAt");
  return ["班次", `${start} 至次日 ${start}`];
};

const arrivalFacts =
  (desk: RotaDesk) =>
  async (tx: Tx, deadline: Deadline): Promise<Facts> => {
    const shift = await rowThere(tx, Shift, { id: deadline.subjectId });
    const name = await namesOf(tx, [shift.userid, ...(shift.standInUserid === null ? [] : [shift.standInUserid])]);
    return {
      ...placed(shift.desk, shift.day),
      rows: [
        hours(desk),
        ["值班人", name(shift.userid).name],
        ["替班", shift.standInUserid === null ? "无" : name(shift.standInUserid).name],
      ],
      buttons: [{ text: "到岗", key: "arrive" }],
      linkText: "查看",
    };
  };

const noteFacts =
  (desk: RotaDesk) =>
  async (tx: Tx, deadline: Deadline): Promise<Facts> => {
    const handover = await rowThere(tx, Handover, { id: deadline.subjectId });
    const next = await publishedShift(tx, handover.desk, handover.day);
    const name = await namesOf(tx, next ? [next.userid] : []);
    const open = await openDutiesOf(desk, tx, handover);
    return {
      ...placed(handover.desk, handover.day),
      rows: [["接班人", next ? name(next.userid).name : "没有排班，已请宣传部安排"], openRow(open)],
      buttons: open.length === 0 ? [{ text: "无未结事项", key: "nothingOpen" }] : [],
      linkText: "写交班说明",
    };
  };

const takeOverFacts =
  (desk: RotaDesk) =>
  async (tx: Tx, deadline: Deadline): Promise<Facts> => {
    const handover = await rowThere(tx, Handover, { id: deadline.subjectId });
    const shift = await publishedShift(tx, handover.desk, handover.day);
    const name = await namesOf(tx, [handover.fromUserid]);
    return {
      ...placed(handover.desk, handover.day),
      rows: [
        ...(shift ? [] : [["说明", "这一天没有排班，请接班或安排人员"] as const]),
        ["上一班", `${name(handover.fromUserid).name}（接班前继续负责）`],
        ["交班说明", handover.note ?? "还没有写"],
        ...openRows(await openDutiesOf(desk, tx, handover), shift ? OPEN_ROWS : OPEN_ROWS - 1),
      ],
      buttons: [{ text: shift ? "已接班" : "由我接班", key: "takeOver" }],
      linkText: shift ? "查看" : "安排人员",
    };
  };

const openRow = (open: readonly { title: string }[]): readonly [string, string] => [
  "未结事项",
  open.length === 0 ? "无" : `${open.length} 项：${open[0]?.title ?? ""}`,
];

/** A card has six rows in all. */
const OPEN_ROWS = 4;

/** Everything that is open in a line each, as far as the card has room; the page shows all of it. */
const openRows = (open: readonly { title: string }[], room: number): (readonly [string, string])[] => {
  if (open.length <= 1) return [openRow(open)];
  const shown = open.slice(0, open.length > room ? room - 1 : room);
  const rest = open.length - shown.length;
  return [
    ...shown.map(({ title }, index) => [`未结 ${index + 1}`, title] as const),
    ...(rest > 0 ? [["其余", `${rest} 项，共 ${open.length} 项，请打开查看`] as const] : []),
  ];
};

const swapFacts = async (tx: Tx, deadline: Deadline): Promise<Facts> => {
  const swap = await rowThere(tx, ShiftSwap, { id: deadline.subjectId });
  const shift = await rowThere(tx, Shift, { id: swap.shiftId });
  const other = swap.otherShiftId === null ? null : await rowThere(tx, Shift, { id: swap.otherShiftId });
  const asker = (await namesOf(tx, [swap.fromUserid]))(swap.fromUserid).name;
  return {
    desk: swap.desk,
    title: asker,
    subtitle: `${DESK_NAMES[swap.desk]} ${dayName(shift.day)}`,
    rows: [
      ["请您值", dayName(shift.day)],
      ["替您值", other ? dayName(other.day) : "不交换"],
      ["原因", swap.reason],
    ],
    buttons: [
      { text: "不同意", key: "decline" },
      { text: "同意", key: "agree" },
    ],
    linkText: "查看",
  };
};

const yearFacts = async (tx: Tx, deadline: Deadline): Promise<Facts> => {
  const { published, of } = await progressOf(tx, deadline.subjectId);
  return {
    desk: null,
    title: `${deadline.subjectId} 年`,
    subtitle: "宣传部值班、大数据中心值班",
    rows: [
      ["公布期限", deadline.dueWords],
      ["已公布", `${published} 班，共 ${of} 班`],
    ],
    buttons: [],
    linkText: "去安排",
  };
};

const CLOSED: Readonly<Record<string, string>> = {
  "rota.shift-over": "班次已结束",
  "rota.swap-agreed": "已同意换班",
  "rota.swap-declined": "已不同意换班",
  "rota.swap-withdrawn": "对方已撤回",
  "rota.swap-lapsed": "未及时答复，已作废",
  "rota.swap-void": "班次已有变动，已作废",
  "rota.published": "全年安排已公布",
};
const DONE: Readonly<Record<string, string>> = {
  "rota.arrived": "到岗",
  "rota.taken-over": "接班",
  "rota.handover-written": "交班",
};

const closedWords = async (tx: Tx, deadline: Deadline): Promise<string> => {
  const how = deadline.closedHow ?? "";
  const done = DONE[how];
  if (!done || deadline.closedBy === null || deadline.closedAt === null) return CLOSED[how] ?? "已办结";
  const by = (await namesOf(tx, [deadline.closedBy]))(deadline.closedBy).name;
  return `${by} ${localClock(deadline.closedAt)} 已${done}`;
};
