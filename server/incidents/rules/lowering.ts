import type { LevelDecision } from "../../../entities/level-decision.js";
import type { IncidentLevel } from "../../../entities/incident.js";
import type { Refusal } from "../../kernel/refusal.js";
import type { SettingValues } from "../../regulation/settings.js";
import type { IncidentFacts } from "../facts.js";
import { whoHolds } from "./who-holds.js";
import { refuse } from "../refusals.js";
import { levelName } from "../words.js";
import { acknowledgementsOf } from "./discharge.js";
import { isGraver } from "./levels.js";
import { handles, isPublicity, isUnitHead, orangeLeaders, redLeaders } from "./standing.js";

/** 降级 to a lower level, 解除 (lift), or 误报 (none). */
export type LoweringTo = "yellow" | "orange" | "lift" | "none";

/** The two sides that must agree, each with the people who can speak for it; whoever proposes speaks for one of them. */
export interface TwoSides {
  first: readonly string[];
  second: readonly string[];
}

/** 主要领导, or those of 书记班子 who stood in while 主要领导 had not confirmed. */
const redSecond = (facts: IncidentFacts): readonly string[] => {
  const leaders = redLeaders(facts);
  const seen = acknowledgementsOf(facts).map((said) => said.byUserid);
  if (leaders.some((userid) => seen.includes(userid))) return leaders;
  return [...leaders, ...[...facts.people.leaderInCharge, ...facts.people.secretariat].filter((userid) => seen.includes(userid))];
};

/** Who has to agree at the present level (R24-03, R24-10): 宣传部 and a leader; on yellow 宣传部 and, where it asked, the unit. */
export const sidesOf = (facts: IncidentFacts): TwoSides => {
  const { people, incident } = facts;
  if (incident.level === "red") return { first: whoHolds(people, "publicityHead"), second: redSecond(facts) };
  if (incident.level === "orange") return { first: whoHolds(people, "publicityHead"), second: orangeLeaders(facts) };
  return { first: [...people.publicityDuty, ...people.publicityHead], second: people.unitHead };
};

/** What comes of somebody wanting the alert lower: it waits for others, or takes effect because one person is enough. */
export type LoweringJudgement = { kind: "refused"; refusal: Refusal } | { kind: "waits"; on: readonly string[] } | { kind: "effective" };

const refused = (refusal: Refusal): LoweringJudgement => ({ kind: "refused", refusal });

/** R24-10: whether the alert can be made lower, and who else must agree. */
export const judgeLowering = (facts: IncidentFacts, userid: string, to: LoweringTo, settings: SettingValues): LoweringJudgement => {
  const { incident, decisions } = facts;
  const { level, status } = incident;
  if (status !== "handling" || level === null || level === "none")
    return refused(refuse("nothing-to-lower", "conflict", "现在没有可以降级或解除的警报。"));
  if ((to === "yellow" || to === "orange") && !isGraver(to, level))
    return refused(refuse("not-lower", "invalid", `现在是${levelName(level)}，降级请选择更低的级别。`));
  const waiting = decisions.find((each) => each.state === "proposed");
  if (waiting) return refused(refuse("already-proposed", "conflict", `${waiting.byName} 已经提出降级或解除，正在等待同意。`));
  const { first, second } = sidesOf(facts);
  if (level === "yellow") {
    if (isPublicity(facts, userid)) return { kind: "effective" };
    if (isUnitHead(facts, userid)) return { kind: "waits", on: first };
    return refused(refuse("not-yours", "forbidden", "黄色警报的解除由事发部门主要负责人申请、宣传部同意。", "handleYellow"));
  }
  const [isFirst, isSecond] = [first.includes(userid), second.includes(userid)];
  if (!isFirst && !isSecond)
    return refused(refuse("not-yours", "forbidden", `${levelName(level)}的降级或解除由宣传部负责人和${leaderName(level)}共同决定。`));
  if (isFirst && !settings.value("incidents.lowerNeedsTwo")) return { kind: "effective" };
  const others = (isFirst ? second : first).filter((other) => other !== userid);
  if (others.length > 0) return { kind: "waits", on: others };
  return refused(refuse("nobody-to-agree", "conflict", `还没有可以同意的第二人，请联系${isFirst ? leaderName(level) : "宣传部负责人"}。`));
};

const leaderName = (level: IncidentLevel): string => (level === "red" ? "主要领导（或代为处置的书记班子成员）" : "分管领导");

/** Why somebody cannot answer a proposal to lower; null: they can. `asked`: those who have to agree. */
export const answerRefusal = (
  proposal: LevelDecision | undefined,
  userid: string,
  asked: readonly string[],
  via: "card" | "page",
  facts: IncidentFacts,
): Refusal | null => {
  if (!proposal) return refuse("nothing-proposed", "conflict", "没有待同意的降级或解除，可能已经答复或警报已经升级。");
  if (proposal.byUserid === userid) return refuse("own-proposal", "forbidden", "降级或解除须两人决定，不能由提出人自己同意。");
  if (!asked.includes(userid)) return refuse("not-yours", "forbidden", "这项降级或解除不是请您同意的。");
  return facts.incident.level === "red" && via === "card"
    ? refuse("on-page-only", "invalid", "红色警报的降级或解除请打开页面确认。", "reportRed")
    : null;
};

/** Why an incident cannot be closed now; null: it can (R24-14). `open`: names of the article's duties still owed and not explained. */
export const closingRefusal = (facts: IncidentFacts, userid: string, open: readonly string[]): Refusal | null => {
  const { status } = facts.incident;
  if (!isPublicity(facts, userid)) return refuse("not-publicity", "forbidden", "办结由宣传部值班或宣传部负责人登记。");
  if (status === "closed" || status === "dismissed") return refuse("already-closed", "conflict", "事件已经办结，不用再办。");
  if (status === "reported") return refuse("not-set-yet", "conflict", "级别还没有确定，请先研判；不是舆情的请定为非舆情并写明理由。");
  if (status === "handling") return refuse("still-alert", "conflict", "警报还没有解除，请先解除警报再办结。");
  if (open.length > 0) return refuse("duties-open", "conflict", `还有义务没有办结：${open.join("、")}。请先办结，或逐项写明未办的原因。`);
  return null;
};

/** Why somebody cannot hand in 复盘 now; null: they can. `asked`: it is owed. */
export const reviewRefusal = (facts: IncidentFacts, userid: string, asked: boolean): Refusal | null => {
  if (!handles(facts, userid)) return refuse("not-yours", "forbidden", "复盘由宣传部和事发部门（单位）主要负责人提交。");
  return asked ? null : refuse("nothing-to-review", "conflict", "现在没有待提交的复盘；事件办结后才需要复盘。");
};
