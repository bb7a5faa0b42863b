import type { Deadline } from "../../../entities/deadline.js";
import { localMoment } from "../../kernel/local-time.js";
import type { DutyRule } from "../../regulation/duties.js";
import type { CallbackButton, Card } from "../../wecom/card.js";
import { taskCard, type IncidentCardFacts } from "../cards.js";
import { progressWords, standingSignOffs, type ReportFacts, type SigningDuty } from "../rules/written-report.js";

const PASS: Readonly<Record<SigningDuty, string | null>> = { checkReport: "同意", agreeReport: "同意报出", issueReport: null };
const LOOK: Readonly<Record<SigningDuty, string>> = { checkReport: "查看全文", agreeReport: "查看全文", issueReport: "登记文号" };

/** Somebody's part in a report that goes its way: the words themselves stay on the page. */
export const signingCard = (
  card: IncidentCardFacts,
  task: Pick<Deadline, "duty" | "subjectRevision">,
  rule: DutyRule,
  report: ReportFacts,
): Card => {
  const duty = task.duty as SigningDuty;
  const version = report.versions.find(({ revision }) => revision === task.subjectRevision);
  const pass = PASS[duty];
  const buttons: CallbackButton[] =
    pass === null
      ? []
      : [
          { kind: "callback", text: pass, key: "pass", style: 1 },
          { kind: "callback", text: "退回", key: "sendBack", style: 3 },
        ];
  const { dueAt } = report.task;
  return {
    ...taskCard(card, rule, LOOK[duty], buttons),
    rows: [
      { keyname: "版本", value: `第${version?.revision ?? 0}版 · ${version?.byName ?? ""}` },
      ...standingSignOffs(report).map(({ stage, byName, at }) => ({
        keyname: stage === "head" ? "复核" : "同意",
        value: `${byName} ${localMoment(at)}`,
      })),
      ...(dueAt === null ? [] : [{ keyname: "报告时限", value: localMoment(dueAt) }]),
    ],
  };
};

/** The duty to write, and how far the report is. */
export const writingCard = (card: IncidentCardFacts, rule: DutyRule, report: ReportFacts): Card => {
  const drawn = taskCard(card, rule, report.report === null ? "起草报告" : "查看报告");
  return { ...drawn, rows: [{ keyname: "进度", value: progressWords(report.report) }, ...drawn.rows].slice(0, 6) };
};
