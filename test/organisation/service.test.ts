import { expect } from "chai";
import { Account } from "../../entities/account.js";
import { Appointment } from "../../entities/appointment.js";
import { AuditEntry } from "../../entities/audit-entry.js";
import { Person } from "../../entities/person.js";
import { Unit } from "../../entities/unit.js";
import { systemActor } from "../../server/audit/record.js";
import { Refusal } from "../../server/kernel/refusal.js";
import { desk, soundFile, type Desk, type Loose } from "./sample.js";

const ACTOR = { userid: "spare", name: "系统管理员", post: "宣传部" };

const everything = ({ uow }: Desk) =>
  uow.read(async (tx) => ({
    units: await tx.find(Unit, { order: { id: "ASC" } }),
    people: await tx.find(Person, { order: { userid: "ASC" } }),
    accounts: await tx.find(Account, { order: { id: "ASC" } }),
    appointments: await tx.find(Appointment, { order: { id: "ASC" } }),
  }));

const recorded = ({ uow }: Desk) => uow.read((tx) => tx.find(AuditEntry, { order: { seq: "ASC" } }));
const factsOf = async (place: Desk): Promise<unknown> => JSON.parse((await recorded(place)).at(-1)?.facts ?? "null");
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

  it("puts exactly one act on record, with who, how many and the hash of what was read", async () => {
    await place.organisation.importFile(soundFile(), ACTOR);
    const [entry, ...others] = await recorded(place);
    expect(others).to.deep.equal([]);
    expect(entry).to.include({ action: "organisation.imported", actor: "spare", via: "command", subjectType: "organisation" });
    expect(entry?.contentHash).to.match(/^[0-9a-f]{64}$/);
    expect(JSON.parse(entry?.facts ?? "")).to.deep.equal({
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
    });
    const [first, second] = await recorded(place);
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
    expect(await recorded(place)).to.have.lengthOf(2);
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
