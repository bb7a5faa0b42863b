import { expect } from "chai";
import { Account } from "../../entities/account.js";
import { Appointment } from "../../entities/appointment.js";
import { AuditEntry } from "../../entities/audit-entry.js";
import { Person } from "../../entities/person.js";
import { Unit } from "../../entities/unit.js";
import { systemActor } from "../../server/audit/record.js";
import { Refusal } from "../../server/kernel/refusal.js";
import { jsonSource } from "../../server/organisation/source.js";
import { desk, soundFile, type Desk, type Loose } from "./sample.js";

const ACTOR = { userid: "spare", name: "系统管理员", post: "宣传部" };

const everything = ({ uow }: Desk) =>
  uow.read(async (tx) => ({
    units: await tx.find(Unit, { order: { id: "ASC" } }),
    people: await tx.find(Person, { order: { userid: "ASC" } }),
    accounts: await tx.find(Account, { order: { id: "ASC" } }),
    appointments: await tx.find(Appointment, { order: { id: "ASC" } }),
  }));

const recorded = ({ uow }: Desk, action?: string) =>
  uow.read((tx) => tx.find(AuditEntry, { where: action === undefined ? {} : { action }, order: { seq: "ASC" } }));
const imports = (place: Desk) => recorded(place, "organisation.imported");
const factsOf = async (place: Desk): Promise<unknown> => JSON.parse((await imports(place)).at(-1)?.facts ?? "null");
const holders = async (place: Desk, role: string, scopeId: string) =>
  (await everything(place)).appointments
    .filter((post) => post.role === role && post.scopeId === scopeId)
    .sort((one, other) => one.position - other.position)
    .map((post) => post.userid);

const refusalOf = async (work: Promise<unknown>): Promise<Refusal> => {
  const outcome = await work.then(
    () => null,
    (error: unknown) => error,
  );
  expect(outcome).to.be.instanceOf(Refusal);
  return outcome as Refusal;
};

describe("an import of the organisation", () => {
  let place: Desk;
  beforeEach(async () => (place = await desk()));
  afterEach(() => place.close());

  it("writes units, people, accounts and posts, folds userids and says what is still missing", async () => {
    const file: Loose = soundFile();
    file.people[1].userid = " ED ";
    file.people[3].trainedUntil = null;
    expect(await place.organisation.isEmpty()).to.equal(true);
    const { gaps, ...counts } = await place.organisation.importFile(file, ACTOR);
    expect(counts).to.deep.equal({ units: 2, people: 6, accounts: 1 });
    expect(gaps.map((gap) => gap.article)).to.deep.equal(["17"]);
    expect(await place.organisation.isEmpty()).to.equal(false);
    const { units, people, accounts, appointments } = await everything(place);
    expect(units[1]).to.include({
      id: "publicity",
      kind: "publicity",
      wecomDepartmentId: 3,
      headUserid: "head",
      leaderInChargeUserid: "top",
    });
    expect(people.find((row) => row.userid === "ed")).to.include({
      established: true,
      birthOn: "1990-01-01",
      leftAt: null,
      unitId: "publicity",
    });
    expect(accounts[0]).to.include({ id: "wx", platform: "wechat", unitId: "publicity", status: "active", certifiedAs: "宣传部" });
    expect(appointments).to.have.lengthOf(5 + 9);
    expect(await holders(place, "custodian", "wx")).to.deep.equal(["second"]);
    expect(await holders(place, "administrator", "organisation")).to.deep.equal(["spare"]);
  });

  it("puts on record who, how many, the hash of what was read, and article by article what became different", async () => {
    await place.organisation.importFile(soundFile(), ACTOR);
    const [entry, ...others] = await recorded(place);
    const said = others.map(({ action, article, facts }) => [action, article, (JSON.parse(facts) as { lines: string[] }).lines.length]);
    expect(said).to.deep.equal([
      ["organisation.changed", "11", 4],
      ["organisation.changed", "18", 1],
    ]);
    expect(entry).to.include({ action: "organisation.imported", actor: "spare", via: "command", subjectType: "organisation" });
    expect(entry?.contentHash).to.match(/^[0-9a-f]{64}$/);
    const { lines, ...counts } = JSON.parse(entry?.facts ?? "") as { lines: string[] };
    expect(lines)
      .to.have.lengthOf(2 + 6 + 1 + 9)
      .and.to.include.members(["人员「岗位 ed」 新登记", "职务 系统管理员：增加 岗位 spare"]);
    expect(counts).to.deep.equal({
      units: { added: 2, changed: 0 },
      people: { added: 6, changed: 0 },
      accounts: { added: 1, changed: 0 },
      appointments: { added: 14, changed: 0, ended: 0 },
    });
    expect((await place.audit.verify()).broken).to.equal(null);
  });

  it("says on record when the program itself imported", async () => {
    await place.organisation.importFile(soundFile(), systemActor("organisation"), "system");
    expect((await recorded(place))[0]).to.include({ actor: "system:organisation", via: "system" });
  });

  it("changes nothing the second time and records that nothing changed", async () => {
    await place.organisation.importFile(soundFile(), ACTOR);
    const before = await everything(place);
    await place.organisation.importFile(soundFile(), ACTOR);
    expect(await everything(place)).to.deep.equal(before);
    expect(await factsOf(place)).to.deep.equal({
      units: { added: 0, changed: 0 },
      people: { added: 0, changed: 0 },
      accounts: { added: 0, changed: 0 },
      appointments: { added: 0, changed: 0, ended: 0 },
      lines: [],
    });
    const [first, second] = await imports(place);
    expect(second?.contentHash).to.equal(first?.contentHash);
  });

  it("writes nothing where only the last line is wrong, and names that line", async () => {
    const file: Loose = soundFile();
    file.offices.administrators = ["ghost"];
    const refusal = await refusalOf(place.organisation.importFile(file, ACTOR));
    expect(refusal).to.include({ code: "organisation.invalid", kind: "invalid" });
    expect(refusal.fields?.map((field) => field.path)).to.deep.equal(["offices.administrators[0]"]);
    expect(refusal.detail).to.match(/1 处错误，没有写入任何内容/);
    expect(await place.organisation.isEmpty()).to.equal(true);
    expect(await recorded(place)).to.deep.equal([]);
  });

  for (const table of ["unit", "person", "account", "appointment", "audit_entry"]) {
    it(`leaves nothing behind when writing to ${table} fails in the middle`, async () => {
      await place.uow.run((tx) =>
        tx.query(
          `CREATE TRIGGER disk_full BEFORE INSERT ON ${table} WHEN (SELECT COUNT(*) FROM ${table}) >= ${table === "audit_entry" ? 0 : 1} BEGIN SELECT RAISE(ABORT, 'disk full'); END`,
        ),
      );
      const file: Loose = soundFile();
      file.accounts.push({ ...file.accounts[0], id: "wb", platform: "weibo" });
      const outcome = await place.organisation.importFile(file, ACTOR).then(
        () => "written",
        (error: Error) => error.message,
      );
      expect(outcome).to.contain("disk full");
      expect(await everything(place)).to.deep.equal({ units: [], people: [], accounts: [], appointments: [] });
      expect(await recorded(place)).to.deep.equal([]);
      await place.uow.run((tx) => tx.query("DROP TRIGGER disk_full"));
      await place.organisation.importFile(file, ACTOR);
      expect((await place.audit.verify()).broken).to.equal(null);
    });
  }

  it("replaces the posts of listed accounts and the offices, and keeps the rows of posts that stay", async () => {
    await place.organisation.importFile(soundFile(), ACTOR);
    const before = (await everything(place)).appointments.find((post) => post.role === "editor");
    const file: Loose = soundFile();
    file.accounts[0].roles.editors = ["spare", "ed"];
    file.accounts[0].roles.custodian = null;
    file.offices.discipline = ["top"];
    await place.organisation.importFile(file, ACTOR);
    expect(await holders(place, "editor", "wx")).to.deep.equal(["spare", "ed"]);
    expect(await holders(place, "custodian", "wx")).to.deep.equal([]);
    expect(await holders(place, "discipline", "organisation")).to.deep.equal(["top"]);
    expect((await everything(place)).appointments.find((post) => post.userid === "ed")).to.deep.equal({ ...before, position: 1 });
    expect(await factsOf(place)).to.deep.include({ appointments: { added: 2, changed: 1, ended: 2 } });
  });

  it("leaves untouched who and what is missing from the file", async () => {
    await place.organisation.importFile(soundFile(), ACTOR);
    const file: Loose = soundFile();
    file.people.push({ ...file.people[1], userid: "newcomer" });
    file.people = file.people.filter((row: Loose) => row.userid !== "ed");
    Object.assign(file.accounts[0], { id: "wx2", name: "公众号·新" });
    file.accounts[0].roles.editors = ["newcomer"];
    await place.organisation.importFile(file, ACTOR);
    expect((await everything(place)).people.map((row) => row.userid)).to.include.members(["ed", "newcomer"]);
    expect(await holders(place, "editor", "wx")).to.deep.equal(["ed"]);
    expect(await holders(place, "editor", "wx2")).to.deep.equal(["newcomer"]);
  });

  it("updates what differs, but never brings back somebody who left in WeCom", async () => {
    await place.organisation.importFile(soundFile(), ACTOR);
    const leftAt = new Date("2026-11-20T10:00:00.000Z");
    await place.uow.run((tx) => tx.update(Person, { userid: "ed" }, { leftAt }));
    const file: Loose = soundFile();
    Object.assign(file.people[1], { membership: "league", birthOn: "2003-05-04", established: false });
    file.accounts[0].status = "frozen";
    await place.organisation.importFile(file, ACTOR);
    const { people, accounts } = await everything(place);
    expect(people.find((row) => row.userid === "ed")).to.deep.include({
      membership: "league",
      birthOn: "2003-05-04",
      established: false,
      leftAt,
    });
    expect(accounts[0]?.status).to.equal("frozen");
    expect(await factsOf(place)).to.deep.include({ people: { added: 0, changed: 1 }, accounts: { added: 0, changed: 1 } });
  });

  it("takes two thousand people in batches", async () => {
    const file: Loose = soundFile();
    for (let index = 0; index < 2_000; index += 1) file.people.push({ ...file.people[1], userid: `p${index}`, name: `岗位 ${index}` });
    expect((await place.organisation.importFile(file, ACTOR)).people).to.equal(2_006);
  });

  it("keeps two imports at once apart", async () => {
    const other: Loose = soundFile();
    other.accounts[0].roles.editors = ["spare"];
    await Promise.all([place.organisation.importFile(soundFile(), ACTOR), place.organisation.importFile(other, ACTOR)]);
    expect(await holders(place, "editor", "wx")).to.have.lengthOf(1);
    expect(await imports(place)).to.have.lengthOf(2);
  });

  it("keeps of a birthday only that it was corrected", async () => {
    await place.organisation.importFile(soundFile(), ACTOR);
    const file: Loose = soundFile();
    Object.assign(file.people[1], { birthOn: "1991-02-03", trainedUntil: "2028-01-01" });
    const plan = await place.organisation.importing.preview(jsonSource(file));
    expect(plan.changes.map((change) => change.words)).to.deep.equal([
      "出生日期：1990-01-01 → 1991-02-03",
      "培训有效期至：2027-12-31 → 2028-01-01",
    ]);
    await place.organisation.importFile(file, ACTOR);
    const acts = (await recorded(place)).slice(-2).map(({ article, facts }) => [article, (JSON.parse(facts) as { lines: string[] }).lines]);
    expect(acts).to.deep.equal([
      ["11", ["人员「岗位 ed」 出生日期：已更正"]],
      ["17", ["人员「岗位 ed」 培训有效期至：2027-12-31 → 2028-01-01"]],
    ]);
    expect(JSON.stringify(await recorded(place))).not.to.contain("1991-02-03");
  });
});

describe("an import that was shown first", () => {
  let place: Desk;
  beforeEach(async () => {
    place = await desk();
    await place.organisation.importFile(soundFile(), ACTOR);
  });
  afterEach(() => place.close());

  const changed = (): Loose => {
    const file: Loose = soundFile();
    file.accounts[0].roles.editors = ["spare", "ed"];
    file.accounts[0].roles.firstReviewers = ["spare"];
    file.accounts[0].status = "closed";
    file.offices.secretariat = ["top", "head"];
    file.people = file.people.filter((row: Loose) => row.userid !== "first").concat({ ...file.people[1], userid: "new", name: "新人" });
    file.offices.publicityDuty = ["new"];
    return file;
  };
  const preview = (file: Loose) => place.organisation.importing.preview(jsonSource(file));
  const take = (file: Loose, shown: string) => place.organisation.importing.take(jsonSource(file), { actor: ACTOR, via: "page", shown });

  it("names every line of it, what stays untouched and what would still be missing, and writes nothing", async () => {
    const before = [await everything(place), await recorded(place)];
    const plan = await preview(changed());
    expect(plan.changes.map(({ kind, about, words, article }) => `${kind} ${article} ${about} ${words}`)).to.deep.equal([
      "added 2 人员「新人」 新登记",
      "ended 8 账号「公众号·宣传部」 状态：正常 → 已关停",
      "added 11 账号「公众号·宣传部」 责任编辑：增加 岗位 spare",
      "added 11 账号「公众号·宣传部」 初审负责人：增加 岗位 spare",
      "ended 11 账号「公众号·宣传部」 初审负责人：不再是 岗位 first",
      "added 3 职务 书记班子成员：增加 岗位 head",
      "added 23 职务 宣传部值班：增加 新人",
      "ended 23 职务 宣传部值班：不再是 岗位 first",
    ]);
    expect(plan.untouched).to.deep.equal({ units: 0, people: 1, accounts: 0 });
    expect([await everything(place), await recorded(place)]).to.deep.equal(before);
    expect((await preview(changed())).hash).to.equal(plan.hash);
  });

  it("says where only the order of holders differs", async () => {
    const file: Loose = soundFile();
    file.accounts[0].roles.secondReviewers = ["second", "spare"];
    await place.organisation.importFile(file, ACTOR);
    file.accounts[0].roles.secondReviewers = ["spare", "second"];
    expect((await preview(file)).changes.map((change) => change.words)).to.deep.equal(["二审责任人的顺序：岗位 spare、岗位 second"]);
  });

  it("is done when confirmed, once; confirmed again it does nothing and says so", async () => {
    const { hash } = await preview(changed());
    expect((await take(changed(), hash)).changes).to.have.lengthOf(8);
    const [state, acts] = [await everything(place), await recorded(place)];
    expect((await take(changed(), hash)).changes).to.deep.equal([]);
    expect([await everything(place), await recorded(place)]).to.deep.equal([state, acts]);
    expect(acts.filter((act) => act.via === "page").map((act) => act.article)).to.deep.equal(["2", "11"]);
  });

  it("is refused where the file or the organisation is no longer what was shown", async () => {
    const { hash } = await preview(changed());
    const other: Loose = changed();
    other.people[1].established = false;
    expect((await refusalOf(take(other, hash))).code).to.equal("organisation.changed-since");
    const meanwhile: Loose = soundFile();
    meanwhile.accounts[0].roles.editors = ["spare"];
    await place.organisation.importFile(meanwhile, ACTOR);
    expect(await refusalOf(take(changed(), hash))).to.include({ code: "organisation.changed-since", kind: "conflict" });
    expect(await holders(place, "firstReviewer", "wx")).to.deep.equal(["first"]);
  });

  it("confirmed by two at once is done once", async () => {
    const { hash } = await preview(changed());
    const plans = await Promise.all([take(changed(), hash), take(changed(), hash)]);
    expect(plans.map((plan) => plan.changes.length).sort()).to.deep.equal([0, 8]);
    expect((await imports(place)).filter((act) => act.via === "page")).to.have.lengthOf(1);
  });

  it("leaves somebody who can do the next", async () => {
    const file: Loose = changed();
    file.offices.administrators = [];
    const { hash } = await preview(file);
    expect((await refusalOf(take(file, hash))).code).to.equal("organisation.no-administrator");
    await place.organisation.importFile(file, ACTOR);
  });
});

describe("the organisation", () => {
  let place: Desk;
  beforeEach(async () => (place = await desk("2026-12-31T23:30:00+08:00")));
  afterEach(() => place.close());

  it("names every office before anything is imported", async () => {
    expect(await place.organisation.check()).to.have.lengthOf(9);
  });

  it("counts days as Shanghai does", async () => {
    const file: Loose = soundFile();
    file.people[1].leavesOn = "2026-12-31";
    await place.organisation.importFile(file, ACTOR);
    expect(await place.organisation.check()).to.deep.equal([]);
  });

  it("is taken out as the file it was, which goes on record", async () => {
    await place.organisation.importFile(soundFile(), ACTOR);
    const file = await place.organisation.export(ACTOR, "page");
    expect((await recorded(place)).at(-1)).to.include({ action: "organisation.exported", article: "19", actor: "spare" });
    expect((await place.organisation.importing.preview(jsonSource(file))).changes).to.deep.equal([]);
    await place.uow.run((tx) => tx.update(Person, { userid: "spare" }, { leftAt: new Date("2026-11-20T10:00:00Z") }));
    const held = (await place.organisation.export(ACTOR, "page")).people.map((person) => person.userid);
    expect(held).to.include("spare");
    await place.uow.run((tx) => tx.delete(Appointment, { userid: "spare" }));
    expect((await place.organisation.export(ACTOR, "page")).people.map((person) => person.userid)).not.to.include("spare");
  });

  it("lists everybody with unit and posts", async () => {
    await place.organisation.importFile(soundFile(), ACTOR);
    const people = await place.organisation.people();
    expect(people.map((person) => person.userid)).to.deep.equal(["top", "ed", "first", "head", "second", "spare"]);
    expect(people.find((person) => person.userid === "head")).to.deep.equal({
      userid: "head",
      name: "岗位 head",
      unit: { id: "publicity", name: "宣传部", wecomDepartmentId: 3 },
      posts: ["宣传部主要负责同志", "终审责任人", "宣传部负责人"],
      left: false,
    });
  });
});
