import type { IncidentLevel } from "../../../entities/incident.js";
import type { LevelDecision } from "../../../entities/level-decision.js";
import type { Refusal } from "../../kernel/refusal.js";
import { localMoment } from "../../kernel/local-time.js";
import type { SettingValues } from "../../regulation/settings.js";
import type { IncidentFacts } from "../facts.js";
import { refuse } from "../refusals.js";
import { levelName } from "../words.js";
import { isDataCentre, isPublicity, isPublicityHead } from "./standing.js";

/** What somebody wants the level to be. */
export interface LevelWish {
  level: IncidentLevel;
  /** null: 未填写说明, from a card */
  reason: string | null;
  via: "card" | "page";
  /** when they asked: what was decided since then they had not seen */
  askedAt: Date;
  /** the level that their page showed, null: none yet; undefined: not said */
  seen?: IncidentLevel | null | undefined;
}

/** `advice`: the data centre's word before the level is set; `repeated`: the same person's same decision again, which changes nothing. */
export type LevelJudgement =
  | { kind: "refused"; refusal: Refusal }
  | { kind: "repeated" }
  | { kind: "advice" }
  | { kind: "decided"; as: "set" | "raise" | "settle" | "resume" };

const ORDER: readonly IncidentLevel[] = ["none", "yellow", "orange", "red"];

/** True where the second level is graver than the first; any level is graver than none yet. */
export const isGraver = (from: IncidentLevel | null, to: IncidentLevel): boolean =>
  from === null || ORDER.indexOf(to) > ORDER.indexOf(from);

const ONLY_SAID: readonly LevelDecision["kind"][] = ["advice", "proposal", "keep"];

/** The last decision by which the level became what it is; undefined: it was never set. */
export const lastEffective = ({ decisions }: Pick<IncidentFacts, "decisions">): LevelDecision | undefined =>
  decisions.filter((each) => each.state === "effective" && !ONLY_SAID.includes(each.kind)).at(-1);

/** The proposals to raise that nobody has answered. */
export const openProposals = ({ decisions }: Pick<IncidentFacts, "decisions">): readonly LevelDecision[] => {
  const answered = decisions.findLastIndex(
    (each) => each.kind === "keep" || (each.state === "effective" && !ONLY_SAID.includes(each.kind)),
  );
  return decisions.slice(answered + 1).filter((each) => each.kind === "proposal");
};

const DAY_MS = 86_400_000;

/** R24-10: raised again within a day of its end, the same incident goes on; later it is a new report. */
export const isResumable = ({ incident }: Pick<IncidentFacts, "incident">, now: Date): boolean => {
  const endedAt = incident.closedAt ?? incident.liftedAt;
  return incident.mergedInto === null && endedAt !== null && now.getTime() - endedAt.getTime() < DAY_MS;
};

const refused = (refusal: Refusal): LevelJudgement => ({ kind: "refused", refusal });

/** Article 24: what comes of a level that somebody wants to set now (R24-02, R24-09). `disputed`: the data centre dissented and nobody has settled it. */
export const judgeLevel = (
  facts: IncidentFacts,
  userid: string,
  wish: LevelWish,
  disputed: boolean,
  settings: SettingValues,
): LevelJudgement => {
  const { status, level } = facts.incident;
  if (!isPublicity(facts, userid)) return outsiderOf(facts, userid, wish);
  const last = lastEffective(facts);
  if (last && last.byUserid === userid && last.toLevel === wish.level && level === wish.level && status !== "lifted")
    return { kind: "repeated" };
  const settles = disputed && isPublicityHead(facts, userid);
  const unseen = last && (last.at >= wish.askedAt || (wish.seen !== undefined && wish.seen !== level));
  const ended = status !== "handling" && status !== "reported";
  if (last && (unseen || (last.toLevel === wish.level && !settles && !ended))) return refused(alreadySet(last));
  if (ended) return isResumable(facts, wish.askedAt) && wish.level !== "none" ? { kind: "decided", as: "resume" } : refused(over(facts));
  if (wish.level === "none" && wish.reason === null)
    return refused(refuse("reason-missing", "invalid", "定为非舆情即结束处置，请打开页面写明理由。"));
  const consulted = facts.decisions.some((each) => each.kind === "advice" && each.toLevel === "red");
  if (wish.level === "red" && !settings.value("incidents.redBeforeConsultation") && !consulted)
    return refused(refuse("consult-first", "conflict", "红色警报须先会商大数据中心（设置），请联系大数据中心值班提出会商意见。"));
  if (status === "reported") return { kind: "decided", as: "set" };
  if (settles) return { kind: "decided", as: "settle" };
  if (isGraver(level, wish.level)) return { kind: "decided", as: "raise" };
  return refused(loweringNeedsTwo(last));
};

const outsiderOf = (facts: IncidentFacts, userid: string, wish: LevelWish): LevelJudgement => {
  const mayAdvise = isDataCentre(facts, userid) && facts.incident.status === "reported" && wish.via === "card";
  if (mayAdvise) return { kind: "advice" };
  const hint = isDataCentre(facts, userid) ? "您可以提出会商意见。" : "认为级别不对，可以在页面上申请升级。";
  return refused(refuse("not-publicity", "forbidden", `级别由宣传部值班或宣传部负责人确定。${hint}`));
};

/** Who set the level, when, and to what. */
export const alreadySet = (winner: Pick<LevelDecision, "byName" | "at" | "toLevel">): Refusal =>
  refuse(
    "already-set",
    "conflict",
    `级别已由 ${winner.byName} 于 ${localMoment(winner.at)} 定为${levelName(winner.toLevel)}，本次操作未生效。认为应当更高，请重新打开后升级。`,
  );

const over = ({ incident }: IncidentFacts): Refusal =>
  refuse(
    "over",
    "conflict",
    incident.status === "lifted" ? "警报已解除。有新的情况请重新上报。" : "事件已经办结。有新的情况请重新上报，原记录不会改变。",
  );

const loweringNeedsTwo = (last: LevelDecision | undefined): Refusal =>
  refuse(
    "lowering-needs-two",
    "conflict",
    `${last ? `级别已由 ${last.byName} 于 ${localMoment(last.at)} 定为${levelName(last.toLevel)}。` : ""}降级、解除或误报须写明理由并由两人同意，请在页面上选择「降级或解除」。`,
  );

/** What the data centre says to the level that is set (会商). */
export interface ConsultationWish {
  agree: boolean;
  /** with 不同意: the level advised; null: none named */
  level: IncidentLevel | null;
  note: string | null;
}

/** Why somebody cannot be heard on the level now; null: they can. `open`: the data centre has been asked and has not answered. */
export const consultationRefusal = (facts: IncidentFacts, userid: string, wish: ConsultationWish, open: boolean): Refusal | null => {
  if (!isDataCentre(facts, userid))
    return refuse("not-data-centre", "forbidden", "会商意见由大数据中心值班或负责人提出。您可以在页面上申请升级。");
  if (!open) return refuse("nothing-to-consult", "conflict", "现在没有待会商的级别，会商意见已经提出或级别尚未确定。");
  if (!wish.agree && wish.level === facts.incident.level)
    return refuse("dissent-same-level", "invalid", "不同意时请选择另一个级别，或只写明意见。");
  if (!wish.agree && wish.level === null && wish.note === null)
    return refuse("dissent-without-word", "invalid", "不同意时请选择建议的级别，或打开页面写明意见。");
  return null;
};

/** Why somebody cannot ask for a higher level now; null: they can (R24-09: anybody who sees the incident). */
export const proposalRefusal = ({ incident }: IncidentFacts, level: IncidentLevel): Refusal | null => {
  if (incident.status === "reported")
    return refuse("not-set-yet", "conflict", "级别还没有确定，宣传部值班正在研判；您的意见可以写在补充说明里。");
  if (incident.status !== "handling") return refuse("over", "conflict", "事件已经结束处置。有新的情况请重新上报。");
  return isGraver(incident.level, level)
    ? null
    : refuse("not-higher", "invalid", `现在已是${levelName(incident.level ?? "none")}，申请升级请选择更高的级别。`);
};
