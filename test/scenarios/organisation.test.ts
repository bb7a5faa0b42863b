import { expect } from "chai";
import { AuditEntry } from "../../entities/audit-entry.js";
import type { AccountPostsList, GapsView, ImportView, MemberList, Problem } from "../../server/http/contract.js";
import { ARTICLES, articleText } from "../../server/regulation/articles.js";
import { readOrganisation } from "../../server/organisation/file.js";
import { organisationSource } from "../../server/organisation/read-file.js";
import { GAP_RULES, OFFICE_BASIS } from "../../server/organisation/rules/gap-kinds.js";
import type { OrganisationFile } from "../../server/organisation/schema.js";
import { organisationWorkbook } from "../../server/organisation/workbook/write.js";
import { Desk } from "../support/desk.js";
import { ORGANISATION } from "../support/organisation.js";

const ADMINISTRATOR = "pub.1";

describe("article 2 › R02-01 the organisation sheet at an administrator's desk", function () {
  this.timeout(60_000);
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open();
  });
  afterEach(() => desk.close());

  const download = async (path: string, userid = ADMINISTRATOR): Promise<Response> =>
    fetch(`${desk.url}${path}`, { headers: { Authorization: `Bearer ${await desk.token(userid)}` } });
  const send = async (content: Buffer | string, fields: Record<string, string> = {}, userid = ADMINISTRATOR, name = "组织信息.xlsx") => {
    const form = new FormData();
    for (const [field, value] of Object.entries(fields)) form.append(field, value);
    form.append("file", new Blob([typeof content === "string" ? content : new Uint8Array(content)]), name);
    const response = await fetch(`${desk.url}/api/organisation/import`, {
      method: "POST",
      headers: { Authorization: `Bearer ${await desk.token(userid)}` },
      body: form,
    });
    return { status: response.status, body: (await response.json()) as ImportView & Problem };
  };
  const present = async (): Promise<OrganisationFile> => {
    const bytes = Buffer.from(await (await download("/api/organisation/export")).arrayBuffer());
    return readOrganisation(organisationSource(bytes, "x.xlsx")).file as OrganisationFile;
  };
  const acts = () => desk.services.uow.read((tx) => tx.find(AuditEntry, { where: { subjectType: "organisation" }, order: { seq: "ASC" } }));

  it("is taken out, corrected, shown and confirmed; the new reviewer gets the open task, and nobody else anything", async () => {
    await desk.submitted("开学第一课");
    await desk.news();
    const file = await present();
    const account = file.accounts.find(({ id }) => id === "wx-main");
    account?.roles.firstReviewers.push("outside.1");
    const sheet = await organisationWorkbook(file);
    const before = await acts();
    const shown = await send(sheet);
    expect(shown.status).to.equal(200);
    expect(shown.body).to.deep.include({ applied: false, counts: { added: 1, changed: 0, ended: 0 }, more: 0 });
    expect(shown.body.lines).to.deep.equal([
      { kind: "added", about: "账号「公众号·新媒体团队」", words: "初审负责人：增加 无岗位人员", article: "11" },
    ]);
    expect(await acts()).to.deep.equal(before);
    expect(await desk.news()).to.deep.equal({});
    const done = await send(sheet, { shown: shown.body.hash });
    expect(done.body).to.deep.include({ applied: true, counts: { added: 1, changed: 0, ended: 0 } });
    expect(await desk.news()).to.deep.equal({ "outside.1": ["初审：开学第一课"] });
    const [imported, changed] = (await acts()).slice(before.length);
    expect(imported).to.include({ action: "organisation.imported", actor: ADMINISTRATOR, via: "page", article: "2" });
    expect(changed).to.include({ action: "organisation.changed", article: "11" });
    const again = await send(sheet, { shown: shown.body.hash });
    expect(again).to.deep.include({ status: 200 });
    expect(again.body).to.deep.include({ applied: true, counts: { added: 0, changed: 0, ended: 0 } });
    expect((await acts()).length).to.equal(before.length + 2);
  });

  it("is refused once the organisation is no longer what was shown, or the hash is anybody's", async () => {
    const file = await present();
    file.people[0] = { ...(file.people[0] as OrganisationFile["people"][number]), established: false };
    const sheet = await organisationWorkbook(file);
    const { hash } = (await send(sheet)).body;
    file.accounts.find(({ id }) => id === "dy-school")?.roles.firstReviewers.push("outside.1");
    await desk.services.organisation.importFile(file, { userid: "system:command", name: "维护", post: "命令行" });
    file.accounts.find(({ id }) => id === "dy-school")?.roles.firstReviewers.splice(1);
    const late = await send(await organisationWorkbook(file), { shown: hash });
    expect(late.status).to.equal(409);
    expect(late.body).to.include({ code: "organisation.changed-since" });
    expect((await send(await organisationWorkbook(file), { shown: "x" })).status).to.equal(409);
  });

  it("confirmed by four at once is done once, and the others are told that it is in force", async () => {
    const file = await present();
    file.accounts.find(({ id }) => id === "wx-main")?.roles.firstReviewers.push("outside.1");
    const sheet = await organisationWorkbook(file);
    const { hash } = (await send(sheet)).body;
    const answers = await Promise.all([1, 2, 3, 4].map(() => send(sheet, { shown: hash })));
    expect(answers.map(({ status, body }) => `${status} ${body.applied} ${body.counts.added}`).sort()).to.deep.equal([
      "200 true 0",
      "200 true 0",
      "200 true 0",
      "200 true 1",
    ]);
    expect((await acts()).filter((act) => act.action === "organisation.imported" && act.via === "page")).to.have.lengthOf(1);
  });

  it("says sheet, row and column of every error, and what else is wrong with a file", async () => {
    const file = await present();
    file.people[0] = { ...(file.people[0] as OrganisationFile["people"][number]), birthOn: null, name: "  " };
    const wrong = await send(await organisationWorkbook(file));
    expect(wrong.status).to.equal(422);
    expect(wrong.body.fields?.[0]?.path).to.match(/^«人员»第 \d+ 行「姓名」$/);
    const table: [string, Buffer | string, number, RegExp][] = [
      ["a.xls", Buffer.from("d0cf11e0a1b11ae1000000000000", "hex"), 422, /旧版 Excel/],
      ["a.xlsx", "姓名,单位", 422, /CSV/],
      ["a.json", '{"units": [}', 422, /第 1 行第 12 个字/],
      ["a.xlsx", Buffer.alloc(40 * 1024 * 1024), 413, /超过 5 MB/],
      ["a.xlsx", "", 422, /没有收到文件/],
    ];
    for (const [name, content, status, words] of table) {
      const refused = await send(content, {}, ADMINISTRATOR, name);
      expect([refused.status, refused.body.detail]).to.satisfy(
        ([code, detail]: [number, string]) => code === status && words.test(detail),
        `${name} ${refused.status} ${refused.body.detail}`,
      );
    }
    expect((await acts()).filter((act) => act.via === "page").map((act) => act.action)).to.deep.equal(["organisation.exported"]);
    expect(await desk.news()).to.deep.equal({});
  });

  it("leaves no organisation without administrator, and is nobody else's business", async () => {
    const file = await present();
    file.offices.administrators = [];
    const sheet = await organisationWorkbook(file);
    const { hash } = (await send(sheet)).body;
    expect((await send(sheet, { shown: hash })).body).to.include({ code: "organisation.no-administrator", status: 422 });
    for (const userid of ["pub.head", "media.head", "disc.1", "ed.1"]) {
      expect((await send(sheet, {}, userid)).status, userid).to.equal(403);
      expect((await download("/api/organisation/export", userid)).status, userid).to.equal(403);
    }
  });

  it("is handed out as a workbook with a Chinese name, never kept by a browser", async () => {
    const response = await download("/api/organisation/template");
    expect(response.headers.get("content-type")).to.contain("spreadsheetml.sheet");
    expect(response.headers.get("cache-control")).to.equal("no-store");
    expect(decodeURIComponent(response.headers.get("content-disposition") ?? "")).to.contain("组织信息表（空白）.xlsx");
    expect(
      Buffer.from(await response.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).to.equal("PK");
  });
});

describe("article 11 › R11-01 the gaps of the organisation", function () {
  this.timeout(60_000);
  let desk: Desk;
  afterEach(() => desk.close());

  it("are grouped, what blocks first, with the words, who answers, and what to do; a head sees the unit's alone", async () => {
    desk = await Desk.open({ organisation: holed() });
    const all = await desk.as(ADMINISTRATOR).get<GapsView>("/api/organisation/gaps");
    expect(all).to.deep.include({
      scope: "all",
      may: ["import"],
      blocking: all.groups.filter((group) => group.blocks).flatMap((group) => group.items).length,
    });
    expect(all.groups.map((group) => group.title)).to.deep.equal([
      "1 个职务没有在任人员",
      "2 个账号没有符合条件的二审责任人",
      "1 位责任编辑即将超过团员年龄",
      "1 人的培训合格即将到期",
      "1 个账号没有密码管理人",
    ]);
    const [office, second, ageing] = all.groups;
    expect(office?.quote).to.deep.equal({
      article: "25",
      text: "由团省委宣传部会同机关纪委依法依规通过约谈、警告、通报或者责令关闭账号等措施进行处置",
    });
    expect(office?.items[0]?.answering.map((person) => person.userid)).to.deep.equal([ADMINISTRATOR]);
    expect(second?.items.map((gap) => [gap.about, gap.unit?.name, gap.answering[0]?.userid])).to.deep.equal([
      ["账号「微博·已冻结」", "新媒体团队", "media.head"],
      ["账号「公众号·新媒体团队」", "新媒体团队", "media.head"],
    ]);
    expect(ageing?.items[0]).to.include({ endsOn: "2026-12-10", article: "11" });
    const own = await desk.as("school.head").get<GapsView>("/api/organisation/gaps");
    expect(own).to.include({ scope: "units", blocking: 0 });
    expect(own.may).to.deep.equal([]);
    expect(own.groups.flatMap((group) => group.items.map((gap) => gap.about))).to.deep.equal([
      "人员「学校部初审负责人」",
      "账号「抖音·学校部」",
    ]);
    expect((await desk.as("ed.1").get<Problem>("/api/organisation/gaps", 403)).code).to.equal("http.not-permitted");
  });

  it("stand beside the accounts with who sits where and the people who are sought", async () => {
    desk = await Desk.open({ organisation: holed() });
    const { items } = await desk.as("school.head").get<AccountPostsList>("/api/organisation/accounts");
    expect(items.map((account) => account.name)).to.deep.equal(["抖音·学校部"]);
    expect(items[0]?.posts.map((post) => [post.title, ...post.holders.map((holder) => holder.name)])).to.deep.equal([
      ["责任编辑", "学校部责任编辑"],
      ["初审负责人", "学校部初审负责人"],
      ["二审责任人", "学校部二审责任人"],
      ["终审责任人", "学校部主要负责人"],
      ["密码管理人"],
    ]);
    const found = await desk.as(ADMINISTRATOR).get<MemberList>(`/api/organisation/people?words=${encodeURIComponent("初审")}`);
    expect(found.items.map((person) => [person.name, person.unit.name, ...person.posts])).to.deep.equal([
      ["初审负责人甲岗", "新媒体团队", "初审负责人"],
      ["初审负责人乙岗", "新媒体团队", "初审负责人"],
      ["学校部初审负责人", "学校部", "初审负责人"],
    ]);
    expect(found.items[2]?.notes).to.deep.equal(["培训合格将于 2026-12-01 到期，请及时复训"]);
    expect(JSON.stringify(found)).not.to.match(/birthOn|membership|1985/);
    const own = await desk.as("school.head").get<MemberList>(`/api/organisation/people?words=${encodeURIComponent("初审")}`);
    expect(own.items.map((person) => person.userid)).to.deep.equal(["school.first"]);
    await desk.as("school.head").get("/api/organisation/people?words=", 422);
  });
});

describe("R11-09, R17-01 the morning's card to those who answer for gaps", function () {
  this.timeout(60_000);
  let desk: Desk;
  afterEach(() => desk.close());

  const tell = async (): Promise<number[]> => [await desk.services.gapNews.tellDue(), await desk.services.gapNews.tellDue()];

  it("names to each what is new and theirs, once, in working hours; nobody else hears of it", async () => {
    desk = await Desk.open({ at: "2026-11-24T08:20:00+08:00", organisation: holed() });
    expect(await tell()).to.deep.equal([0, 0]);
    await desk.to("2026-11-24T08:44:00+08:00");
    const { gapNews } = desk.services;
    expect((await Promise.all([gapNews.tellDue(), gapNews.tellDue(), gapNews.tellDue()])).sort()).to.deep.equal([0, 0, 3]);
    expect(await desk.news()).to.deep.equal({
      [ADMINISTRATOR]: ["有 1 处缺口影响工作，请补齐"],
      "media.head": ["有 2 处缺口影响工作，请补齐"],
      "school.head": ["有 2 处将到期或待补齐"],
    });
    const card = JSON.stringify(desk.card("media.head", "缺口").card);
    expect(card)
      .to.contain("公众号·新媒体团队：没有符合条件的二审人员")
      .and.to.contain("另有 1 处提醒")
      .and.to.contain("pages/organisation");
  });

  it("tells the same gap again only after a week, a new one the next morning, and nothing on a day off", async () => {
    desk = await Desk.open({ at: "2026-11-24T09:00:00+08:00", organisation: holed() });
    await tell();
    await desk.news();
    await desk.to("2026-11-25T09:00:00+08:00");
    expect(await tell()).to.deep.equal([0, 0]);
    const file = holed();
    file.accounts[1]!.roles.secondReviewers = [];
    await desk.services.organisation.importFile(file, { userid: "system:command", name: "维护", post: "命令行" });
    expect(await tell()).to.deep.equal([0, 0]);
    await desk.to("2026-11-26T10:00:00+08:00");
    expect(await tell()).to.deep.equal([1, 0]);
    expect(await desk.news()).to.deep.equal({ "school.head": ["有 1 处缺口影响工作，请补齐"] });
    await desk.to("2026-11-28T10:00:00+08:00");
    expect(await tell()).to.deep.equal([0, 0]);
    await desk.to("2026-12-01T10:00:00+08:00");
    expect(await tell()).to.deep.equal([3, 0]);
    expect(Object.keys(await desk.news()).sort()).to.deep.equal([ADMINISTRATOR, "media.head", "school.head"].sort());
  });
});

describe("every sort of gap", () => {
  it("rest on the rule's own words", () => {
    const texts = new Map(ARTICLES.map(({ number }) => [String(number), articleText(number).replace(/\s/g, "")]));
    for (const [kind, { article, text }] of [...Object.entries(GAP_RULES), ...Object.entries(OFFICE_BASIS)])
      expect(texts.get(article), kind).to.contain(text.replace(/\s/g, ""));
  });
});

/** The desk's organisation with holes: two accounts without second reviewer, no discipline office, an editor about to be too old. */
function holed() {
  const file = structuredClone(ORGANISATION);
  for (const account of file.accounts) if (account.unit === "media") account.roles.secondReviewers = [];
  for (const person of file.people) {
    if (person.userid === "ed.1") person.birthOn = "1998-12-10";
    if (person.userid === "school.first") person.trainedUntil = "2026-12-01";
  }
  file.offices.discipline = [];
  (file.accounts[1]!.roles as { custodian: string | null }).custodian = null;
  return file;
}
