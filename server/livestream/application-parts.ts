import type { Agreeing } from "./agreeing.js";
import type { PartOf, Shown } from "./duty-parts.js";
import type { LivestreamFacts } from "./facts.js";
import type { Filing } from "./filing.js";
import type { OwnDuty } from "./own-duties.js";
import { agreedAt, filingChoices } from "./rules/standing.js";
import type { Venue } from "./venue.js";
import { venueWords } from "./words.js";

type Row = readonly [keyname: string, value: string];
type ApplicationDuty =
  "agreeLivestream" | "fileLivestream" | "streamFromOffice" | Extract<OwnDuty, "confirmLateFiling" | "completeLivestream">;

/** The duties of an application, from 商定 to 备案. */
export const applicationParts = (agreeing: Agreeing, filing: Filing, venue: Venue): Readonly<Record<ApplicationDuty, PartOf>> => ({
  agreeLivestream: {
    shown: agreement,
    movedOn: "已商定，等另一方商定",
    presses: { agree: (tx, actor, { subjectId }) => agreeing.agreeIn(tx, actor, subjectId, null) },
  },
  confirmLateFiling: {
    shown: lateness,
    presses: { confirm: (tx, actor, { subjectId }) => agreeing.confirmLateIn(tx, actor, subjectId, null) },
  },
  fileLivestream: {
    shown: report,
    presses: {
      file: (tx, actor, { subjectId }) => filing.decideIn(tx, actor, subjectId, "file", null),
      sendBack: (tx, actor, { subjectId }) => filing.decideIn(tx, actor, subjectId, "sendBack", null),
    },
  },
  completeLivestream: { shown: completion, presses: {} },
  streamFromOffice: {
    shown: place,
    presses: {
      register: (tx, actor, { subjectId }) => venue.answerIn(tx, actor, subjectId, "register", null),
      adjust: (tx, actor, { subjectId }) => venue.answerIn(tx, actor, subjectId, "adjust", null),
    },
  },
});

const lateRow = ({ livestream }: LivestreamFacts): Row[] => (livestream.late ? [["特殊情况", livestream.lateReason ?? "尚未填写"]] : []);

const placeRow = ({ livestream }: LivestreamFacts): Row[] => {
  const words = venueWords(livestream);
  return words === "" ? [] : [["场地设备", words]];
};

const unitsRow = ({ units }: LivestreamFacts): Row => ["发起部门", units.initiating.name];

const agreement = (facts: LivestreamFacts): Shown => {
  const agreed = (["initiating", "operating"] as const).filter((side) => agreedAt(facts, side) !== null);
  return {
    rows: [
      unitsRow(facts),
      ["运营部门", facts.units.operating.name],
      ["现场负责", facts.livestream.onSite],
      ...placeRow(facts),
      ...lateRow(facts),
      ...[...new Set(agreed.map((side) => facts.units[side].name))].map((unit): Row => ["已商定", unit]),
    ].slice(0, 6) as Row[],
    buttons: [{ text: facts.livestream.late ? "确认并商定" : "商定", key: "agree" }],
    linkText: "查看申请表",
  };
};

const lateness = (facts: LivestreamFacts): Shown => ({
  rows: [unitsRow(facts), ["应在", facts.date.filingDueWords], ...lateRow(facts)],
  buttons: facts.livestream.lateReason === null ? [] : [{ text: "确认申报", key: "confirm" }],
  linkText: facts.livestream.lateReason === null ? "写特殊情况" : "查看申请表",
});

const report = (facts: LivestreamFacts): Shown => ({
  rows: [
    unitsRow(facts),
    ["现场负责", facts.livestream.onSite],
    ["主持", facts.livestream.host],
    ["脚本", scriptWords(facts)],
    ...placeRow(facts),
    ...lateRow(facts),
  ],
  buttons: [...(filingChoices(facts).includes("sendBack") ? [{ text: "退回补正", key: "sendBack" }] : []), { text: "备案", key: "file" }],
  linkText: "查看申请表",
});

const scriptWords = ({ script }: LivestreamFacts): string => {
  if (script === null) return "未关联";
  return script.status === "approved" || script.status === "published" ? "已终审通过" : "审核中";
};

const completion = (facts: LivestreamFacts): Shown => ({
  rows: [unitsRow(facts), ["退回原因", facts.filing?.note ?? "未填写说明，请联系宣传部"]],
  buttons: [],
  linkText: "去补正",
});

const place = (facts: LivestreamFacts): Shown => {
  const adjust = facts.venue?.state === "adjust";
  return {
    rows: [
      unitsRow(facts),
      ["报备内容", venueWords(facts.livestream)],
      ["特殊情况", facts.venue?.reason ?? ""],
      ...(adjust ? [["要求调整", facts.venue?.note ?? "请联系宣传部"] as const] : []),
    ],
    buttons: adjust
      ? []
      : [
          { text: "要求调整", key: "adjust" },
          { text: "报备登记", key: "register" },
        ],
    linkText: adjust ? "去修改" : "查看申请表",
  };
};
