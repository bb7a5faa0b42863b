import type { Deadline } from "../../entities/deadline.js";
import { dutyCard } from "../deadlines/cards.js";
import type { DutyPart } from "../deadlines/duty-part.js";
import type { Foundation } from "../domain.js";
import { holdersOf } from "../identity/offices.js";
import { localDay } from "../kernel/local-time.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { OURS, type DutyRule } from "../regulation/duty-rule.js";
import { planNextAsking } from "./asking.js";

/** A row of our own: without next year's notice no deadline in it can be right. */
export const CALENDAR_DUTIES = {
  importCalendar: {
    ...OURS,
    article: "15",
    title: "录入工作日历",
    text: "按工作日计算的期限以国务院办公厅公布的放假安排为准，下一年的安排公布后即录入（设置）",
    force: "must",
    by: "publicityDepartment",
    to: null,
    within: "open",
    steps: [{ name: "due", at: { ofTime: 1 }, words: "下一年工作日历仍未录入", tell: ["publicityDepartment"] }],
  },
} as const satisfies Record<string, DutyRule>;

/** How the duty of taking over a year's calendar looks; it is discharged by the import alone. */
export const importPart = (desk: Foundation, page: string): DutyPart => {
  const draw = (deadline: Deadline) =>
    dutyCard({
      rule: CALENDAR_DUTIES.importCalendar,
      subject: `${deadline.subjectId} 年`,
      subtitle: deadline.dueWords,
      rows: [
        { keyname: "依据", value: "国务院办公厅放假安排通知" },
        { keyname: "未录入时", value: "计划不能跨年，期限只能暂定" },
      ],
      link: page,
      linkText: "去录入",
      closedText: deadline.state === "open" ? null : `已录入 ${deadline.subjectId} 年工作日历`,
    });
  return {
    about: (_tx, deadline) => Promise.resolve({ title: `${deadline.subjectId} 年`, subtitle: deadline.dueWords, link: page }),
    audience: (tx: Tx, _deadline, office) =>
      office === "publicityDepartment" ? holdersOf(tx, "publicityHead", localDay(desk.clock.now())) : Promise.resolve([]),
    card: (_tx, deadline) => Promise.resolve(draw(deadline)),
    closedCard: (_tx, deadline) => Promise.resolve(draw(deadline)),
    todo: (_tx, deadlines) =>
      Promise.resolve(
        new Map(
          deadlines.map(({ id, subjectId }) => [
            id,
            { title: `录入 ${subjectId} 年工作日历`, note: "国务院办公厅放假安排", may: ["import"] },
          ]),
        ),
      ),
    presses: {},
    // owed by the offices themselves, whoever sits at the desk today
    desks: [],
    step: (tx, deadline, name) => planNextAsking(desk, tx, deadline, name),
  };
};
