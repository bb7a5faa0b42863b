import { ORGANISATION } from "../support/organisation.js";

/** One account with the people of its three levels; nobody sits at two desks, so that no phone gets more than a person's share. */
export interface ReviewTeam {
  account: string;
  editor: string;
  first: readonly [string, string];
  second: readonly [string, string];
  final: string;
}

const teamOf = (number: number): ReviewTeam => {
  const at = (post: string): string => `${post}.t${number}`;
  return {
    account: `account-${number}`,
    editor: at("ed"),
    first: [at("first.a"), at("first.b")],
    second: [at("second.a"), at("second.b")],
    final: at("final"),
  };
};

const person = (userid: string, name: string, unit: string) => ({
  userid,
  name,
  unit,
  membership: "party",
  birthOn: "1985-05-04",
  established: true,
  trainedUntil: "2099-06-30",
  leavesOn: null,
});

/** An organisation of so many operating units, each with one account and one team, and the publicity office of the smallest one. */
export const organisationOf = (count: number) => {
  const teams = Array.from({ length: count }, (_, index) => teamOf(index + 1));
  const units = teams.map((team, index) => ({
    id: `unit-${index + 1}`,
    name: `运营部门${index + 1}`,
    kind: "operating",
    wecomDepartmentId: 100 + index,
    head: team.final,
    leaderInCharge: "lead.vice",
  }));
  const people = teams.flatMap((team, index) => {
    const unit = `unit-${index + 1}`;
    const posts = [
      [team.editor, "责任编辑"],
      [team.first[0], "初审负责人甲"],
      [team.first[1], "初审负责人乙"],
      [team.second[0], "二审责任人甲"],
      [team.second[1], "二审责任人乙"],
      [team.final, "终审责任人"],
    ] as const;
    return posts.map(([userid, post]) => person(userid, `${post}${index + 1}岗`, unit));
  });
  const accounts = teams.map((team, index) => ({
    id: team.account,
    platform: "wechat",
    name: `公众号·运营部门${index + 1}`,
    unit: `unit-${index + 1}`,
    status: "active",
    certifiedAs: `运营部门${index + 1}`,
    lastPublishedOn: "2026-11-01",
    roles: {
      editors: [team.editor],
      firstReviewers: [...team.first],
      secondReviewers: [...team.second],
      finalReviewer: team.final,
      custodian: team.second[0],
    },
  }));
  const office = ORGANISATION.units.filter((unit) => unit.id === "publicity");
  const officials = ORGANISATION.people.filter((each) => each.unit === "publicity");
  const organisation = { units: [...office, ...units], people: [...officials, ...people], accounts, offices: ORGANISATION.offices };
  return { organisation, teams };
};
