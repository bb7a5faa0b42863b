import { expect } from "chai";
import type { Deadline } from "../../entities/deadline.js";
import type { IncidentEvidence } from "../../entities/incident-evidence.js";
import type { Incident } from "../../entities/incident.js";
import type { LevelDecision } from "../../entities/level-decision.js";
import type { WrittenReport, WrittenReportVersion } from "../../entities/written-report.js";
import type { IncidentFacts } from "../../server/incidents/facts.js";
import { reportAsWord } from "../../server/incidents/reports/word.js";
import { assembled, type TitledDeadline } from "../../server/incidents/rules/assembly.js";
import { documentNumberOf } from "../../server/incidents/rules/report-issue.js";
import { signersOf, type ReportFacts } from "../../server/incidents/rules/written-report.js";
import { SETTING_DEFAULTS } from "../../server/regulation/settings.js";
import { Archive } from "../../server/spreadsheet/archive.js";

const at = (time: string): Date => new Date(`2026-11-24T${time}:00+08:00`);
const PEOPLE = {
  publicityDuty: ["pub.1"],
  publicityHead: ["pub.head"],
  dataCentreDuty: [],
  dataCentreHead: [],
  secretariat: ["lead.vice", "lead.3"],
  topLeader: ["lead.top"],
  unitHead: ["media.head"],
  leaderInCharge: ["lead.vice"],
};

const incidentFacts = (
  extra: { incident?: Partial<Incident>; evidence?: Partial<IncidentEvidence>[]; decisions?: Partial<LevelDecision>[] } = {},
) =>
  ({
    incident: {
      title: "某校学生集体投诉",
      number: "舆2026-00001",
      description: "多名学生反映宿舍停水，\n评论区已有百余条",
      links: ["https://weibo.com/1/2"],
      occurredAt: null,
      discoveredAt: at("08:40"),
      reportedAt: at("09:00"),
      handledAt: null,
      ...extra.incident,
    },
    unit: { name: "新媒体团队" },
    people: PEOPLE,
    decisions: extra.decisions ?? [],
    evidence: extra.evidence ?? [],
  }) as unknown as IncidentFacts;

const HOUSE = { addressee: "省委宣传部", signature: "共青团广东省委员会宣传部" };
const body = (facts: IncidentFacts, deadlines: TitledDeadline[] = []): string => assembled(facts, deadlines, HOUSE).body;
const owed = (extra: Partial<TitledDeadline>): TitledDeadline => ({
  ...{ duty: "startEmergencyPlan", title: "启动应急处置方案", state: "open", startedAt: at("09:00") },
  ...{ id: "task", dueAt: at("10:00"), closedAt: null, missedAt: null },
  ...extra,
});

describe("article 24 › R24-08 the draft of a written report", () => {
  it("says what is known and leaves to people what only they know", () => {
    expect(body(incidentFacts())).to.equal(
      [
        "一、基本情况",
        "涉及新媒体团队，2026年11月24日 08:40发现，11月24日 09:00报宣传部，编号舆2026-00001。多名学生反映宿舍停水， 评论区已有百余条。已掌握相关链接1条。",
        "二、研判定级",
        "【待补充】",
        "三、处置措施",
        "【待补充】",
        "四、请示报告情况",
        "【待补充】",
        "五、下一步工作",
        "持续监测舆情走势，及时处置引导，重要情况随时报告。【待补充】",
      ].join("\n"),
    );
  });

  it("has every level, measure and report in its place, and hides no lateness", () => {
    const text = body(
      incidentFacts({
        decisions: [
          { kind: "set", state: "effective", at: at("09:05"), toLevel: "orange", reason: "讨论较多" },
          { kind: "proposal", state: "proposed", at: at("09:10"), toLevel: "red", reason: "不算" },
          { kind: "raise", state: "effective", at: at("09:30"), toLevel: "red", reason: null },
        ],
        evidence: [
          { kind: "instruction", at: at("09:35"), byName: "甲", byPost: "主要领导、书记班子成员", note: "先恢复供水" },
          { kind: "discharge", duty: "startEmergencyPlan", at: at("10:20"), note: "启动三级预案", particulars: {} },
          { kind: "upward", at: at("10:30"), how: "phone", particulars: { to: "省网信办", receipt: "31" } },
        ],
      }),
      [
        owed({ state: "discharged", closedAt: at("10:20"), missedAt: at("10:00") }),
        owed({ duty: "reportRed", title: "向主要领导汇报", state: "discharged", dueAt: null, closedAt: at("09:33") }),
        owed({ duty: "reportSuperior", title: "向上级主管部门报告" }),
      ],
    );
    for (const line of [
      "11月24日 09:05，研判为橙色警报，理由是：讨论较多。\n11月24日 09:30，升级为红色警报。",
      "11月24日 09:35，主要领导批示：先恢复供水。",
      "11月24日 10:20，启动应急处置方案：启动三级预案。",
      "11月24日 09:33，已向主要领导汇报。",
      "11月24日 10:30，电话向省网信办报告，回执：31。",
      "“启动应急处置方案”超过时限，于11月24日 10:20办结。",
      "抓紧办理“向上级主管部门报告”（时限11月24日 10:00）。",
    ])
      expect(text).to.contain(line);
    expect(text).not.to.contain("不算");
  });
});

describe("article 24 › R24-08 who signs a written report", () => {
  const facts = (author: string, duty: string, signed: string[] = []): ReportFacts => ({
    incident: incidentFacts(),
    task: { duty, state: "open" } as Deadline,
    report: { status: "checking", revision: 1 } as WrittenReport,
    versions: [{ revision: 1, byUserid: author } as WrittenReportVersion],
    signOffs: signed.map((byUserid) => ({ byUserid, revision: 1, verdict: "pass" })) as unknown as ReportFacts["signOffs"],
  });
  const CASES: [string, "head" | "leader", string, string[], string[]][] = [
    ["pub.1", "head", "writeUpRed", [], ["pub.head"]],
    ["pub.head", "head", "writeUpRed", [], ["pub.1"]],
    ["pub.1", "leader", "writeUpRed", ["pub.head"], ["lead.top", "lead.vice"]],
    ["pub.1", "leader", "writeUpOrange", ["pub.head"], ["lead.vice"]],
    ["lead.vice", "leader", "writeUpOrange", ["pub.head"], ["lead.top", "lead.3"]],
  ];
  for (const [author, stage, duty, signed, who] of CASES)
    it(`${duty} by ${author}: ${stage} is ${who.join("、")}`, () =>
      expect(signersOf(facts(author, duty, signed), stage, SETTING_DEFAULTS)).to.deep.equal(who));

  it("红色 only by 主要领导 where the settings say so", () => {
    const settings = { value: (key: string) => key === "incidents.redReportByTopLeader" } as unknown as typeof SETTING_DEFAULTS;
    expect(signersOf(facts("pub.1", "writeUpRed", ["pub.head"]), "leader", settings)).to.deep.equal(["lead.top"]);
  });

  it("a number is taken with whichever brackets and blanks a phone gives", () => {
    for (const typed of ["粤团宣[2026]8号", "粤团宣（2026）8 号", "粤团宣【2026】8号", "粤团宣〔2026〕8号"])
      expect(documentNumberOf(typed)).to.equal("粤团宣〔2026〕8号");
  });
});

describe("article 24 › R24-08 the written report as Word, in the layout of GB/T 9704—2012", () => {
  const REPORT = {
    ...{ title: "关于停水舆情处置情况的报告", addressee: "省委宣传部：", body: "一、基本情况\n（一）经过\n已恢复 <供水> & 答复。" },
    ...{ signature: "共青团广东省委员会宣传部", revision: 2, hash: "ab".repeat(32), rehearsal: false },
    ...{ files: ["现场情况.pdf", "截图.png"], documentNumber: "粤团宣〔2026〕8号", signedAt: new Date("2026-11-24T16:30:00Z") },
  };
  type Printed = Parameters<typeof reportAsWord>[0];
  const part = async (report: Printed, path: string): Promise<string> => new Archive(await reportAsWord(report)).text(path) ?? "";

  it("has its paper, type, parts and their order", async () => {
    const xml = await part(REPORT, "word/document.xml");
    expect(xml).to.match(/<w:pgSz w:w="11906" w:h="16838"/);
    expect(xml).to.match(/<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587"/);
    const texts = [...xml.matchAll(/<w:t(?: [^>]*)?>([^<]*)</g)].map(([, text]) => text);
    expect(texts).to.deep.equal([
      ...[
        "粤团宣〔2026〕8号",
        "关于停水舆情处置情况的报告",
        "省委宣传部：",
        "一、基本情况",
        "（一）经过",
        "已恢复 &lt;供水&gt; &amp; 答复。",
      ],
      ...["附件：1．现场情况", "2．截图", "共青团广东省委员会宣传部", "2026年11月25日"],
    ]);
    const faceOf = (text: string): string => /w:eastAsia="([^"]+)"/.exec(xml.slice(xml.lastIndexOf("<w:r>", xml.indexOf(text))))?.[1] ?? "";
    expect(["关于停水", "一、基本", "（一）经过", "已恢复"].map(faceOf)).to.deep.equal(["方正小标宋简体", "黑体", "楷体", "仿宋"]);
  });

  it("says 送审稿 and which version while nobody has agreed to it; its hash stands in the properties", async () => {
    const draft = { ...REPORT, documentNumber: null, signedAt: null };
    expect(await part(draft, "word/header1.xml")).to.contain("送审稿 第2版");
    expect(await part(draft, "word/document.xml")).to.contain("（待签发）");
    expect(await part(REPORT, "word/header1.xml")).not.to.contain("送审稿");
    expect(await part(REPORT, "docProps/core.xml")).to.contain(`第2版 ${REPORT.hash}`);
  });
});
