import { expect } from "chai";
import type { Account } from "../../entities/account.js";
import { OFFICE_ROLES, type Appointment, type Role } from "../../entities/appointment.js";
import type { Person } from "../../entities/person.js";
import type { Unit } from "../../entities/unit.js";
import { gapsOf, type OrganisationFacts } from "../../server/organisation/rules/gaps.js";

const TODAY = "2026-11-22";
const ACCOUNT = "账号「公众号·宣传部」";

interface Facts extends OrganisationFacts {
  units: Unit[];
  people: Person[];
  accounts: Account[];
  appointments: Appointment[];
}

const person = (userid: string): Person => ({
  userid,
  name: `岗位 ${userid}`,
  unitId: "publicity",
  membership: "party",
  birthOn: "1990-01-01",
  established: true,
  trainedUntil: "2027-12-31",
  leavesOn: null,
  leftAt: null,
});

const post = (role: Role, scopeId: string, userid: string, position = 0): Appointment => ({
  id: `${role}/${scopeId}/${userid}`,
  role,
  scopeId,
  userid,
  position,
});

const whole = (): Facts => ({
  leagueAgeLimit: 28,
  units: [{ id: "publicity", name: "宣传部", kind: "publicity", wecomDepartmentId: 3, headUserid: "head", leaderInChargeUserid: "spare" }],
  people: ["ed", "first", "second", "head", "spare"].map(person),
  accounts: [
    {
      id: "wx",
      platform: "wechat",
      name: "公众号·宣传部",
      unitId: "publicity",
      status: "active",
      certifiedAs: null,
      lastPublishedOn: null,
    },
  ],
  appointments: [
    post("editor", "wx", "ed"),
    post("firstReviewer", "wx", "first"),
    post("secondReviewer", "wx", "second"),
    post("finalReviewer", "wx", "head"),
    post("custodian", "wx", "second"),
    ...OFFICE_ROLES.map((office) => post(office, "organisation", "spare")),
  ],
});

const who = (facts: Facts, userid: string): Person => facts.people.find((each) => each.userid === userid) as Person;
const drop = (facts: Facts, role: Role): unknown => (facts.appointments = facts.appointments.filter((each) => each.role !== role));
const account = (facts: Facts): Account => facts.accounts[0] as Account;
const unit = (facts: Facts): Unit => facts.units[0] as Unit;

/** One line per gap: what, article, ! where it blocks. */
const linesOf = (change: (facts: Facts) => unknown, today = TODAY): string[] => {
  const facts = whole();
  change(facts);
  return gapsOf(facts, today).map((gap) => `${gap.blocks ? "!" : ""}${gap.article} ${gap.about} ${gap.message}`);
};

interface Row {
  title: string;
  change: (facts: Facts) => unknown;
  lines: RegExp[];
}

const expectLines = ({ title, change, lines }: Row): void => {
  it(title, () => {
    const found = linesOf(change);
    expect(found, found.join("\n")).to.have.lengthOf(lines.length);
    lines.forEach((line, index) => expect(found[index]).to.match(line));
  });
};

const noEditor = /^!11 账号「公众号·宣传部」 没有符合条件的责任编辑/;

describe("the gaps of an organisation", () => {
  it("are none where nothing is missing", () => expect(linesOf(() => undefined)).to.deep.equal([]));

  describe("on each level:", () => {
    const rows: Row[] = [
      { title: "nobody edits", change: (f) => drop(f, "editor"), lines: [noEditor] },
      { title: "nobody reviews first", change: (f) => drop(f, "firstReviewer"), lines: [/^!11 账号.*没有符合条件的初审人员/] },
      { title: "nobody reviews second", change: (f) => drop(f, "secondReviewer"), lines: [/^!11 账号.*没有符合条件的二审人员/] },
      { title: "nobody reviews last", change: (f) => drop(f, "finalReviewer"), lines: [/^!11 账号.*没有符合条件的终审人员/] },
      {
        title: "the final reviewer heads the unit no more",
        change: (f) => (unit(f).headUserid = "spare"),
        lines: [/^!11 账号.*没有符合条件的终审人员.*主要负责同志/],
      },
      {
        title: "one person would sit on two levels",
        change: (f) => {
          drop(f, "firstReviewer");
          f.appointments.push(post("firstReviewer", "wx", "second"));
        },
        lines: [/^!11 账号.*「岗位 ed」的稿件凑不齐初审、二审、终审三位不同的人/],
      },
      {
        title: "the editor would review their own work",
        change: (f) => f.appointments.push(post("editor", "wx", "second", 1)),
        lines: [/^!11 账号.*「岗位 second」的稿件凑不齐/],
      },
      {
        title: "nothing, where another reviewer can step in for an editor who also reviews",
        change: (f) => f.appointments.push(post("editor", "wx", "second", 1), post("secondReviewer", "wx", "spare", 1)),
        lines: [],
      },
      { title: "nothing of a closed account", change: (f) => [drop(f, "editor"), (account(f).status = "closed")], lines: [] },
    ];
    rows.forEach(expectLines);
  });

  describe("article 11 on editors:", () => {
    const rows: Row[] = [
      { title: "no membership", change: (f) => (who(f, "ed").membership = "none"), lines: [/^!11 人员「岗位 ed」 不是中共党员/, noEditor] },
      { title: "probationary is enough", change: (f) => (who(f, "ed").membership = "probationary"), lines: [] },
      {
        title: "a league member of unknown age",
        change: (f) => Object.assign(who(f, "ed"), { membership: "league", birthOn: null }),
        lines: [/^!11 人员.*没有登记出生日期/, noEditor],
      },
      {
        title: "a league member who is 28 today",
        change: (f) => Object.assign(who(f, "ed"), { membership: "league", birthOn: "1998-11-22" }),
        lines: [/^!11 人员.*已满 28 周岁/, noEditor],
      },
      {
        title: "a league member who is 28 tomorrow",
        change: (f) => Object.assign(who(f, "ed"), { membership: "league", birthOn: "1998-11-23" }),
        lines: [/^11 人员.*将于 2026-11-23 满 28 周岁/],
      },
      {
        title: "a league member who is 28 in 30 days",
        change: (f) => Object.assign(who(f, "ed"), { membership: "league", birthOn: "1998-12-22" }),
        lines: [/^11 人员.*将于 2026-12-22/],
      },
      {
        title: "a league member who is 28 in 31 days",
        change: (f) => Object.assign(who(f, "ed"), { membership: "league", birthOn: "1998-12-23" }),
        lines: [],
      },
      { title: "a party member of any age", change: (f) => (who(f, "ed").birthOn = "1960-01-01"), lines: [] },
      {
        title: "a second reviewer who is not 在编 is a hint",
        change: (f) => [
          (who(f, "second").established = false),
          drop(f, "custodian"),
          f.appointments.push(post("custodian", "wx", "spare")),
        ],
        lines: [/^11 人员「岗位 second」 二审责任人不在编.*指定负责同志/],
      },
    ];
    rows.forEach(expectLines);
  });

  describe("article 17 on training:", () => {
    const rows: Row[] = [
      {
        title: "an editor never trained",
        change: (f) => (who(f, "ed").trainedUntil = null),
        lines: [/^!17 人员.*没有培训合格记录/, noEditor],
      },
      {
        title: "an editor trained until yesterday",
        change: (f) => (who(f, "ed").trainedUntil = "2026-11-21"),
        lines: [/^!17 人员.*2026-11-21 到期/, noEditor],
      },
      {
        title: "an editor trained until today",
        change: (f) => (who(f, "ed").trainedUntil = "2026-11-22"),
        lines: [/^17 人员.*将于 2026-11-22 到期/],
      },
      { title: "an editor trained for 31 days more", change: (f) => (who(f, "ed").trainedUntil = "2026-12-23"), lines: [] },
      {
        title: "a first reviewer untrained blocks",
        change: (f) => (who(f, "first").trainedUntil = null),
        lines: [/^!17 人员「岗位 first」/, /^!11 账号.*初审/],
      },
      {
        title: "a second reviewer untrained is a hint",
        change: (f) => (who(f, "second").trainedUntil = null),
        lines: [/^17 人员「岗位 second」.*只提醒/],
      },
      {
        title: "a final reviewer untrained is a hint",
        change: (f) => (who(f, "head").trainedUntil = null),
        lines: [/^17 人员「岗位 head」.*只提醒/],
      },
      { title: "nobody else needs it", change: (f) => (who(f, "spare").trainedUntil = null), lines: [] },
    ];
    rows.forEach(expectLines);
  });

  describe("article 18 on leaving and custody:", () => {
    const left: RegExp[] = [/^!18 人员「岗位 ed」 已经离任/, noEditor];
    const rows: Row[] = [
      { title: "an editor who left in WeCom", change: (f) => (who(f, "ed").leftAt = new Date("2026-11-01T00:00:00Z")), lines: left },
      { title: "an editor whose contract ended yesterday", change: (f) => (who(f, "ed").leavesOn = "2026-11-21"), lines: left },
      { title: "an editor whose contract ends today", change: (f) => (who(f, "ed").leavesOn = "2026-11-22"), lines: [] },
      { title: "no custodian", change: (f) => drop(f, "custodian"), lines: [/^18 账号.*没有密码管理人/] },
      {
        title: "a custodian who is not 在编",
        change: (f) => {
          drop(f, "custodian");
          who(f, "spare").established = false;
          f.appointments.push(post("custodian", "wx", "spare"));
        },
        lines: [/^18 账号.*密码管理人「岗位 spare」不在编/],
      },
    ];
    rows.forEach(expectLines);
  });

  describe("on accounts and units:", () => {
    const rows: Row[] = [
      { title: "an unregistered account", change: (f) => (account(f).status = "unregistered"), lines: [/^!8 账号.*尚未备案/] },
      { title: "a frozen account is no gap", change: (f) => (account(f).status = "frozen"), lines: [] },
      {
        title: "a unit without leader in charge",
        change: (f) => (unit(f).leaderInChargeUserid = null),
        lines: [/^24 单位「宣传部」 没有分管领导/],
      },
      {
        title: "a unit without head",
        change: (f) => (unit(f).headUserid = null),
        lines: [/^15 单位「宣传部」 没有主要负责同志/, /^!11 账号.*终审/],
      },
      {
        title: "the leaders themselves have no leader in charge",
        change: (f) => Object.assign(unit(f), { kind: "secretariat", leaderInChargeUserid: null }),
        lines: [],
      },
    ];
    rows.forEach(expectLines);
  });

  for (const office of OFFICE_ROLES) {
    it(`name the office ${office} where nobody holds it`, () => {
      const found = linesOf((facts) => drop(facts, office));
      expect(found).to.have.lengthOf(1);
      expect(found[0]).to.match(/^!\d+ 职务「[\u4e00-\u9fff]+」 没有在任人员/);
    });
  }

  it("name every office where its only holder has left", () => {
    const found = linesOf((facts) => (who(facts, "spare").leavesOn = "2026-01-01"));
    expect(found.filter((line) => line.includes("职务"))).to.have.lengthOf(OFFICE_ROLES.length);
  });

  it("name a person once, however many accounts they serve", () => {
    const found = linesOf((facts) => {
      facts.accounts.push({ ...account(facts), id: "wb", name: "微博·宣传部" });
      facts.appointments.push(...facts.appointments.filter((each) => each.scopeId === "wx").map((each) => ({ ...each, scopeId: "wb" })));
      who(facts, "second").trainedUntil = null;
    });
    expect(found).to.have.lengthOf(1);
  });

  it("come from a day, not from the machine", () => {
    expect(linesOf(() => undefined, "2027-12-31")).to.not.deep.equal([]);
    expect(linesOf(() => undefined, "2028-01-01").filter((line) => line.includes(ACCOUNT))).to.not.deep.equal([]);
  });
});
