import type { IncidentLevel } from "../../entities/incident.js";
import type { LevelDecision } from "../../entities/level-decision.js";
import { short } from "../kernel/short.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { IncidentsDesk } from "./desk.js";
import type { IncidentFacts } from "./facts.js";
import { tell } from "./notices.js";
import { LEVEL_SHORT, levelName } from "./words.js";

/** To whoever reported: 非舆情, with the reason. */
export const tellDismissed = (desk: IncidentsDesk, tx: Tx, facts: IncidentFacts, reason: string | null): Promise<void> =>
  tell(desk, tx, facts, `dismissed:${facts.decisions.length}`, [facts.incident.reportedBy], {
    title: "研判为非舆情",
    duty: "setLevel",
    rows: [
      { keyname: "理由", value: short(reason ?? "未填写说明", 30) },
      { keyname: "不同意", value: "可以补充情况重新上报" },
    ],
  });

/** To whoever reported: which level was set, and whom it has reached; what is done about it they need not ask by phone. */
export const tellLevel = (desk: IncidentsDesk, tx: Tx, facts: IncidentFacts, decision: LevelDecision): Promise<void> =>
  tell(desk, tx, facts, `level:${decision.id}`, [facts.incident.reportedBy], {
    title: `您的报告已定为${levelName(decision.toLevel)}`,
    duty: "setLevel",
    rows: [
      { keyname: "编号", value: facts.incident.number },
      { keyname: "定级", value: decision.byName },
    ],
  });

/** To everybody whom the alert had reached before and who is not asked for anything new; `from` null: it is raised again. */
export const tellRaised = (
  desk: IncidentsDesk,
  tx: Tx,
  facts: IncidentFacts,
  from: IncidentLevel | null,
  to: readonly string[],
): Promise<void> => {
  const level = facts.incident.level ?? "none";
  return tell(desk, tx, facts, `raised:${facts.decisions.length}`, to, {
    title: from === null ? `重新拉响${levelName(level)}` : `升级：${LEVEL_SHORT[from]}→${LEVEL_SHORT[level]}`,
    duty: "setLevel",
    rows: [{ keyname: "现级别", value: levelName(level) }],
  });
};

/** What a lowering is, in a few words: 降级：红色→橙色, 解除红色警报, 误报. */
export const loweredWords = ({ kind, fromLevel, toLevel }: Pick<LevelDecision, "kind" | "fromLevel" | "toLevel">): string => {
  const from = fromLevel ?? "none";
  if (kind === "lift") return `解除${levelName(from)}`;
  return toLevel === "none" ? `误报，${levelName(from)}取消` : `降级：${LEVEL_SHORT[from]}→${LEVEL_SHORT[toLevel]}`;
};

/** To everybody alerted: the level is lower now, lifted, or it was no incident. */
export const tellLowered = (
  desk: IncidentsDesk,
  tx: Tx,
  facts: IncidentFacts,
  decision: LevelDecision,
  to: readonly string[],
): Promise<void> =>
  tell(desk, tx, facts, `lowered:${decision.id}`, to, {
    title: loweredWords(decision),
    duty: "setLevel",
    rows: [
      { keyname: "提出", value: decision.byName },
      ...(decision.secondName === null ? [] : [{ keyname: "同意", value: decision.secondName }]),
      { keyname: "理由", value: "请打开查看" },
    ],
  });

/** To whoever proposed a lowering: it is not agreed to. */
export const tellDeclined = (
  desk: IncidentsDesk,
  tx: Tx,
  facts: IncidentFacts,
  proposal: LevelDecision,
  { by, note }: { by: string; note: string | null },
): Promise<void> =>
  tell(desk, tx, facts, `declined:${proposal.id}`, [proposal.byUserid], {
    title: `不同意${loweredWords(proposal)}`,
    duty: "setLevel",
    rows: [
      { keyname: "答复人", value: by },
      { keyname: "意见", value: short(note ?? "未填写说明", 30) },
    ],
  });

/** To those who asked for a higher level: it stays. */
export const tellKept = (
  desk: IncidentsDesk,
  tx: Tx,
  facts: IncidentFacts,
  proposals: readonly LevelDecision[],
  reason: string,
): Promise<void> =>
  tell(
    desk,
    tx,
    facts,
    `kept:${facts.decisions.length}`,
    proposals.map((each) => each.byUserid),
    {
      title: `维持${levelName(facts.incident.level ?? "none")}`,
      duty: "setLevel",
      rows: [{ keyname: "答复", value: short(reason, 30) }],
    },
  );
