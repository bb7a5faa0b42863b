import type { AlertLevel, IncidentLevel, IncidentVerb, IncidentView, LevelDecisionView, LevelInput } from "../../server/http/contract.js";
import { text, type Act, type ActField, type Option } from "./act.js";
import { levelName } from "./incidents.js";

const order: readonly IncidentLevel[] = ["none", "yellow", "orange", "red"];
const isGraver = (from: IncidentLevel | null, to: IncidentLevel): boolean => from === null || order.indexOf(to) > order.indexOf(from);

export const reason = (label = "理由"): ActField => ({ key: "reason", kind: "words", label, placeholder: "一两句话写清楚", most: 1000 });
/** The levels, each with the article's own criteria. */
const levelOptions = ({ criteria }: IncidentView, levels: readonly IncidentLevel[]): Option[] =>
  levels.map((level) => {
    const found = criteria.find((each) => each.level === level);
    const hint = found ? found.criteria.join("；") : "不属于第21条所说的网络舆情；即结束处置，须写明理由";
    return { key: level, text: found ? `${found.name}（${found.grade}）` : levelName(level), hint };
  });
const alerts: readonly AlertLevel[] = ["yellow", "orange", "red"];
const levelBody = (view: IncidentView, level: string | undefined, why: string | undefined): LevelInput => ({
  level: (level ?? "none") as IncidentLevel,
  reason: why ?? "",
  seen: view.level,
});
const levelField = (view: IncidentView, levels: readonly IncidentLevel[], label = "级别"): ActField => ({
  ...{ key: "level", kind: "choice", label },
  options: levelOptions(view, levels),
});

/** The proposals to raise that nobody has answered, latest last. */
export const openProposals = ({ decisions }: Pick<IncidentView, "decisions">): LevelDecisionView[] => {
  const said = ["advice", "proposal", "keep"];
  let answered = -1;
  decisions.forEach(({ kind, state }, index) => {
    if (kind === "keep" || (state === "effective" && !said.includes(kind))) answered = index;
  });
  return decisions.slice(answered + 1).filter(({ kind }) => kind === "proposal");
};

/** The lowering that waits for its second person; null: none does. */
export const openLowering = ({ decisions }: Pick<IncidentView, "decisions">): LevelDecisionView | null =>
  decisions.find(({ state, kind }) => state === "proposed" && kind !== "proposal") ?? null;

/** 降为黄色警报, 解除警报, 误报 */
export const loweringText = ({ kind, to }: Pick<LevelDecisionView, "kind" | "to">): string => {
  if (kind === "lift") return "解除警报";
  return kind === "falseAlarm" ? "误报，取消警报" : `降为${levelName(to)}`;
};

function levelAct(view: IncidentView): Act {
  const { status, level } = view;
  const fresh = status === "reported";
  const ended = !fresh && status !== "handling";
  const levels = fresh ? [...alerts, "none" as const] : alerts.filter((each) => ended || isGraver(level, each));
  const titles = fresh ? ["研判定级", "定级"] : ended ? ["重新拉响", "重新拉响"] : ["升级", "升级"];
  return {
    ...{ key: "setLevel", button: titles[0] ?? "", title: titles[0] ?? "", send: titles[1] ?? "", path: "level" },
    hint: fresh
      ? "确定后立即拉响警报，按级别通知有关人员。"
      : ended
        ? "24 小时内再次出现，原事件继续处置，从现在起重新计时。"
        : "升级从现在起重新计时，已超时的仍算超时；所有收到过警报的人都会知道。",
    fields: [levelField(view, levels), reason()],
    quote: view.quote,
    body: (values) => levelBody(view, text(values, "level"), text(values, "reason")),
    done: "级别已生效，有关人员会收到卡片",
  };
}

function loweringAct(view: IncidentView): Act {
  const below = alerts.filter((each) => each !== "red" && !isGraver(view.level, each) && each !== view.level).reverse();
  const second = view.level === "red" ? "宣传部负责人和主要领导" : view.level === "orange" ? "宣传部负责人和分管领导" : "宣传部";
  return {
    ...{ key: "lower", button: "降级或解除", title: "降级、解除或误报", send: "提出", path: "lowering" },
    hint: `须写明理由${view.level === "yellow" ? "，由宣传部同意" : `，由${second}共同决定`}。书面报告不因降级而免除。`,
    fields: [
      {
        ...{ key: "to", kind: "choice", label: "降到哪里" },
        options: [
          ...below.map((level) => ({ key: level, text: `降为${levelName(level)}` })),
          { key: "lift", text: "解除警报", hint: "处置完毕；没有办结的义务仍须办结或说明原因" },
          { key: "none", text: "误报，取消警报", hint: "经核实不是舆情" },
        ],
      },
      reason(),
    ],
    body: (values) => ({ to: text(values, "to"), reason: text(values, "reason") }),
    done: "已提出，等待第二人同意；同意后立即生效",
  };
}

function answerAct(view: IncidentView): Act {
  const proposal = openLowering(view);
  const words = proposal === null ? "" : `${proposal.by.name} 提出${loweringText(proposal)}：${proposal.reason ?? "未填写理由"}`;
  return {
    ...{ key: "answerLowering", button: "答复降级或解除", title: "同意降级或解除吗", send: "答复", path: "lowering/answer" },
    hint: words,
    fields: [
      {
        ...{ key: "agree", kind: "choice", label: "答复" },
        options: [
          { key: "yes", text: "同意" },
          { key: "no", text: "不同意" },
        ],
      },
      { ...{ key: "note", kind: "line", label: "意见", placeholder: "可以不填", most: 200 }, optional: true },
    ],
    body: (values) => ({ agree: text(values, "agree") === "yes", note: text(values, "note") }),
    done: "已答复",
  };
}

const consultAct = (view: IncidentView): Act => ({
  ...{ key: "consult", button: "会商定级", title: `会商：宣传部定为${levelName(view.level)}`, send: "提出会商意见", path: "consultation" },
  hint: "不同意时，先按较高的级别处置，由宣传部负责人决定。",
  fields: [
    {
      ...{ key: "agree", kind: "choice", label: "会商意见" },
      options: [
        { key: "yes", text: "同意" },
        { key: "no", text: "不同意" },
      ],
    },
    {
      ...levelField(
        view,
        [...alerts, "none" as const].filter((level) => level !== view.level),
        "建议的级别",
      ),
      ...{ optional: true, only: { key: "agree", is: "no" } },
    },
    { ...{ key: "note", kind: "line", label: "意见", placeholder: "不同意时请写明理由", most: 200 }, optional: true },
  ],
  quote: view.quote,
  body: (values) => {
    const agree = text(values, "agree") === "yes";
    return { agree, ...(agree ? {} : { level: text(values, "level") }), note: text(values, "note") };
  },
  done: "会商意见已提出",
});

const settleAct = (view: IncidentView): Act => ({
  ...{ key: "settleLevel", button: "裁定级别", title: "裁定级别", send: "裁定", path: "level" },
  hint: `宣传部与大数据中心意见不一致，现按${levelName(view.level)}处置，由您决定。`,
  fields: [levelField(view, alerts), reason()],
  body: (values) => levelBody(view, text(values, "level"), text(values, "reason")),
  done: "级别已裁定",
});

function keepAct(view: IncidentView): Act {
  const asked = openProposals(view).pop();
  return {
    ...{ key: "keepLevel", button: "维持现级", title: `维持${levelName(view.level)}`, send: "维持现级", path: "level/keeping" },
    hint: asked ? `${asked.by.name} 申请升级为${levelName(asked.to)}：${asked.reason ?? ""}` : "",
    fields: [reason()],
    body: (values) => ({ reason: text(values, "reason") }),
    done: "已答复申请人",
  };
}

const proposeAct = (view: IncidentView): Act => ({
  ...{ key: "propose", button: "申请升级", title: "申请升级", send: "申请升级", path: "proposal" },
  hint: "宣传部值班和大数据中心值班会立即收到，由宣传部决定。",
  fields: [
    levelField(
      view,
      alerts.filter((level) => isGraver(view.level, level)),
    ),
    reason(),
  ],
  body: (values) => ({ level: text(values, "level"), reason: text(values, "reason") }),
  done: "已申请，宣传部值班会立即收到",
});

/** The acts on the level: set, heard on, raised, lowered. */
export const levelActs = {
  setLevel: levelAct,
  settleLevel: settleAct,
  keepLevel: keepAct,
  consult: consultAct,
  propose: proposeAct,
  lower: loweringAct,
  answerLowering: answerAct,
} as const satisfies Partial<Record<IncidentVerb, (view: IncidentView) => Act>>;
