import { expect } from "chai";
import { readFileSync } from "node:fs";
import { PLATFORMS } from "../../entities/account.js";
import { OFFICE_ROLES } from "../../entities/appointment.js";
import { systemActor } from "../../server/audit/record.js";
import { addDays } from "../../server/kernel/local-time.js";
import { DEMONSTRATION_DRAFTS } from "../../server/organisation/demonstration-drafts.js";
import { readOrganisation } from "../../server/organisation/file.js";
import { jsonSource } from "../../server/organisation/source.js";
import { rowsOfFile } from "../../server/organisation/rows.js";
import { gapsOf } from "../../server/organisation/rules/gaps.js";
import type { OrganisationFile } from "../../server/organisation/schema.js";
import { desk } from "./sample.js";

const input: unknown = JSON.parse(readFileSync(new URL("../../server/organisation/demonstration.json", import.meta.url), "utf8"));
const { file: read, errors } = readOrganisation(jsonSource(input));
const file = read as OrganisationFile;

const gapsOn = (today: string) => {
  const { units, people, accounts, posts } = rowsOfFile(file);
  const facts = {
    leagueAgeLimit: 28,
    units,
    accounts,
    people: people.map((person) => ({ ...person, leftAt: null })),
    appointments: posts.map((post, index) => ({ ...post, id: String(index) })),
  };
  return gapsOf(facts, today);
};

const POST = /责任编辑|初审负责人|二审责任人|终审责任人|值班|主要领导|分管领导|办公室主任|机关纪委负责人/;

describe("the demonstration organisation", () => {
  it("has no error", () => expect(errors).to.deep.equal([]));

  it("holds every office of the rule", () => {
    const held = new Set(
      rowsOfFile(file)
        .posts.filter((post) => post.scopeId === "organisation")
        .map((post) => post.role),
    );
    expect([...held]).to.have.members([...OFFICE_ROLES]);
    expect(file.offices.secretariat).to.have.lengthOf(3);
    expect(file.offices.publicityDuty).to.have.lengthOf(2);
  });

  it("has a unit of every kind", () => {
    expect(new Set(file.units.map((unit) => unit.kind)).size).to.equal(7);
    expect(new Set(file.units.map((unit) => unit.wecomDepartmentId)).size).to.equal(file.units.length);
  });

  it("has eight accounts on five platforms, one frozen and one unregistered", () => {
    expect(file.accounts).to.have.lengthOf(8);
    expect(new Set(file.accounts.map((account) => account.platform))).to.deep.equal(new Set(PLATFORMS.slice(0, 5)));
    const statuses = file.accounts.map((account) => account.status);
    expect(statuses.filter((status) => status !== "active").sort()).to.deep.equal(["frozen", "unregistered"]);
    expect(file.accounts.find((account) => account.id === "wx-main")?.roles.secondReviewers).to.have.lengthOf(2);
  });

  it("has posts where others have names, each of them once", () => {
    for (const { name, userid } of file.people) {
      expect(name).to.match(POST);
      expect(userid).to.match(/^(ed|first|second|head|duty|lead)[.][a-z]+\d?$/);
    }
    expect(new Set(file.people.map((person) => person.name)).size).to.equal(file.people.length);
  });

  it("has exactly the gaps that it is meant to show", async () => {
    const place = await desk();
    try {
      await place.organisation.importFile(input, systemActor("organisation"), "system");
      const gaps = (await place.organisation.check()).map(({ about, article, blocks }) => `${blocks ? "!" : ""}${article} ${about}`);
      expect(gaps).to.have.members([
        "!17 人员「责任编辑（学校部，备岗）」",
        "11 人员「责任编辑（青年发展部，备岗）」",
        "11 人员「二审责任人（青年志愿者协会指定负责同志）」",
        "17 人员「终审责任人（青少年活动中心主任）」",
        "!8 账号「抖音·青年志愿者协会」",
        "18 账号「抖音·青年志愿者协会」",
      ]);
    } finally {
      await place.close();
    }
  });

  it("works on every day of its first year", () => {
    for (let day = 0; day <= 365; day += 1) {
      const today = addDays("2026-11-22", day);
      const stuck = gapsOn(today).filter((gap) => gap.blocks && !gap.about.startsWith("人员") && gap.article !== "8");
      expect(stuck, today).to.deep.equal([]);
    }
  });
});

describe("the demonstration's drafts", () => {
  it("are written by an editor who qualifies, for an account that is active", () => {
    const blocked = new Set(gapsOn("2026-11-22").flatMap((gap) => (gap.blocks ? [gap.about] : [])));
    for (const { accountId, editor } of DEMONSTRATION_DRAFTS) {
      const account = file.accounts.find((each) => each.id === accountId);
      expect(account?.status).to.equal("active");
      expect(account?.roles.editors).to.include(editor);
      expect(blocked).not.to.include(`人员「${file.people.find((person) => person.userid === editor)?.name}」`);
    }
  });

  it("stand at every point of the way", () => {
    const points = DEMONSTRATION_DRAFTS.map(({ journey }) => (journey.to === "inReview" ? journey.stage : journey.to));
    expect(new Set(points)).to.deep.equal(new Set(["draft", "first", "second", "final", "sentBack", "approved", "published"]));
  });

  it("have two to four paragraphs each and a title of their own", () => {
    expect(new Set(DEMONSTRATION_DRAFTS.map((draft) => draft.title)).size).to.equal(DEMONSTRATION_DRAFTS.length);
    for (const { body } of DEMONSTRATION_DRAFTS) expect(body.split("\n\n").length).to.be.within(2, 4);
  });

  it("never ask for forwarding or praise (article 26)", () => {
    for (const { title, body } of DEMONSTRATION_DRAFTS) expect(title + body).not.to.match(/转发|点赞|集赞|截图/);
  });
});
