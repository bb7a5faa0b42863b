import { expect } from "chai";
import { errorsOf } from "../../server/organisation/file.js";
import { soundFile, type Loose } from "./sample.js";

interface Case {
  title: string;
  spoil: (file: Loose) => unknown;
  path: string;
  message: RegExp;
  /** set: what is spoiled is itself referred to, so that more lines follow */
  more?: true;
}

const linesAfter = (spoil: (file: Loose) => unknown) => {
  const file = soundFile();
  spoil(file);
  return errorsOf(file);
};

const ACCOUNT = "账号「公众号·宣传部」";
const PERSON = "人员「岗位 ed」";
const ed = (file: Loose): Loose => file.people.find((row: Loose) => row.userid === "ed");

const SHAPES: Case[] = [
  {
    title: "an unknown key at the top",
    spoil: (f) => (f.peoples = []),
    path: "peoples",
    message: /没有这个字段.*units、people、accounts、offices/,
  },
  {
    title: "an unknown key of a unit",
    spoil: (f) => (f.units[1].boss = "head"),
    path: "单位「宣传部」 boss",
    message: /可用：id、name、kind/,
  },
  { title: "an unknown key of a person", spoil: (f) => (ed(f).phone = "1"), path: `${PERSON} phone`, message: /没有这个字段/ },
  {
    title: "an unknown key of an account",
    spoil: (f) => (f.accounts[0].password = "1"),
    path: `${ACCOUNT} password`,
    message: /没有这个字段/,
  },
  {
    title: "an unknown role",
    spoil: (f) => (f.accounts[0].roles.chief = "ed"),
    path: `${ACCOUNT} roles.chief`,
    message: /可用：editors、/,
  },
  { title: "an unknown office", spoil: (f) => (f.offices.chair = "top"), path: "offices.chair", message: /可用：topLeader、/ },
  { title: "a missing section", spoil: (f) => delete f.accounts, path: "accounts", message: /缺少这一项/ },
  { title: "a section that is no list", spoil: (f) => (f.accounts = {}), path: "accounts", message: /应为列表/ },
  { title: "a row that is none", spoil: (f) => f.accounts.push(7), path: "第 2 个账号", message: /应为一组字段/ },
  { title: "a missing field", spoil: (f) => delete ed(f).established, path: `${PERSON} established`, message: /缺少这一项/ },
  { title: "text for a yes or no", spoil: (f) => (ed(f).established = "是"), path: `${PERSON} established`, message: /true 或 false/ },
  { title: "a number for a text", spoil: (f) => (ed(f).name = 5), path: "第 2 个人员 name", message: /应为文字/ },
  { title: "an empty name", spoil: (f) => (f.accounts[0].name = "  "), path: "第 1 个账号 name", message: /不能为空/ },
  {
    title: "a name that is too long",
    spoil: (f) => (ed(f).name = "长".repeat(121)),
    path: `人员「${"长".repeat(40)}」 name`,
    message: /120/,
  },
  {
    title: "a userid with a space inside",
    spoil: (f) => (f.people[5].userid = "a b"),
    path: "人员「岗位 spare」 userid",
    message: /成员账号/,
    more: true,
  },
  { title: "an id in Chinese", spoil: (f) => (f.accounts[0].id = "公众号"), path: `${ACCOUNT} id`, message: /应为 1–64 个字母/ },
  {
    title: "a membership that does not exist",
    spoil: (f) => (ed(f).membership = "member"),
    path: `${PERSON} membership`,
    message: /party（中共党员）、probationary/,
  },
  {
    title: "a kind that does not exist",
    spoil: (f) => (f.units[0].kind = "team"),
    path: "单位「书记班子」 kind",
    message: /operating（部门（单位））/,
  },
  {
    title: "a platform that does not exist",
    spoil: (f) => (f.accounts[0].platform = "toutiao"),
    path: `${ACCOUNT} platform`,
    message: /wechat（微信公众号）/,
  },
  {
    title: "a status that does not exist",
    spoil: (f) => (f.accounts[0].status = "ok"),
    path: `${ACCOUNT} status`,
    message: /unregistered（未备案）/,
  },
  {
    title: "a missing closed value",
    spoil: (f) => delete f.accounts[0].status,
    path: `${ACCOUNT} status`,
    message: /缺少这一项，请填写 unregistered/,
  },
  { title: "30 February", spoil: (f) => (ed(f).birthOn = "1990-02-30"), path: `${PERSON} birthOn`, message: /真实存在的日期/ },
  {
    title: "a day written otherwise",
    spoil: (f) => (ed(f).trainedUntil = "2027/6/30"),
    path: `${PERSON} trainedUntil`,
    message: /2026-11-22/,
  },
  { title: "a day with a time", spoil: (f) => (ed(f).leavesOn = "2027-06-30T00:00"), path: `${PERSON} leavesOn`, message: /日期/ },
  {
    title: "a day of an account",
    spoil: (f) => (f.accounts[0].lastPublishedOn = "昨天"),
    path: `${ACCOUNT} lastPublishedOn`,
    message: /日期/,
  },
  {
    title: "a department number that is none",
    spoil: (f) => (f.units[0].wecomDepartmentId = 1.5),
    path: "单位「书记班子」 wecomDepartmentId",
    message: /整数/,
  },
];

const REFERENCES: Case[] = [
  { title: "a unit's head", spoil: (f) => (f.units[0].head = "ghost"), path: "单位「书记班子」 head", message: /没有「ghost」/ },
  {
    title: "a leader in charge",
    spoil: (f) => (f.units[1].leaderInCharge = "ghost"),
    path: "单位「宣传部」 leaderInCharge",
    message: /没有「ghost」/,
  },
  { title: "a person's unit", spoil: (f) => (ed(f).unit = "nowhere"), path: `${PERSON} unit`, message: /单位（units）中没有「nowhere」/ },
  { title: "an account's unit", spoil: (f) => (f.accounts[0].unit = "nowhere"), path: `${ACCOUNT} unit`, message: /没有「nowhere」/ },
  ...["editors", "firstReviewers", "secondReviewers"].map((role) => ({
    title: `one of ${role}`,
    spoil: (f: Loose) => f.accounts[0].roles[role].push("ghost"),
    path: `${ACCOUNT} roles.${role}[1]`,
    message: /没有「ghost」/,
  })),
  ...["finalReviewer", "custodian"].map((role) => ({
    title: `the ${role}`,
    spoil: (f: Loose) => (f.accounts[0].roles[role] = "ghost"),
    path: `${ACCOUNT} roles.${role}`,
    message: /没有「ghost」/,
  })),
  ...["topLeader", "publicityHead", "dataCentreHead"].map((office) => ({
    title: `the office ${office}`,
    spoil: (f: Loose) => (f.offices[office] = "ghost"),
    path: `offices.${office}`,
    message: /没有「ghost」/,
  })),
  ...["secretariat", "publicityDuty", "dataCentreDuty", "generalOffice", "discipline", "administrators"].map((office) => ({
    title: `one of the office ${office}`,
    spoil: (f: Loose) => (f.offices[office] = ["top", "ghost"]),
    path: `offices.${office}[1]`,
    message: /没有「ghost」/,
  })),
];

const REPEATS: Case[] = [
  { title: "a unit id", spoil: (f) => (f.units[1].id = "lead"), path: "单位「宣传部」 id", message: /与第 1 个重复/, more: true },
  {
    title: "an account id",
    spoil: (f) => f.accounts.push({ ...f.accounts[0], name: "另一个" }),
    path: "账号「另一个」 id",
    message: /与第 1 个重复/,
  },
  {
    title: "a userid that differs in case and spaces",
    spoil: (f) => f.people.push({ ...ed(f), userid: " ED ", name: "又一位" }),
    path: "人员「又一位」 userid",
    message: /不分大小写.*与第 2 个重复/,
  },
  { title: "the reserved account id", spoil: (f) => (f.accounts[0].id = "organisation"), path: `${ACCOUNT} id`, message: /系统保留/ },
  {
    title: "an account's name on the same platform",
    spoil: (f) => f.accounts.push({ ...f.accounts[0], id: "wx2" }),
    path: "第 2 个账号「公众号·宣传部」 name",
    message: /同一平台/,
  },
  {
    title: "a person in one role",
    spoil: (f) => f.accounts[0].roles.editors.push("Ed"),
    path: `${ACCOUNT} roles.editors[1]`,
    message: /「ed」在同一岗位上写了两次/,
  },
  { title: "a person in one office", spoil: (f) => f.offices.discipline.push("spare"), path: "offices.discipline[1]", message: /写了两次/ },
];

const expectOnly = ({ title, spoil, path, message, more }: Case): void => {
  it(title, () => {
    const errors = linesAfter(spoil).filter((error) => !more || error.path === path);
    expect(errors.map((error) => error.path)).to.deep.equal([path]);
    expect(errors[0]?.message).to.match(message);
  });
};

describe("an organisation file that is wrong", () => {
  it("has no error while nothing is wrong with it", () => expect(errorsOf(soundFile())).to.deep.equal([]));

  it("may leave out everything that may be vacant", () => {
    const file = soundFile();
    for (const row of file.people) delete row.leavesOn;
    for (const row of file.units) delete row.wecomDepartmentId;
    Object.assign(file.accounts[0], { roles: {}, certifiedAs: undefined, lastPublishedOn: null });
    file.offices = {};
    expect(errorsOf(file)).to.deep.equal([]);
  });

  describe("is told where its shape is wrong:", () => SHAPES.forEach(expectOnly));
  describe("is told of a reference to nobody:", () => REFERENCES.forEach(expectOnly));
  describe("is told what it says twice:", () => REPEATS.forEach(expectOnly));

  for (const input of [null, [], "text", 5]) {
    it(`is refused as a whole where it is ${JSON.stringify(input)}`, () => {
      expect(errorsOf(input)).to.deep.equal([{ path: "整个文件", message: "应为一组字段（花括号）" }]);
    });
  }

  it("asks for no head where the head could not be read", () => {
    expect(linesAfter((file) => (file.units[1].head = 5)).map((error) => error.path)).to.deep.equal(["单位「宣传部」 head"]);
  });

  it("draws no conclusion from what could not be read", () => {
    const errors = linesAfter((file) => {
      file.people = "not a list";
      file.units[1].head = 5;
    });
    expect(errors.map((error) => error.path)).to.deep.equal(["单位「宣传部」 head", "people"]);
  });

  it("names every error at once, in the order of the file", () => {
    const errors = linesAfter((file) => {
      file.offices.topLeader = "ghost";
      ed(file).membership = "member";
      file.accounts[0].roles.editors = ["ghost", "ghost"];
      file.units[0].kind = "team";
    });
    expect(errors.map((error) => error.path)).to.deep.equal([
      "单位「书记班子」 kind",
      `${PERSON} membership`,
      `${ACCOUNT} roles.editors[0]`,
      `${ACCOUNT} roles.editors[1]`,
      "offices.topLeader",
    ]);
  });

  it("says everything in one line each and in Chinese", () => {
    const all = [...SHAPES, ...REFERENCES, ...REPEATS].flatMap(({ spoil }) => linesAfter(spoil));
    expect(all).to.have.length.above(50);
    for (const { path, message } of all) expect(`${path}：${message}`).to.match(/^[^\n]*[\u4e00-\u9fff][^\n]*$/);
    expect(all.filter(({ message }) => /Invalid|expected/i.test(message))).to.deep.equal([]);
  });

  it("refuses a key named __proto__", () => {
    const file = JSON.parse(JSON.stringify(soundFile()).replace('"units"', '"__proto__":{},"units"')) as unknown;
    expect(errorsOf(file).map((error) => error.path)).to.deep.equal(["__proto__"]);
  });
});

describe("article 11 in an organisation file", () => {
  it("takes for final reviewer only whoever heads the account's unit", () => {
    const errors = linesAfter((file) => (file.accounts[0].roles.finalReviewer = "second"));
    expect(errors).to.deep.equal([
      {
        path: `${ACCOUNT} roles.finalReviewer`,
        message: "终审责任人须是运营部门主要负责同志（第11条）：单位「宣传部」的 head 是「head」，请改正其中一处",
      },
    ]);
  });

  it("asks for the head first where the unit has none", () => {
    const errors = linesAfter((file) => (file.units[1].head = null));
    expect(errors.map((error) => error.message)).to.deep.equal([
      "终审责任人须是运营部门主要负责同志（第11条），而单位「宣传部」没有填写 head，请先填写",
    ]);
  });

  it("compares the head without regard to case", () => expect(linesAfter((file) => (file.units[1].head = " HEAD"))).to.deep.equal([]));

  it("takes an editor who does not qualify, which is a gap and not an error", () => {
    expect(linesAfter((file) => Object.assign(ed(file), { membership: "none", trainedUntil: null }))).to.deep.equal([]);
  });

  it("takes a second reviewer who is not 在编, as 指定负责同志", () => {
    expect(
      linesAfter((file) => {
        file.people[3].established = false;
        file.accounts[0].roles.custodian = "spare";
      }),
    ).to.deep.equal([]);
  });
});

describe("article 18 in an organisation file", () => {
  it("takes for custodian only somebody 在编", () => {
    const errors = linesAfter((file) => (file.people[3].established = false));
    expect(errors.map((error) => error.path)).to.deep.equal([`${ACCOUNT} roles.custodian`]);
    expect(errors[0]?.message).to.match(/在编.*第18条/);
  });
});
