import { clockText } from "../../miniapp/words/moment.js";
import { expect } from "chai";
import type { RecordedAct } from "../../server/http/contract.js";
import { aboutText, checkedText, filterWords, groupByDay, noFilter, recordQuery, sealLabel } from "../../miniapp/words/record.js";
import { after, now, nowMs } from "./support/fixtures.js";

const act = (seq: number, minutes: number, extra: Partial<RecordedAct> = {}): RecordedAct => ({
  seq,
  at: after(minutes),
  action: "review.passed",
  sentence: "初审负责人 通过了初审",
  by: null,
  onBehalfOf: null,
  via: "card",
  article: "11",
  revision: 1,
  comment: null,
  refused: false,
  subject: { type: "draft", id: "d", title: "开学第一课" },
  ...extra,
});

describe("the words of the record", () => {
  it("acts stand under their day, today and yesterday by name, another year with its number", () => {
    const groups = groupByDay([act(5, 0), act(4, -60), act(3, -1440), act(2, -3 * 1440), act(1, -400 * 1440)], nowMs);
    expect(groups.map(({ title, acts }) => [title, acts.map(({ seq }) => seq)])).to.deep.equal([
      ["今天", [5, 4]],
      ["昨天", [3]],
      ["11月21日 周六", [2]],
      ["2025年10月20日 周一", [1]],
    ]);
    expect(clockText(now)).to.equal("10:36");
  });

  it("a filter asks for what is set, and each part can be taken back by itself", () => {
    expect(recordQuery(noFilter, null)).to.equal("logins=false");
    const filter = { ...noFilter, subject: "draft:d", person: " 初审 ", day: "2026-11-22", article: "11", scope: "refused" as const };
    expect(recordQuery(filter, 30)).to.equal(
      "subject=draft%3Ad&person=%E5%88%9D%E5%AE%A1&article=11&day=2026-11-22&refused=true&before=30",
    );
    expect(recordQuery({ ...noFilter, scope: "all" }, null)).to.equal("");
    const words = filterWords({ ...filter, subjectTitle: "开学第一课", person: "初审" });
    expect(words.map(({ text }) => text)).to.deep.equal(["开学第一课", "初审", "11月22日", "第11条"]);
    expect(words[0]?.without).to.include({ subject: "", subjectTitle: "", person: "初审", scope: "refused" });
  });

  it("the seal says in one word whether the record is whole, and when and by whom that was found", () => {
    const last = { at: now, by: null, entries: 51, head: "51:ab", broken: null };
    const broken = { ...last, by: { userid: "a", name: "机关纪委" }, broken: { seq: 9, why: "第 9 条的内容被改动过" } };
    const walking = { startedAt: now, walked: 1, of: 9 };
    expect(sealLabel({ last, walking: null })).to.deep.equal({ text: "完整", tone: "green" });
    expect(sealLabel({ last: broken, walking })).to.deep.equal({ text: "已断开", tone: "red" });
    expect(sealLabel({ last: null, walking }).text).to.equal("正在核对");
    expect(sealLabel({ last: null, walking: null }).text).to.equal("还没有核对过");
    expect(checkedText(last, nowMs)).to.equal("10:36 由 系统 核对，共 51 条");
    expect(checkedText(broken, nowMs)).to.equal("10:36 由 机关纪委 核对");
  });

  it("a subject is named once", () => {
    expect(aboutText(act(1, 0))).to.equal("开学第一课");
    expect(aboutText(act(1, 0, { sentence: "机关纪委 登录", subject: { type: "person", id: "a", title: "机关纪委" } }))).to.equal("");
    expect(aboutText(act(1, 0, { subject: { type: "x", id: "a", title: null } }))).to.equal("");
  });
});
