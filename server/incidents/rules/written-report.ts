import type { Deadline } from "../../../entities/deadline.js";
import type { ReportSignOff, SignOffStage, WrittenReport, WrittenReportVersion } from "../../../entities/written-report.js";
import type { WrittenReportVerb } from "../../http/contract.js";
import { localMoment } from "../../kernel/local-time.js";
import type { Refusal } from "../../kernel/refusal.js";
import type { DutyName } from "../../regulation/duties.js";
import type { SettingValues } from "../../regulation/settings.js";
import type { IncidentFacts } from "../facts.js";
import { refuse } from "../refusals.js";
import { handles, isPublicity, orangeLeaders } from "./standing.js";

/** Everything that decides about one written report. */
export interface ReportFacts {
  incident: IncidentFacts;
  /** the duty that it discharges */
  task: Deadline;
  /** null: nothing was written yet */
  report: WrittenReport | null;
  /** oldest first */
  versions: readonly WrittenReportVersion[];
  signOffs: readonly ReportSignOff[];
}

/** The duties that a written report discharges. */
export const WRITTEN_DUTIES = ["writeUpOrange", "writeUpRed"] as const satisfies readonly DutyName[];
export type WrittenDuty = (typeof WRITTEN_DUTIES)[number];

/** The duties by which a report goes its way; one report of an incident goes it at a time. */
export const SIGNING_DUTIES = ["checkReport", "agreeReport", "issueReport"] as const;
export type SigningDuty = (typeof SIGNING_DUTIES)[number];

/** What stands in a text for something that only a person can know; a report with one in it cannot go out. */
export const TO_FILL_IN = "【待补充】";

/** True while somebody is to sign, or may issue: changing it then takes the sign-offs back. */
export const isUnderWay = (report: Pick<WrittenReport, "status"> | null): boolean =>
  report !== null && report.status !== "drafting" && report.status !== "issued";

/** The version that is being worked on; undefined: nothing was written yet. */
export const currentVersion = ({ report, versions }: Pick<ReportFacts, "report" | "versions">): WrittenReportVersion | undefined =>
  versions.find((each) => each.revision === report?.revision);

/** The sign-offs that count: on exactly the present version. */
export const standingSignOffs = ({ report, signOffs }: Pick<ReportFacts, "report" | "signOffs">): readonly ReportSignOff[] =>
  signOffs.filter((each) => each.revision === report?.revision && each.verdict === "pass");

/** At which stage the present version waits for a signature; null: at none. */
export const stageOf = (report: Pick<WrittenReport, "status"> | null): SignOffStage | null =>
  report?.status === "checking" ? "head" : report?.status === "agreeing" ? "leader" : null;

const firstOf = (...lists: (readonly string[])[]): readonly string[] => lists.find((list) => list.length > 0) ?? [];

/** Who signs at a stage: never whoever wrote this version, nor who has signed it already (R24-08, different persons). */
export const signersOf = (facts: ReportFacts, stage: SignOffStage, settings: SettingValues): readonly string[] => {
  const { people } = facts.incident;
  const out = [currentVersion(facts)?.byUserid, ...standingSignOffs(facts).map(({ byUserid }) => byUserid)];
  const others = (userids: readonly string[]): string[] => [...new Set(userids)].filter((userid) => !out.includes(userid));
  if (stage === "head") return firstOf(others(people.publicityHead), others(people.publicityDuty), others(people.leaderInCharge));
  const inCharge = facts.task.duty === "writeUpOrange" ? orangeLeaders(facts.incident) : people.leaderInCharge;
  const topOnly = facts.task.duty === "writeUpRed" && settings.value("incidents.redReportByTopLeader");
  const asked = facts.task.duty === "writeUpOrange" ? inCharge : topOnly ? people.topLeader : [...people.topLeader, ...inCharge];
  return firstOf(others(asked), others([...people.topLeader, ...people.secretariat]));
};

/** A refusal that rests on the words of the report's own duty. */
export const no = (code: string, kind: Refusal["kind"], detail: string, { task }: Pick<ReportFacts, "task">): Refusal =>
  refuse(code, kind, detail, task.duty as DutyName);

/** Why nothing of it changes any more; null: it is owed. */
export const overRefusal = (facts: ReportFacts): Refusal | null => {
  const { report, task } = facts;
  if (report?.status === "issued")
    return no("report-issued", "conflict", `这份书面报告已经报出，文号 ${report.documentNumber ?? ""}，不能再改。`, facts);
  if (task.state === "discharged") return no("already-discharged", "conflict", "这项书面报告已经登记办结，不用再写。", facts);
  return task.state === "cancelled"
    ? no("no-longer-owed", "conflict", "这项书面报告已经并入更高级别的报告或不再需要，不用再写。", facts)
    : null;
};

/** Why somebody who looked at this version cannot decide; null: it is the present one. */
export const olderRefusal = (facts: ReportFacts, seen: number): Refusal | null => {
  const now = facts.report?.revision ?? 0;
  if (seen === now) return null;
  const by = currentVersion(facts);
  return no("older-version", "conflict", `您看到的是第 ${seen} 版，${by?.byName ?? "同事"}已改到第 ${now} 版，请刷新后再办。`, facts);
};

const writerRefusal = (facts: ReportFacts, userid: string): Refusal | null =>
  handles(facts.incident, userid)
    ? null
    : no("not-yours", "forbidden", "书面报告由宣传部起草（橙色也可由事发部门主要负责人起草），您不能改动。", facts);

/** Why somebody cannot save a version; null: they can. `seen`: the version that they started from, 0: none yet. */
export const saveRefusal = (facts: ReportFacts, userid: string, seen: number): Refusal | null =>
  writerRefusal(facts, userid) ?? overRefusal(facts) ?? olderRefusal(facts, seen);

/** Why the present version cannot be handed to 宣传部负责人; null: it can. */
export const submitRefusal = (facts: ReportFacts, userid: string, seen: number, settings: SettingValues): Refusal | null => {
  const first = writerRefusal(facts, userid) ?? overRefusal(facts);
  if (first) return first;
  if (!facts.report) return no("report-unwritten", "conflict", "还没有保存报告，请先保存再送签。", facts);
  const older = olderRefusal(facts, seen);
  if (older) return older;
  if (facts.report.status !== "drafting") return no("report-under-way", "conflict", "这一版已经送签，不用再送。", facts);
  const back = facts.signOffs.find((each) => each.revision === seen && each.verdict === "sendBack");
  if (back) return no("sent-back-unchanged", "conflict", `${back.byName} 已退回这一版，请修改保存后再送签。`, facts);
  if (currentVersion(facts)?.body.includes(TO_FILL_IN))
    return no("report-to-fill-in", "invalid", `正文里还有${TO_FILL_IN}，请写明或删去后再送签。`, facts);
  if (signersOf(facts, "head", settings).length === 0)
    return no("nobody-to-sign", "conflict", "没有可以复核的人（起草人不能复核自己的稿子），请联系系统管理员补齐宣传部岗位。", facts);
  return null;
};

/** What somebody decides on a version. */
export interface Verdict {
  revision: number;
  verdict: "pass" | "sendBack";
  /** null: 未填写说明, from a card */
  note: string | null;
  via: "page" | "card";
}

/** Why somebody cannot sign now; null: they can. `names`: who can, in Chinese. */
export const signRefusal = (facts: ReportFacts, userid: string, wish: Verdict, settings: SettingValues, names: string): Refusal | null => {
  const over = overRefusal(facts);
  if (over) return over;
  const older = olderRefusal(facts, wish.revision);
  if (older) return older;
  const mine = facts.signOffs.find((each) => each.byUserid === userid && each.revision === facts.report?.revision);
  if (mine) return no("already-signed", "conflict", `您已于 ${localMoment(mine.at)} 签过这一版，不用再签。`, facts);
  const stage = stageOf(facts.report);
  if (!stage) return no("not-under-way", "conflict", "这份报告现在不在送签中，可能已退回修改或已经签完，请刷新。", facts);
  if (currentVersion(facts)?.byUserid === userid)
    return no("own-version", "forbidden", "这一版是您改定的，须由另一个人把关，不能自己签自己的稿子。", facts);
  if (!signersOf(facts, stage, settings).includes(userid))
    return no(
      "not-yours-to-sign",
      "forbidden",
      `现在由${names || "规定的人"}${stage === "head" ? "复核" : "同意报出"}，不是请您签。`,
      facts,
    );
  return wish.verdict === "sendBack" && wish.via === "page" && !wish.note
    ? no("send-back-reason", "invalid", "退回请写明要改什么。", facts)
    : null;
};

/** What this person may do now; the phone draws exactly these. */
export const reportVerbs = (facts: ReportFacts, userid: string, settings: SettingValues): WrittenReportVerb[] => {
  const { report } = facts;
  if (overRefusal(facts)) return [];
  const seen = report?.revision ?? 0;
  const stage = stageOf(report);
  const signs = stage !== null && signersOf(facts, stage, settings).includes(userid);
  return [
    ...(saveRefusal(facts, userid, seen) ? [] : (["save"] as const)),
    ...(submitRefusal(facts, userid, seen, settings) ? [] : (["submit"] as const)),
    ...(signs ? (["pass", "sendBack"] as const) : []),
    ...(report?.status === "agreed" && isPublicity(facts.incident, userid) ? (["issue"] as const) : []),
  ];
};

const PROGRESS: Readonly<Record<WrittenReport["status"] | "none", string>> = {
  none: "尚未起草",
  drafting: "起草中",
  checking: "待宣传部负责人复核",
  agreeing: "待领导同意报出",
  agreed: "领导已同意，待登记报出",
  issued: "已报出",
};

/** Where a report stands, in a few words: 待宣传部负责人复核（第2版）. */
export const progressWords = (report: Pick<WrittenReport, "status" | "revision"> | null): string =>
  report === null ? PROGRESS.none : `${PROGRESS[report.status]}（第${report.revision}版）`;
